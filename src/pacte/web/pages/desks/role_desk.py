"""What a role adds to the three columns of a general desk: one file of ``roles`` each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pacte.kernel.actor import Role
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader

# Code of what all desks hold.
EVERYBODY = "everybody"
DeskEntries = Callable[[DeskReader], Iterator[DeskEntry]]


def _nothing(reader: DeskReader) -> Iterator[DeskEntry]:
    return iter(())


@dataclass(frozen=True, slots=True)
class RoleDesk:
    """``rank`` orders the roles within a column. A function gives nothing that its reader may not read.

    ``waiting``: what one act of theirs would move; ``moved``: news; ``followed``: where the things they follow stand.
    """

    code: str
    roles: frozenset[Role]
    rank: int
    waiting: DeskEntries = _nothing
    moved: DeskEntries = _nothing
    followed: DeskEntries = _nothing
