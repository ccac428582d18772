"""What experiments and studies of a plan come to, by number of action: numbers, for everybody, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from pacte.kernel.action_codes import ActionCode

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

_STUDY = "assistance_study"


@dataclass(frozen=True, slots=True)
class Experiments:
    """``written``: parts of their sheets that are, of ``parts``. ``started``: those that a first person entered, and
    ``whole``: those of them whose sheet was complete by then.
    """

    written: int
    parts: int
    started: int
    whole: int


@dataclass(frozen=True, slots=True)
class Studies:
    """``accepted``: deliverables that are, of those accepted or past their day. ``held``: those asked that wait."""

    accepted: int
    due: int
    asked: int
    held: int


def experiments_of(asked: Asked) -> dict[ActionCode, Experiments]:
    with connection.cursor() as cursor:
        cursor.execute("select * from evaluation_counts(%s, %s, %s)", [asked.plan.pk, asked.known, asked.on])
        return {ActionCode(number): Experiments(*counts) for number, *counts in cursor.fetchall()}


def studies_of(asked: Asked) -> dict[ActionCode, Studies]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from procedures_counts(%s, %s, %s, %s)", [asked.plan.pk, _STUDY, asked.known, asked.on]
        )
        return {ActionCode(number): Studies(*counts) for number, *counts in cursor.fetchall()}
