"""Action 12: sessions of literacy and of French that have begun, whoever pays for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pacte.indicators.records.coverage import CoverageSource, LocatedItem
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.kernel.actor import Actor
from pacte.offer.queries.located_sessions import started_literacy_sessions
from pacte.plan.models import Plan
from pacte.reference.records import ZoneKind

SOURCE = CoverageSource(
    code="literacy_workshops",
    what="sessions d’alphabétisation et de français commencées",
    unit="sessions",
    one="session",
    source="catalogue de l’offre : sessions d’alphabétisation et de français commencées, hors annulées et à distance",
    target="literacy_next_place_held",
    zone_kind=ZoneKind.LIVING_AREA,
    note="Toute l’offre publiée compte, quel que soit l’acheteur : la carte ne dit pas ce que l’action a payé.",
    grade=EvidenceGrade.CONTEXT,
    scope=ProofScope.OFFER,
)


def located_items(*, actor: Actor, plan: Plan, by: date, known: datetime) -> Iterator[LocatedItem]:
    for each in started_literacy_sessions(actor=actor, host_id=plan.organisation_id, by=by, known=known):
        yield LocatedItem(each.commune_code, each.starts_on, str(each.session_id))
