"""Table rows for the ends of journeys: the nine kinds, whose shares add up to 100 %, and the dropout reasons."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pacte.journeys.records import END_LABELS, EndKind
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason, tenths
from pacte.kernel.french import format_number, format_percent

END_COLUMNS = ({"label": "Fin"}, {"label": "Parcours", "kind": "num"}, {"label": "Part", "kind": "num"})
REASON_COLUMNS = (
    {"label": "Raison de l’abandon"}, {"label": "Parcours", "kind": "num"}, {"label": "Part", "kind": "num"},
)  # fmt: skip
HIDDEN = "masqué"


def end_rows(counts: Mapping[EndKind, int | None], whole: int | None) -> list[list[Any]]:
    """One row per kind, in the order of the enum. None is a count that this user may not see."""
    return _rows([(END_LABELS[kind], counts.get(kind, 0)) for kind in EndKind], whole)


def reason_rows(counts: Mapping[DropoutReason, int]) -> list[list[Any]]:
    """The reasons that occur at least once, the most frequent first."""
    given = sorted(((reason, count) for reason, count in counts.items() if count), key=lambda each: -each[1])
    return _rows([(REASON_LABELS[reason], count) for reason, count in given], sum(count for _, count in given))


def totals(whole: int | None) -> list[Any]:
    return ["Ensemble", _count(whole), "100\u202f%" if whole else ""]


def _rows(named: list[tuple[str, int | None]], whole: int | None) -> list[list[Any]]:
    counts = [count for _, count in named]
    shares = _shares(counts, whole)
    return [[label, _count(count), share] for (label, count), share in zip(named, shares, strict=True)]


def _shares(counts: list[int | None], whole: int | None) -> list[str]:
    """Rounded so that the displayed shares add up to 100 %; rounded separately when some counts are suppressed."""
    known = [count for count in counts if count is not None]
    if len(known) == len(counts):
        return [format_percent(Decimal(each) / 1000) for each in tenths(known)] if sum(known) else ["" for _ in known]
    return [HIDDEN if count is None or not whole else format_percent(count / whole) for count in counts]


def _count(count: int | None) -> Any:
    return HIDDEN if count is None else {"text": format_number(count), "value": str(count)}
