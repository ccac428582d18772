"""A desk in three columns for the roles without one of their own, and the desk of a past day for all of them.

What waits, what moved, what is followed: everybody's entries first, then those of each role (``roles``).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.web.desk_panels import DeskPanel, count_entries
from pacte.web.page_links import links_open_to
from pacte.web.pages.desks import roles as role_files
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import EVERYBODY, RoleDesk

_SUBJECT = "le plan, son comité et son argent"


@cache
def role_desks() -> tuple[RoleDesk, ...]:
    """Found by walking the folder, in the order in which their entries are shown."""
    return tuple(sorted(load_catalog_entries(role_files, "DESK").values(), key=lambda each: each.rank))


def desks_for(reader: DeskReader) -> tuple[RoleDesk, ...]:
    return tuple(each for each in role_desks() if each.roles & reader.roles)


def general_desk(reader: DeskReader) -> dict[str, Any]:
    """Values of the page of today, or of the day of the reader."""
    desks = desks_for(reader)
    waiting = tuple(line for desk in desks for line in desk.waiting(reader))
    moved = tuple(line for desk in desks for line in desk.moved(reader))
    followed = tuple(line for desk in desks for line in desk.followed(reader))
    subject = next((each.subject for each in desks if each.subject), _SUBJECT)
    if reader.is_today:
        title, answer = "Qu’est-ce qui m’attend ?", _answer(desks, reader, count_entries(waiting))
        first = DeskPanel(
            "m-attend", "Ce qui m’attend", "un geste de vous débloque la suite", waiting,
            empty="Rien n’attend de vous aujourd’hui.",
        )  # fmt: skip
    else:
        title = f"Où en était le pacte le {format_day(reader.on)} ?"
        answer = apply_french_spacing(
            "Le plan, son argent et ses tours comme on les connaissait ce jour-là. Un comité à venir a sa date"
            " d’aujourd’hui ; vos messages et ce qui attend un geste de vous ne se lisent qu’aujourd’hui."
        )
        first = DeskPanel("m-attend", "Ce qui attendait", "ce jour-là", waiting, empty="Rien n’attendait ce jour-là.")
    return {
        "title": title,
        "answer": answer,
        "columns": (
            first,
            DeskPanel("a-bouge", "Ce qui a bougé", "le plus récent d’abord", moved, empty="Rien de nouveau."),
            DeskPanel("je-suis", "Ce que je suis", subject, followed),
        ),
        "links": links_open_to(reader.actor, (each for desk in desks for each in desk.links)),
        "plan": reader.plan,
    }


def count_waiting(reader: DeskReader) -> int:
    """How many entries wait for the roles of the reader alone: messages and decisions are on all their desks."""
    return sum(count_entries(desk.waiting(reader)) for desk in desks_for(reader) if desk.code != EVERYBODY)


def _answer(desks: tuple[RoleDesk, ...], reader: DeskReader, count: int) -> str:
    own = " ".join(sentence for desk in desks if (sentence := desk.answer(reader)))
    return apply_french_spacing(own) if own else _count_sentence(count)


def _count_sentence(count: int) -> str:
    return apply_french_spacing(
        f"{pluralise(count, 'chose attend', 'choses attendent')} un geste de vous."
        if count
        else "Rien n’attend de vous aujourd’hui."
    )
