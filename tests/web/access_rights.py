"""Rights of the code: the permission tables of all rooms, and a recorder of the rights that a page asks for."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any, Final
from unittest.mock import patch

import pacte
from pacte.accounts import permissions as account_permissions
from pacte.kernel.actor import Role
from pacte.kernel.permission_table import PermissionTable
from tests.cast import PARTS
from tests.web.access_policies import INTRUDER, OUTSIDE, readers, standing

ROLE_OF: Final[Mapping[str, Role]] = {part: role for part, (_, role) in PARTS.items()}
# Letters for the whole pact and for anybody; any other letter depends on the object.
# « r » is for members of the Region: those of the cast who hold such a role.
_WHOLE = {"h", "r", "*"}
_NEVER = "-"


@dataclass(frozen=True)
class Allowance:
    """Readers allowed by role: ``always``, or ``perhaps`` when it depends on whether the object is theirs."""

    always: frozenset[str]
    perhaps: frozenset[str]


@cache
def _tables() -> tuple[Mapping[str, Mapping[Role, str]], ...]:
    """Permission tables of all rooms, as they are in memory."""
    rooms = (room.name for room in pkgutil.iter_modules(pacte.__path__) if room.ispkg)
    modules = (f"pacte.{room}.permissions" for room in rooms if find_spec(f"pacte.{room}.permissions"))
    return tuple(getattr(importlib.import_module(module), "RIGHTS", {}) for module in modules)


def code_rights() -> frozenset[str]:
    """Names of all the rights of all rooms, accounts included."""
    return frozenset[str]().union(*_tables(), account_permissions.ACTS)


def _letters(right: str) -> Mapping[Role, str]:
    """Permission letter of each role. Not cached, because a test may change a table."""
    if right in account_permissions.ACTS:
        return {role: "h" if role in account_permissions.ACTS[right] else _NEVER for role in Role}
    table = next(table for table in _tables() if right in table)
    return {role: str(letter) for role, letter in table[right].items()}


def allowance(right: str, whose: str) -> Allowance:
    """Readers that the right allows on an object of our Region, of the other one, or of each."""
    letters = _letters(right)
    if whose != "none" and all(letter == "*" for letter in letters.values()):
        return Allowance(frozenset(readers()), frozenset())
    ours = {reader: letters[role] for reader, role in ROLE_OF.items() if reader != INTRUDER}
    by_letter = {
        whole: frozenset(each for each, letter in ours.items() if letter != _NEVER and (letter in _WHOLE) is whole)
        for whole in (True, False)
    }
    return Allowance(standing(by_letter[True], whose), standing(by_letter[False], whose))


@dataclass(frozen=True)
class Difference:
    """Readers for whom a page and the right that it asks for disagree.

    ``wider``: the page opens, the right is refused. ``narrower``: the right is granted, the page does not open.
    """

    wider: frozenset[str]
    narrower: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.wider or self.narrower)


def difference(allowed: frozenset[str], right: str, whose: str) -> Difference:
    by_code = allowance(right, whose)
    return Difference(allowed - by_code.always - by_code.perhaps - OUTSIDE, by_code.always - allowed - OUTSIDE)


def merged(found: Iterable[Difference]) -> Difference:
    listed = list(found)
    return Difference(
        frozenset[str]().union(*(each.wider for each in listed)),
        frozenset[str]().union(*(each.narrower for each in listed)),
    )


class _Recording(dict[str, Any]):
    def __init__(self, given: Mapping[str, Any], asked: set[str]) -> None:
        super().__init__(given)
        self._asked = asked

    def __getitem__(self, right: str) -> Any:
        self._asked.add(right)
        return super().__getitem__(right)


@contextmanager
def recording_rights() -> Iterator[set[str]]:
    """Yields the rights that the code asks for inside the block, whoever asks and whatever the answer."""
    asked: set[str] = set()
    row = PermissionTable.row

    def recorded(table: PermissionTable[Any], right: str) -> Any:
        asked.add(right)
        return row(table, right)

    with (
        patch.object(PermissionTable, "row", recorded),
        patch.object(account_permissions, "ACTS", _Recording(account_permissions.ACTS, asked)),
    ):
        yield asked
