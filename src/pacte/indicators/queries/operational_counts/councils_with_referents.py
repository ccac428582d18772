"""Around action 30: departmental councils that were referent of somebody. It tells nothing of their own tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from pacte.accounts.records import OrganisationKind
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="councils_with_referents",
    what="conseils départementaux dont un agent est, ou a été, référent d’une personne dans ce système",
    unit="conseils départementaux",
    source="référents des parcours : conseils départementaux d’une personne au moins, équipés ou non d’un outil",
    target="councils_equipped",
    one="conseil départemental",
    grade=EvidenceGrade.CONTEXT,
    scope=ProofScope.TERRITORY,
)


def count(context: CountContext) -> CountResult:
    with connection.cursor() as cursor:
        cursor.execute(
            "select journeys_bodies_at_work(%s, %s, %s)",
            [context.plan.organisation_id, OrganisationKind.DEPARTMENT, context.on],
        )
        (councils,) = cursor.fetchone()
    return CountResult(councils)
