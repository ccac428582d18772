"""Action 19: sites of the catalogue where a session has begun: rooms to be confirmed, until a register says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pacte.indicators.records.coverage import CoverageSource, LocatedItem
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.kernel.actor import Actor
from pacte.offer.queries.located_sessions import sites_in_use
from pacte.plan.models import Plan
from pacte.reference.records import ZoneKind

SOURCE = CoverageSource(
    code="sites_of_sessions",
    what="lieux où une session a eu lieu",
    unit="lieux",
    one="lieu",
    source="catalogue de l’offre : lieux des sessions commencées, hors annulées et à distance",
    target="living_areas_with_a_room",
    zone_kind=ZoneKind.LIVING_AREA,
    note="Un lieu où une session a eu lieu n’est pas une salle disponible : un inventaire doit confirmer chacun.",
    grade=EvidenceGrade.CONTEXT,
    scope=ProofScope.TERRITORY,
)


def located_items(*, actor: Actor, plan: Plan, by: date, known: datetime) -> Iterator[LocatedItem]:
    for each in sites_in_use(actor=actor, host_id=plan.organisation_id, by=by, known=known):
        for day in {each.first_on, each.last_on}:
            yield LocatedItem(each.commune_code, day, str(each.site_id))
