"""Counts of experiments and studies of a plan, by action number, as known on a day. Public."""

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
    """``written``: completed parts of their descriptions, out of ``parts``.

    ``started``: experiments with a first participant. ``complete``: the started ones whose description was complete by
    then.
    """

    written: int
    parts: int
    started: int
    whole: int


@dataclass(frozen=True, slots=True)
class Studies:
    """``accepted``: accepted deliverables, out of ``due``: accepted or past their date.

    ``requests``: studies requested; ``pending``: those that wait for an answer.
    """

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
