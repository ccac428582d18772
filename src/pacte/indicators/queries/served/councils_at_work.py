"""Action 30: departmental councils whose advisers follow people in this system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from pacte.accounts.records import OrganisationKind
from pacte.indicators.records.served import Counted, Service

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="councils_at_work",
    what="conseils départementaux qui suivent des personnes avec ce système",
    unit="conseils départementaux",
    source="référents des parcours : conseils départementaux qui le sont, ou l’ont été, d’une personne au moins",
    target="councils_equipped",
    one="conseil départemental",
)


def count(asked: Asked) -> Counted:
    with connection.cursor() as cursor:
        cursor.execute(
            "select journeys_bodies_at_work(%s, %s, %s)",
            [asked.plan.organisation_id, OrganisationKind.DEPARTMENT, asked.on],
        )
        (found,) = cursor.fetchone()
    return Counted(found)
