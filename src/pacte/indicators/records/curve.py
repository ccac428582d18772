"""A figure over time: one value per period, with the rolling twelve-month value where it can be computed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.indicators.records.answer import Value


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """``rolling``: over the twelve months ending with this one; None where the figure is not additive over months."""

    first: date
    last: date
    value: Value
    rolling: Value | None = None


@dataclass(frozen=True, slots=True)
class CurveBreak:
    """Values from that day on are not comparable with earlier ones."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Curve:
    """``granularity``: « mois », « trimestre », « année » or « valeur ».

    Empty when there is no value, or when the curve is refused: ``refusal`` is then the reason, in French.
    """

    granularity: str
    points: tuple[CurvePoint, ...]
    breaks: tuple[CurveBreak, ...] = ()
    refusal: str = ""
