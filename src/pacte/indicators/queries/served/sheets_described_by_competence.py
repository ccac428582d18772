"""Action 10: training sheets that say what one will know how to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.records.served import Counted, Service
from pacte.kernel.clock import today
from pacte.offer.queries.described import described_trainings

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="sheets_described_by_competence",
    what="fiches de formation décrites par les compétences travaillées",
    unit="%",
    source="catalogue de l’offre : fiches qui nomment au moins une compétence, sur celles du catalogue en cours",
    target="sheets_described_by_competence",
)


def count(asked: Asked) -> Counted:
    """As the catalogue stands: what a sheet said on a past day is not kept, and nothing is told of it."""
    if asked.on < today():
        return Counted(0, 0)
    described, sheets = described_trainings(actor=asked.actor, host_id=asked.plan.organisation_id, on=asked.on)
    return Counted(described, sheets)
