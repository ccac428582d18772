"""Action 34: gaps of the diagnosis that a measure filled, of those that the register found and that people noted."""

from __future__ import annotations

from datetime import date

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.gap_outcomes import gap_outcomes
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.indicators.rules.found_gaps import REGISTER_CODE
from pacte.indicators.rules.gap_counts import gap_counts, gap_counts_by_year
from pacte.kernel.french import format_number

SERVICE = OperationalCount(
    code=REGISTER_CODE,
    what="indicateurs manquants désormais renseignés",
    unit="%",
    source=(
        "registre des manques : ceux qu’il relève de lui-même chaque nuit et ceux qui y sont notés ; un manque "
        "abandonné compte parmi tous"
    ),
    target=REGISTER_CODE,
    grade=EvidenceGrade.RESULT,
    scope=ProofScope.PLAN,
)


def count(context: CountContext) -> CountResult:
    """Nothing before the register has looked by itself: what somebody chose to note is not all that is missing."""
    outcomes = gap_outcomes(actor=context.actor, plan=context.plan, on=context.on)
    if not any(each.is_found for each in outcomes):
        return CountResult(0, 0)
    counts = gap_counts(outcomes, first=date.min, last=context.on)
    years = (
        f"{year} : {format_number(each.filled)} sur {format_number(each.total)}"
        for year, each in gap_counts_by_year(outcomes, until=context.on).items()
    )
    return CountResult(counts.filled, counts.total, precision=f"par année, {', '.join(years)}")
