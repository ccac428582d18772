"""Computes what the pact adds to the Region's own effort, in euros by year and axis."""

from __future__ import annotations

from pacte.finance.records import AddedLine, Additionality, Fund, MoneyCell, MoneyTable, Stage, total

# The pacts of 2019-2022 use the Region's own expense of 2017 as the effort to maintain.
BASE_YEAR = 2017


def additionality(table: MoneyTable, *, stage: Stage = Stage.ORDERED, base_year: int = BASE_YEAR) -> Additionality:
    """Return one row per year and axis: own expense of the base year and of that year, and what other funds add.

    The expense of a year is what moved during it at ``stage``. The base year has no row: nothing is added to it.
    """
    cells = table.where(lambda cell: cell.stage is stage)
    years = sorted({cell.moved_in for cell in cells if cell.moved_in > base_year})
    codes = [axis.code for axis in table.axes]
    codes += sorted({cell.axis_code for cell in cells} - set(codes))
    lines = (_line(cells, stage, year, code, base_year) for year in years for code in codes)
    return Additionality(stage, base_year, tuple(line for line in lines if line is not None))


def _line(cells: tuple[MoneyCell, ...], stage: Stage, year: int, code: str, base_year: int) -> AddedLine | None:
    here = tuple(cell for cell in cells if cell.axis_code == code)
    base = _of(here, stage, base_year, Fund.BASELINE)
    kept = _of(here, stage, year, Fund.BASELINE)
    added = _of(here, stage, year, Fund.PACT)
    other = _of(here, stage, year, Fund.OTHER)
    outside = _of(here, stage, year, Fund.OUTSIDE)
    if kept is None and added is None and other is None and outside is None:
        return None
    return AddedLine(year, code, base, kept, added or 0, (other or 0) + (outside or 0))


def _of(cells: tuple[MoneyCell, ...], stage: Stage, year: int, fund: Fund) -> int | None:
    return total(cells, stage, lambda cell: cell.moved_in == year and cell.fund is fund)
