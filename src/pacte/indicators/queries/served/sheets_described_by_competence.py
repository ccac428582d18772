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
    is_target=True,
)


def count(asked: Asked) -> dict[int, Counted]:
    """As the catalogue stands: what a sheet said on a past day is not kept, and nothing is told of it."""
    numbers = asked.aimed.get(SERVICE.code, frozenset())
    if not numbers or asked.on < today():
        return {}
    described, sheets = described_trainings(actor=asked.actor, host_id=asked.plan.organisation_id, on=asked.on)
    return dict.fromkeys(numbers, Counted(described, sheets)) if sheets else {}
