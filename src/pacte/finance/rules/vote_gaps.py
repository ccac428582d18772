"""Actions whose commitments do not follow their vote: more is committed, or much less. Pure."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from pacte.finance.records import Fund, MoneyStage, PlanMoneyTable, Section, VoteGap
from pacte.kernel.action_codes import ActionCode

# Under this share of what is voted, an action is shown as not committed enough.
LOW_SHARE = Decimal("0.7")

_Sums = dict[int, dict[MoneyStage, int]]


def vote_gaps(table: PlanMoneyTable) -> tuple[VoteGap, ...]:
    """Return the actions that commit more than their vote, then those under 70 % of it, the largest gap first.

    Only the pact's own fund counts, staff apart, and only where a vote is known: what nobody voted has no ceiling here.
    """
    sums: dict[ActionCode, _Sums] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for cell in table.cells:
        if cell.action and cell.fund is Fund.PACT and cell.section is not Section.STAFF and cell.stage in _STAGES:
            sums[cell.action][cell.year][cell.stage] += cell.cents
    gaps = [gap for number, years in sums.items() if (gap := _gap(number, years)) is not None]
    return tuple(sorted(gaps, key=lambda each: (not each.is_overrun, -each.gap, each.number)))


_STAGES = (MoneyStage.VOTED, MoneyStage.COMMITTED)


def _gap(number: ActionCode, years: _Sums) -> VoteGap | None:
    voted, committed = (sum(stages.get(stage, 0) for stages in years.values()) for stage in _STAGES)
    if not any(MoneyStage.VOTED in stages for stages in years.values()):
        return None
    if committed <= voted and committed >= voted * LOW_SHARE:
        return None
    sign = 1 if committed > voted else -1
    by_year = [(year, *(stages.get(stage, 0) for stage in _STAGES)) for year, stages in sorted(years.items())]
    parts = [(year, vote, made) for year, vote, made in by_year if (made - vote) * sign > 0]
    return VoteGap(number, voted, committed, tuple(sorted(parts, key=lambda each: -abs(each[2] - each[1]))))
