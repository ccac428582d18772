"""Shared definition of the cost indicators: euros due of the completed sessions, and one small example. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pacte.indicators.records.definition import (
    Direction,
    ExampleRows,
    Indicator,
    IndicatorExample,
    Measure,
    Subset,
    TimeRule,
    Unit,
)

EXAMPLE_SESSION: Mapping[str, object] = {
    "session": 1,
    "starts_on": date(2021, 3, 1),
    "first_starts_on": date(2021, 3, 1),
}
_ENDS = {"ends_on": date(2021, 6, 30)}
_SURVEYS = "enquêtes auprès des sortants"


def cost_indicator(
    *,
    code: str,
    number: str,
    label: str,
    question: str,
    sessions: str,
    sessions_filter: str,
    result: Measure,
    results: str,
    entries: int,
    facts: Mapping[str, ExampleRows],
    subsets: tuple[Subset, ...] = (),
    ends: tuple[str, ...] = (),
    is_surveyed: bool = False,
    side_measures: Mapping[str, Measure] | None = None,
    note: str = "",
) -> Indicator:
    """Cost per result. ``sessions`` names the sessions in French, ``sessions_filter`` selects them in SQL.

    ``result`` counts the results of those sessions. The example is a certifying session with 1,200 € due, ``entries``
    people and one result, completed by ``facts``.
    """
    return Indicator(
        code=code,
        number=number,
        label=label,
        question=question,
        unit=Unit.EUROS_PER_PERSON,
        entity=f"session {sessions}",
        numerator=Measure("sessions", f"sum(cents_due) filter (where {sessions_filter}) / 100.0"),
        denominator=result,
        numerator_label=f"euros dus de chaque session {sessions}",
        denominator_label=results,
        side_measures=side_measures or {},
        subsets=subsets,
        ends=ends,
        time=TimeRule.COHORT,
        direction=Direction.FALLING,
        source=f"registre des places, commandes, {_SURVEYS if is_surveyed else 'étapes des parcours'}",
        owner="service achats de la Région",
        note=note,
        examples=(IndicatorExample(_session_of_1200_euros(entries) | dict(facts), 1200, 1),),
    )


def _session_of_1200_euros(entries: int) -> dict[str, ExampleRows]:
    bought = {"kind": "bought", "places": 10, "hours": 1000, "cents": 1200000, "unit_price_cents": 1200}
    return {
        "ledger": [{**bought, **EXAMPLE_SESSION, **_ENDS, "certifying": True}],
        "hours": [{**EXAMPLE_SESSION, "minutes": 6000}],
        "states": [{**EXAMPLE_SESSION, "state": "ended"}],
        "entries": [
            {"journey": rank, **EXAMPLE_SESSION, **_ENDS, "certifying": True} for rank in range(1, entries + 1)
        ],
    }
