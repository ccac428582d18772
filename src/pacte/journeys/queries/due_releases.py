"""People whose last possible day of release has passed, and for whom none is noted: owed by their prison service.

The dates themselves are not returned: the page that gives them logs the reading.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.journeys.models import CustodyDate, Learner, Referent, Release
from pacte.journeys.queries.adviser_desk import learner_names
from pacte.journeys.queries.adviser_scope import is_referent_in_scope
from pacte.journeys.queries.desk_rows import refuse_other_bodies
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.kernel.actor import Actor


def due_releases(*, actor: Actor, scope: AdviserScope, on: date) -> list[tuple[UUID, str]]:
    """Key and name of each. One query for other networks, three for the prison service.

    Raises ``NotFound`` for the scope of another body.
    """
    refuse_other_bodies(actor, scope)
    bodies = Organisation.objects.filter(pk__in=scope.body_ids, kind=OrganisationKind.PRISON_SERVICE)
    authorities = list(bodies.values_list("pk", flat=True))
    if not authorities:
        return []
    written = CustodyDate.objects.filter(learner=OuterRef("pk"), body_id__in=authorities)
    latest = written.order_by("-recorded_at", "-pk")
    followed = Referent.objects.filter(is_referent_in_scope(scope, prefix=""), learner=OuterRef("pk"))
    noted = Release.objects.filter(
        learner=OuterRef("pk"), body_id__in=authorities, is_current=True, left_on__gte=OuterRef("earliest")
    )  # fmt: skip
    people = (
        Learner.objects.filter(Exists(followed), purged_at=None)
        .annotate(
            earliest=Subquery(latest.values("earliest_on")[:1]),
            last=Subquery(latest.annotate(day=Coalesce(F("latest_on"), F("earliest_on"))).values("day")[:1]),
        )
        .filter(~Exists(noted), last__lt=on)
        .order_by("last", "pk")
    )
    rows = list(people.values_list("pk", "key"))
    names = learner_names([identifier for identifier, _ in rows])
    return [(key, names.get(identifier, "")) for identifier, key in rows]
