"""A figure through time: a value a period, and the sum of the last twelve months where it can be made. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.indicators.records.answer import Value


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """``rolling``: over the twelve months that end with this one; None where the figure does not add up so."""

    first: date
    last: date
    value: Value
    rolling: Value | None = None


@dataclass(frozen=True, slots=True)
class CurveBreak:
    """From that day on values are not to be compared with those before."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Curve:
    """``step``: « mois », « trimestre », « année » or « valeur ». Empty when nothing is known, or when it is
    ``refused``: why, in French."""

    step: str
    points: tuple[CurvePoint, ...]
    breaks: tuple[CurveBreak, ...] = ()
    refused: str = ""
