"""Action 30: departmental councils whose advisers follow people in this system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from pacte.accounts.records import OrganisationKind
from pacte.indicators.records.operational_counts import CountResult, OperationalCount

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="councils_at_work",
    what="conseils départementaux qui suivent des personnes avec ce système",
    unit="conseils départementaux",
    source="référents des parcours : conseils départementaux qui le sont, ou l’ont été, d’une personne au moins",
    target="councils_equipped",
    one="conseil départemental",
)


def count(context: CountContext) -> CountResult:
    with connection.cursor() as cursor:
        cursor.execute(
            "select journeys_bodies_at_work(%s, %s, %s)",
            [context.plan.organisation_id, OrganisationKind.DEPARTMENT, context.on],
        )
        (councils,) = cursor.fetchone()
    return CountResult(councils)
