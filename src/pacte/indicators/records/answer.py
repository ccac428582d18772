"""Values and answers: a number, « not due », « missing » (n of N), « not computable » or hidden. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class ValueState(StrEnum):
    """``UNREACHED``: a median that does not exist yet, because fewer than half have met the event."""

    NUMBER = "number"
    NOT_DUE = "not_due"
    MISSING = "missing"
    NOT_COMPUTABLE = "not_computable"
    HIDDEN = "hidden"
    UNREACHED = "unreached"


STATE_LABELS = {
    ValueState.NUMBER: "valeur",
    ValueState.NOT_DUE: "pas encore dû",
    ValueState.MISSING: "manquant",
    ValueState.NOT_COMPUTABLE: "non calculable",
    ValueState.HIDDEN: "masqué : secret statistique",
    ValueState.UNREACHED: "pas de médiane : plus de la moitié attend encore",
}


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """Raw aggregates before any division. None: the relation has no matching row."""

    numerator: float | None
    denominator: float | None = None
    expected: float | None = None
    waiting: float | None = None
    side_counts: tuple[tuple[str, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """``number`` is None unless the state is NUMBER. ``received`` out of ``expected`` sources or answers."""

    state: ValueState
    number: Fraction | None = None
    numerator: float | None = None
    denominator: float | None = None
    received: int | None = None
    expected: int | None = None
    side_counts: tuple[tuple[str, float | None], ...] = ()

    @property
    def decimal(self) -> Decimal | None:
        """The number, for arithmetic and formatting."""
        return None if self.number is None else Decimal(self.number.numerator) / self.number.denominator

    @property
    def counts_something(self) -> bool:
        """False for a count of nothing, which proves nothing; a rate of zero over somebody counts them."""
        return self.state is ValueState.NUMBER and bool(self.denominator or self.number)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The value of one cell. ``keys`` are (dimension, code, French label) triples; empty for the total."""

    keys: tuple[tuple[str, str, str], ...]
    value: Value


@dataclass(frozen=True, slots=True)
class IndicatorAnswer:
    """The answer of one indicator.

    ``refusal``: why a split does not apply to it; only the total row is then present.
    """

    code: str
    rows: tuple[AnswerRow, ...]
    due_on: date | None = None
    refusal: str = ""

    @property
    def total(self) -> AnswerRow:
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class FactsStamp:
    """Fingerprint of the facts that count on a day: number of rows, last recorded instant, and a digest."""

    rows: int
    last_recorded_at: str
    digest: str


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """The full answer to a question. ``text`` is the JSON document, stored and returned byte for byte."""

    stamp: FactsStamp
    answers: tuple[IndicatorAnswer, ...]
    text: str
    number: int | None = None
    scope: tuple[str, ...] = field(default=())
