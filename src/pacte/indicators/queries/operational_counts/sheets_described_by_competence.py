"""Action 10: trainings described by the skills that they teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.clock import today
from pacte.offer.queries.description_counts import count_described_trainings

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="sheets_described_by_competence",
    what="fiches de formation décrites par les compétences travaillées",
    unit="%",
    source="catalogue de l’offre : fiches qui nomment au moins une compétence, sur celles du catalogue en cours",
    target="sheets_described_by_competence",
)


def count(context: CountContext) -> CountResult:
    """As of the current catalogue: past states of the descriptions are not stored, so a past day has no count."""
    if context.on < today():
        return CountResult(0, 0)
    described, sheets = count_described_trainings(
        actor=context.actor, host_id=context.plan.organisation_id, on=context.on
    )
    return CountResult(described, sheets)
