"""Why a figure is not what it was: facts new, late, corrected, come to their day; a definition that changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from pacte.indicators.records.answer import Value


class Cause(StrEnum):
    """``NEW``: happened since. ``LATE``: happened before, known since. ``DUE``: known before, its day has come."""

    NEW = "new"
    LATE = "late"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DUE = "due"
    DEFINITION = "definition"


CAUSE_LABELS = {
    Cause.NEW: "faits nouveaux",
    Cause.LATE: "faits plus anciens, connus depuis",
    Cause.CORRECTED: "corrections",
    Cause.WITHDRAWN: "faits retirés",
    Cause.DUE: "faits déjà connus dont le jour est venu",
    Cause.DEFINITION: "définition changée",
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """``count`` facts of a table. For a definition, ``note`` says what changed and ``count`` is 0."""

    cause: Cause
    table: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the facts of one cause change of the value, once those of the causes before it are in. In its unit: points
    for a share. ``number`` is None when there was no number before them, or none after.

    A definition changes nothing here: both days are counted with that of today.
    """

    cause: Cause
    numerator: float
    denominator: float | None
    number: Fraction | None


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One fact behind a change, by its identifiers: for those who may see records. ``was``: the row it replaces."""

    cause: Cause
    table: str
    fact: int
    journey: int | None
    session: int | None
    happened_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """``before`` as known then; ``known_since``: the same day with what was learnt since; ``after`` as known now.

    From the first to the second: late facts, corrections. From the second to the third: new facts, days that came.
    ``contributions``: one a cause, whose sum is the whole change. Who sees no small count of people reads neither these
    nor the values, and of how many facts only the order.
    """

    code: str
    since: date
    until: date
    before: Value
    known_since: Value
    after: Value
    lines: tuple[ChangeLine, ...]
    records: tuple[ChangedRecord, ...]
    contributions: tuple[Contribution, ...] = ()
