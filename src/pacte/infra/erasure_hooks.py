"""Rooms above the workflows that hold something of a person: each says how to erase it in its ``<room>/erasure.py``.

They are found by walking the rooms, like jobs: the act that erases a person names none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

import pacte
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PersonTraces:
    """What a text about a person holds: both names, or one of their numbers, keys and addresses.

    ``organisation_ids``: the organisations that follow or train them.
    """

    first_name: str
    last_name: str
    identifiers: frozenset[str]
    organisation_ids: frozenset[int]


class ErasureHook(Protocol):
    """``ERASURE`` of a room. Both run inside the act that erases."""

    def count(self, *, actor: Actor, traces: PersonTraces) -> Mapping[str, int]:
        """Rows that would be deleted, by table."""

    def erase(self, *, actor: Actor, traces: PersonTraces) -> None: ...


def erasure_hooks() -> Iterator[ErasureHook]:
    """The hooks of all rooms, in alphabetical order."""
    rooms = sorted({path.parent.name for folder in pacte.__path__ for path in Path(folder).glob("*/erasure.py")})
    for room in rooms:
        yield import_module(f"pacte.{room}.erasure").ERASURE
