"""How many young people services know, by commune: for estimates of those whom nobody knows."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from pacte.accounts.row_context import system_elevation
from pacte.journeys.models import Journey
from pacte.kernel.actor import Actor

_OLDEST = 29


def known_young_people(*, actor: Actor, host_id: int, on: date) -> dict[str, int]:
    """Returns, by commune of residence, the people of 29 at most with a journey open on that day.

    Read as the machine: numbers alone leave this function, of which whoever shows them hides the small ones.
    """
    with system_elevation():
        rows = (
            Journey.objects.filter(
                Q(ended_on=None) | Q(ended_on__gt=on), organisation_id=host_id, opened_on__lte=on,
                learner__purged_at=None, learner__birth_year__gte=on.year - _OLDEST,
            )
            .exclude(learner__commune_code="")
            .values_list("learner__commune_code")
            .annotate(people=Count("learner", distinct=True))
        )  # fmt: skip
        return dict(rows.order_by())
