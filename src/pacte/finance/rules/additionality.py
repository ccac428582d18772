"""Computes what the pact adds to the Region's own effort, in euros by year and axis."""

from __future__ import annotations

from pacte.finance.records import (
    Additionality,
    AdditionalityRow,
    Fund,
    MoneyCell,
    MoneyStage,
    PlanMoneyTable,
    total_at_stage,
)

# The pacts of 2019-2022 use the Region's own expense of 2017 as the effort to maintain.
BASE_YEAR = 2017


def compute_additionality(
    table: PlanMoneyTable, *, stage: MoneyStage = MoneyStage.ORDERED, base_year: int = BASE_YEAR
) -> Additionality:
    """Return one row per year and axis: own expense of the base year and of that year, and what other funds add.

    The expense of a year is what moved during it at ``stage``. The base year has no row: nothing is added to it.
    """
    cells = table.filter_cells(lambda cell: cell.stage is stage)
    years = sorted({cell.moved_in for cell in cells if cell.moved_in > base_year})
    codes = [axis.code for axis in table.axes]
    codes += sorted({cell.axis_code for cell in cells} - set(codes))
    rows = (_additionality_row(cells, stage, year, code, base_year) for year in years for code in codes)
    return Additionality(stage, base_year, tuple(line for line in rows if line is not None))


def _additionality_row(
    cells: tuple[MoneyCell, ...], stage: MoneyStage, year: int, code: str, base_year: int
) -> AdditionalityRow | None:
    here = tuple(cell for cell in cells if cell.axis_code == code)
    base = _moved_in_year(here, stage, base_year, Fund.BASELINE)
    maintained = _moved_in_year(here, stage, year, Fund.BASELINE)
    added = _moved_in_year(here, stage, year, Fund.PACT)
    other = _moved_in_year(here, stage, year, Fund.OTHER)
    outside = _moved_in_year(here, stage, year, Fund.OUTSIDE)
    if maintained is None and added is None and other is None and outside is None:
        return None
    return AdditionalityRow(year, code, base, maintained, added or 0, (other or 0) + (outside or 0))


def _moved_in_year(cells: tuple[MoneyCell, ...], stage: MoneyStage, year: int, fund: Fund) -> int | None:
    return total_at_stage(cells, stage, lambda cell: cell.moved_in == year and cell.fund is fund)
