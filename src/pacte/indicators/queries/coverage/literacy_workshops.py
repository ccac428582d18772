"""Action 12: sessions of literacy and of French that have begun, whoever pays for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pacte.indicators.records.coverage import CoverageSource, LocatedThing
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.offer.queries.located_sessions import started_literacy_sessions
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SOURCE = CoverageSource(
    code="literacy_workshops",
    what="sessions d’alphabétisation et de français commencées",
    unit="sessions",
    one="session",
    source="catalogue de l’offre : sessions d’alphabétisation et de français commencées, hors annulées et à distance",
    target="days_between_steps",
    zone_kind=ZoneKind.LIVING_AREA,
    note="Toute l’offre publiée compte, quel que soit l’acheteur : la carte ne dit pas ce que l’action a payé.",
    grade=EvidenceGrade.CONTEXT,
    scope=ProofScope.OFFER,
)


def things(context: CountContext) -> Iterator[LocatedThing]:
    sessions = started_literacy_sessions(
        actor=context.actor, host_id=context.plan.organisation_id, by=context.on, known=context.known
    )
    for each in sessions:
        yield LocatedThing(each.commune_code, each.starts_on, str(each.session_id))
