"""Sums over a money table: distribution of envelopes, consumption rates and headline."""

from __future__ import annotations

from pacte.finance.records import (
    Consumption,
    Fund,
    Headline,
    MoneyCell,
    MoneyTable,
    RollUp,
    Section,
    Stage,
    total,
)
from pacte.finance.rules.added import additionality

# Denominators of the rates: what may be committed for commitments, what may be paid for later stages.
_CEILINGS = (
    (Stage.COMMITTED, Stage.VOTED),
    (Stage.RENDERED, Stage.CREDITS),
    (Stage.ORDERED, Stage.CREDITS),
    (Stage.PAID, Stage.CREDITS),
)


def roll_up(table: MoneyTable) -> tuple[RollUp, ...]:
    """Return for each axis what is voted on its actions, on the axis alone, and not allocated yet.

    Only the pact's own fund counts against the envelope, which excludes the Region's baseline.
    """
    voted = table.where(lambda cell: cell.fund is Fund.PACT and cell.stage is Stage.VOTED)
    return tuple(
        RollUp(
            axis_code=axis.code,
            label=axis.label,
            envelope=axis.cents,
            on_actions=_voted(voted, axis.code, on_actions=True),
            on_axis=_voted(voted, axis.code, on_actions=False),
        )
        for axis in table.axes
    )


def _voted(cells: tuple[MoneyCell, ...], axis_code: str, *, on_actions: bool) -> int:
    found = (cell for cell in cells if cell.axis_code == axis_code and (cell.action is not None) is on_actions)
    return total(found, Stage.VOTED) or 0


def consumption(table: MoneyTable) -> tuple[Consumption, ...]:
    """Return each stage over its ceiling by section, when both have amounts. Staff has no ceiling in euros."""
    found = []
    for section in (Section.OPERATING, Section.INVESTMENT):
        cells = tuple(cell for cell in table.cells if cell.section is section and cell.fund is Fund.PACT)
        for stage, over in _CEILINGS:
            cents, whole = total(cells, stage), total(cells, over)
            if cents is not None and whole is not None:
                found.append(Consumption(stage, over, section, cents, whole))
    return tuple(found)


def headline(table: MoneyTable) -> Headline:
    """Return the pact's committed, ordered and paid amounts over the envelope, what it adds and what is unallocated."""
    cells = table.where(lambda cell: cell.fund is Fund.PACT)
    added = additionality(table)
    return Headline(
        envelope=table.envelope,
        committed=total(cells, Stage.COMMITTED),
        ordered=total(cells, Stage.ORDERED),
        paid=total(cells, Stage.PAID),
        added_cents=added.added_cents,
        base_year=added.base_year,
        waiting=table.waiting.count,
        on=table.on,
    )
