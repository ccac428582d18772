"""Action 10: trainings described by the skills that they teach, by the threshold of our own quality rule."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_percent
from pacte.offer.queries.description_counts import described_share, first_described_share, kept_described_share
from pacte.offer.rules.quality import MIN_COMPETENCES

SERVICE = OperationalCount(
    code="sheets_described_by_competence",
    what="fiches de formation décrites par les compétences travaillées",
    unit="%",
    source=(
        f"catalogue de l’offre : fiches qui nomment au moins {MIN_COMPETENCES} compétences, sur celles du catalogue "
        "en cours, comptées chaque nuit"
    ),
    target="sheets_described_by_competence",
    grade=EvidenceGrade.RESULT,
    scope=ProofScope.OFFER,
)


def count(context: CountContext) -> CountResult:
    """A past day has the count that its night kept; none before the first night."""
    actor, host_id = context.actor, context.plan.organisation_id
    share = (kept_described_share if context.on < today() else described_share)(
        actor=actor, host_id=host_id, on=context.on
    )
    first = first_described_share(actor=actor, host_id=host_id)
    since = (
        f"{format_percent(first.described / first.sheets)} le {format_day(first.on)}"
        if first and first.sheets and first.on < context.on
        else ""
    )
    return CountResult(share.described, share.sheets, precision=since)
