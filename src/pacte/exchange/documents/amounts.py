"""Amounts below the axis as a table: one row per action, one column per year."""

from __future__ import annotations

from typing import Final

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import PlanContent

WHOLE_PERIOD: Final = "Toute la période"


def amount_years(content: PlanContent) -> tuple[int | None, ...]:
    """The columns: years, ascending, then None when some amounts are for the whole period."""
    years: set[int] = {amount.year for amount in content.amounts if amount.year is not None}
    whole = any(amount.year is None for amount in content.amounts)
    return (*sorted(years), *((None,) if whole else ()))


def year_heading(year: int | None) -> str:
    return WHOLE_PERIOD if year is None else str(year)


def amount_numbers(content: PlanContent) -> list[ActionCode]:
    """Actions with amounts of their own, in plan order."""
    return list(dict.fromkeys(amount.number for amount in content.amounts))


def cents_by_year(content: PlanContent, number: ActionCode | None = None) -> list[int | None]:
    """Cents of one action for each column, None where nothing is given; of all actions when ``number`` is None."""
    cells: list[int | None] = []
    for year in amount_years(content):
        amounts = [item.cents for item in content.amounts if item.year == year and number in (None, item.number)]
        cells.append(sum(amounts) if amounts else None)
    return cells
