"""Sums over a money table: distribution of envelopes, consumption rates and headline."""

from __future__ import annotations

from pacte.finance.records import (
    Consumption,
    Fund,
    MoneyCell,
    MoneyHeadline,
    MoneyStage,
    PlanMoneyTable,
    RollUp,
    Section,
    total_at_stage,
)
from pacte.finance.rules.additionality import compute_additionality

# Denominators of the rates: what may be committed for commitments, what may be paid for later stages.
_CEILING_BY_STAGE = (
    (MoneyStage.COMMITTED, MoneyStage.VOTED),
    (MoneyStage.RENDERED, MoneyStage.CREDITS),
    (MoneyStage.ORDERED, MoneyStage.CREDITS),
    (MoneyStage.PAID, MoneyStage.CREDITS),
)


def roll_up_by_axis(table: PlanMoneyTable) -> tuple[RollUp, ...]:
    """Return for each axis what is voted on its actions, on the axis alone, and not allocated yet.

    Only the pact's own fund counts against the envelope, which excludes the Region's baseline.
    """
    voted = table.filter_cells(lambda cell: cell.fund is Fund.PACT and cell.stage is MoneyStage.VOTED)
    return tuple(
        RollUp(
            axis_code=axis.code,
            label=axis.label,
            envelope=axis.cents,
            on_actions=_voted_cents(voted, axis.code, on_actions=True),
            on_axis=_voted_cents(voted, axis.code, on_actions=False),
        )
        for axis in table.axes
    )


def _voted_cents(cells: tuple[MoneyCell, ...], axis_code: str, *, on_actions: bool) -> int:
    axis_cells = (cell for cell in cells if cell.axis_code == axis_code and (cell.action is not None) is on_actions)
    return total_at_stage(axis_cells, MoneyStage.VOTED) or 0


def consumption_by_section(table: PlanMoneyTable) -> tuple[Consumption, ...]:
    """Return each stage over its ceiling by section, when both have amounts. Staff has no ceiling in euros."""
    consumptions = []
    for section in (Section.OPERATING, Section.INVESTMENT):
        cells = tuple(cell for cell in table.cells if cell.section is section and cell.fund is Fund.PACT)
        for stage, ceiling in _CEILING_BY_STAGE:
            cents, ceiling_cents = total_at_stage(cells, stage), total_at_stage(cells, ceiling)
            if cents is not None and ceiling_cents is not None:
                consumptions.append(Consumption(stage, ceiling, section, cents, ceiling_cents))
    return tuple(consumptions)


def money_headline(table: PlanMoneyTable) -> MoneyHeadline:
    """Return the pact's committed, ordered and paid amounts over the envelope, what it adds and what is unallocated."""
    cells = table.filter_cells(lambda cell: cell.fund is Fund.PACT)
    added = compute_additionality(table)
    return MoneyHeadline(
        envelope=table.envelope,
        committed=total_at_stage(cells, MoneyStage.COMMITTED),
        ordered=total_at_stage(cells, MoneyStage.ORDERED),
        paid=total_at_stage(cells, MoneyStage.PAID),
        added_cents=added.added_cents,
        base_year=added.base_year,
        unallocated_count=table.unallocated.count,
        on=table.on,
    )
