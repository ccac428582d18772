"""Table of the follow-up answers at 3, 6 and 12 months, on the pages of the Region and of a provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_number, format_percent

if TYPE_CHECKING:
    from pacte.journeys.queries.situations import SituationAnswers

FOLLOW_UP_COLUMNS = (
    {"label": "Après la fin"}, {"label": "À interroger", "kind": "num"}, {"label": "Ont répondu", "kind": "num"},
    {"label": "Taux de réponse", "kind": "num"}, {"label": "En emploi, de ceux qui répondent", "kind": "num"},
)  # fmt: skip
SUPPRESSED_LABEL = "masqué"


def follow_up_rows(horizons: Sequence[SituationAnswers]) -> list[list[Any]]:
    """One row per horizon."""
    return [
        [
            f"{each.months} mois",
            _count_cell(each.due),
            _count_cell(each.answered),
            _response_rate(each),
            _employment_rate(each),
        ]
        for each in horizons
    ]


def _response_rate(each: SituationAnswers) -> str:
    if each.answered is None or each.due is None:
        return SUPPRESSED_LABEL
    return format_percent(each.rate) if each.rate is not None else ""


def _employment_rate(each: SituationAnswers) -> str:
    """« 120 / 200 = 60,0 % »."""
    if each.in_job is None or each.answered is None:
        return SUPPRESSED_LABEL
    if not each.answered:
        return "aucune réponse"
    return (
        f"{format_number(each.in_job)} / {format_number(each.answered)} = {format_percent(each.in_job / each.answered)}"
    )


def _count_cell(value: int | None) -> Any:
    return SUPPRESSED_LABEL if value is None else {"text": format_number(value), "value": str(value)}
