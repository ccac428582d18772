"""What a role adds to the three columns of a general desk: one file of ``roles`` each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pacte.kernel.actor import Role
from pacte.kernel.french import pluralise
from pacte.web.desk_panels import DeskEntry
from pacte.web.page_links import PageLink
from pacte.web.pages.desks.desk_reader import DeskReader

# Code of what all desks hold.
EVERYBODY = "everybody"
DeskEntries = Callable[[DeskReader], Iterator[DeskEntry]]
DeskSentence = Callable[[DeskReader], str]


def _nothing(reader: DeskReader) -> Iterator[DeskEntry]:
    return iter(())


def _no_sentence(reader: DeskReader) -> str:
    return ""


def latest_first(news: Iterable[tuple[datetime, DeskEntry]]) -> Iterator[DeskEntry]:
    """Entries by the instant at which each came to be known."""
    return (entry for _, entry in sorted(news, key=lambda each: each[0], reverse=True))


def join_counts(parts: Iterable[tuple[int, str, str, str]]) -> str:
    """« 2 commandes à signer ; 12 demandes, dont 4 en retard. » from (count, one, many, more); "" when all are 0."""
    words = " ; ".join(f"{pluralise(count, one, many)}{more}" for count, one, many, more in parts if count)
    return f"{words}." if words else ""


@dataclass(frozen=True, slots=True)
class RoleDesk:
    """``rank`` orders the roles within a column. A function gives nothing that its reader may not read.

    ``waiting``: what one act of theirs would move; ``moved``: news; ``followed``: where the things they follow stand.
    ``answer``: sentence under the title, "" for the number of things that wait; ``subject``: what the last column is
    about. A rank below 0 comes before what all desks hold.
    """

    code: str
    roles: frozenset[Role]
    rank: int
    waiting: DeskEntries = _nothing
    moved: DeskEntries = _nothing
    followed: DeskEntries = _nothing
    answer: DeskSentence = _no_sentence
    subject: str = ""
    links: tuple[PageLink, ...] = ()
