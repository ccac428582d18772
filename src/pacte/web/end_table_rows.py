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
SUPPRESSED_LABEL = "masqué"


def end_rows(counts: Mapping[EndKind, int | None], total: int | None) -> list[list[Any]]:
    """One row per kind, in the order of the enum. None is a count that this user may not see."""
    return _rows([(END_LABELS[kind], counts.get(kind, 0)) for kind in EndKind], total)


def dropout_reason_rows(counts: Mapping[DropoutReason, int]) -> list[list[Any]]:
    """The reasons that occur at least once, the most frequent first."""
    non_zero_counts = sorted(((reason, count) for reason, count in counts.items() if count), key=lambda each: -each[1])
    return _rows(
        [(REASON_LABELS[reason], count) for reason, count in non_zero_counts],
        sum(count for _, count in non_zero_counts),
    )


def end_totals_row(total: int | None) -> list[Any]:
    return ["Ensemble", _count_cell(total), "100\u202f%" if total else ""]


def _rows(labelled_counts: list[tuple[str, int | None]], total: int | None) -> list[list[Any]]:
    counts = [count for _, count in labelled_counts]
    shares = _shares(counts, total)
    return [[label, _count_cell(count), share] for (label, count), share in zip(labelled_counts, shares, strict=True)]


def _shares(counts: list[int | None], total: int | None) -> list[str]:
    """Rounded so that the displayed shares add up to 100 %; rounded separately when some counts are suppressed."""
    known = [count for count in counts if count is not None]
    if len(known) == len(counts):
        return [format_percent(Decimal(each) / 1000) for each in tenths(known)] if sum(known) else ["" for _ in known]
    return [SUPPRESSED_LABEL if count is None or not total else format_percent(count / total) for count in counts]


def _count_cell(count: int | None) -> Any:
    return SUPPRESSED_LABEL if count is None else {"text": format_number(count), "value": str(count)}
