"""Why a figure changed: new, late, corrected or due facts, and definition changes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from pacte.indicators.records.answer import Value


class FigureChangeCause(StrEnum):
    """``NEW``: happened since.

    ``LATE``: happened before, recorded since. ``DUE``: recorded before, its date has come.
    """

    NEW = "new"
    LATE = "late"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DUE = "due"
    DEFINITION = "definition"


CAUSE_LABELS = {
    FigureChangeCause.NEW: "faits nouveaux",
    FigureChangeCause.LATE: "faits plus anciens, connus depuis",
    FigureChangeCause.CORRECTED: "corrections",
    FigureChangeCause.WITHDRAWN: "faits retirés",
    FigureChangeCause.DUE: "faits déjà connus dont le jour est venu",
    FigureChangeCause.DEFINITION: "définition changée",
}


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """Number of facts of a table for one cause. For a definition change, ``note`` describes it and ``count`` is 0."""

    cause: FigureChangeCause
    table: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """Effect of the facts of one cause on the value, once the preceding causes are applied.

    In the unit of the indicator: points for a share. ``number`` is None when the value before or after is not a number.
    A definition change contributes nothing: both days are computed with today's definition.
    """

    cause: FigureChangeCause
    numerator: float
    denominator: float | None
    number: Fraction | None


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One fact behind a change, by its identifiers, for readers who may see records."""

    cause: FigureChangeCause
    table: str
    fact: int
    journey: int | None
    session: int | None
    happened_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeExplanation:
    """Why a figure changed. ``before``: as known then. ``known_since``: same day, with what was recorded since.
    ``after``: as known now.

    From ``before`` to ``known_since``: late facts and corrections. From ``known_since`` to ``after``: new facts and due
    dates. ``contributions``: one per cause, adding up to the whole change. Readers who see no small count get neither
    the contributions nor the values, and only the order of magnitude of the number of facts.
    """

    code: str
    since: date
    until: date
    before: Value
    known_since: Value
    after: Value
    changes: tuple[ChangeCount, ...]
    records: tuple[ChangedRecord, ...]
    contributions: tuple[Contribution, ...] = ()
