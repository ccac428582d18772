"""Action 35: experiments with a finding and a judgement, of those whose end is past."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.experiments import JUDGEMENT_DAYS, judgement_counts
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount

SERVICE = OperationalCount(
    code="experiments_judged",
    what="expérimentations jugées à leur date",
    unit="%",
    source=(
        f"fiches d’expérimentation : constat daté de {JUDGEMENT_DAYS} jours au plus après la date de fin, sur celles "
        "dont le constat est écrit ou échu"
    ),
    target="experiments_judged",
    grade=EvidenceGrade.RESULT,
    scope=ProofScope.PLAN,
)


def count(context: CountContext) -> CountResult:
    """Those whose end is past and whose finding may still come in time are in neither number."""
    counts = judgement_counts(actor=context.actor, plan=context.plan, known=context.known, on=context.on)
    others = ((counts.late, "en retard"), (counts.never, "sans constat"), (counts.awaited, "à juger, dans les temps"))
    return CountResult(
        counts.in_time,
        counts.in_time + counts.late + counts.never,
        precision=", ".join(f"{number} {word}" for number, word in others if number),
    )
