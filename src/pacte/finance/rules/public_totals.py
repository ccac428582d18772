"""Which totals of money everybody may read: none through which the amount of one action could be read (ADR 32)."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.finance.records import Fund, MoneyCell, MoneyStage, PlanMoneyTable, total_at_stage
from pacte.finance.records.public_totals import PublicAxisMoney, PublicMoney

# With two actions in a total, whoever knows one of them knows the other.
MIN_ACTIONS = 3
_STAGES = (MoneyStage.COMMITTED, MoneyStage.ORDERED)


def public_money(table: PlanMoneyTable) -> PublicMoney:
    """Return the pact's own fund, committed and ordered, in total and by axis.

    A total of one or two actions is left out. So are all the axes when one of them must be: a difference would give it.
    """
    pact = table.filter_cells(lambda cell: cell.fund is Fund.PACT)
    if not _hides_actions(pact):
        return PublicMoney(table.envelope, None, None)
    committed, ordered = (total_at_stage(pact, stage) for stage in _STAGES)
    by_axis = {axis.code: tuple(cell for cell in pact if cell.axis_code == axis.code) for axis in table.axes}
    if not all(_hides_actions(cells) for cells in by_axis.values()):
        return PublicMoney(table.envelope, committed, ordered)
    axes = tuple(
        PublicAxisMoney(
            axis.code, axis.label, axis.title, axis.cents,
            *(total_at_stage(by_axis[axis.code], stage) for stage in _STAGES),
        )
        for axis in table.axes
    )  # fmt: skip
    return PublicMoney(table.envelope, committed, ordered, axes)


def _hides_actions(cells: Iterable[MoneyCell]) -> bool:
    """True when no stage sums one or two actions. An amount of the axis alone is the amount of no action."""
    shown = [cell for cell in cells if cell.stage in _STAGES and cell.cents]
    counts = [len({cell.action for cell in shown if cell.stage is stage and cell.action}) for stage in _STAGES]
    return all(count == 0 or count >= MIN_ACTIONS for count in counts)
