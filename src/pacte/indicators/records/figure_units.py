"""Values of the places or the periods for which a figure is promised, and the two values that a wish compares. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pacte.indicators.records.evidence import EvidenceKind
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Figure
from pacte.plan.rules.progress_by_unit import ExpectedUnit

FigureKey = tuple[ActionCode, str, str, str]
"""Action, indicator code, ``per`` and horizon: what the units of a figure depend on."""


def figure_key(number: ActionCode, figure: Figure) -> FigureKey:
    return number, figure.indicator_code, figure.per, figure.horizon


@dataclass(frozen=True, slots=True)
class UnitValues:
    """``values`` by key of ``ExpectedUnit``. ``hidden``: units whose value this reader does not see.

    ``is_rising``: whether more is better; None when nothing says so.
    """

    kind: EvidenceKind = EvidenceKind.MISSING
    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    until: date | None = None
    source: str = ""
    is_rising: bool | None = None


@dataclass(frozen=True, slots=True)
class FigureUnits:
    """Of a figure by place or period: the expected units. Of a wish: ``expected`` is empty, the values are by year."""

    expected: tuple[ExpectedUnit, ...]
    known: UnitValues
