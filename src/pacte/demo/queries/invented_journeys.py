"""Journeys of invented people, by how they ended, for requests about them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from pacte.journeys.models import Journey
from pacte.journeys.rules.ends import COMPLETED
from pacte.kernel.actor import Actor
from pacte.procedures.models import Case

if TYPE_CHECKING:
    from pacte.plan.models import Plan

_LEAST_LENGTH = timedelta(days=60)


def invented_journeys(*, actor: Actor, completed: int, left: int, entered_by: date, on: date) -> list[Journey]:
    """Returns the last that ended by that day, of those that lasted, by their end; then the last still under way.

    ``completed`` and ``left``: how many at most; as many under way as ``left``. Raises ``NotFound`` for people.
    """
    actor.require_system()
    known = Journey.objects.select_related("session", "referrer", "provider_body").filter(
        is_synthetic=True, session__isnull=False
    )
    over = known.filter(ended_on__lt=on, ended_on__gte=F("entered_on") + _LEAST_LENGTH)
    under_way = known.filter(ended_on=None, entered_on__lte=entered_by)
    return [
        *over.filter(end_kind__in=COMPLETED).order_by("-ended_on", "pk")[:completed],
        *over.exclude(end_kind__in=COMPLETED).order_by("-ended_on", "pk")[:left],
        *under_way.order_by("-entered_on", "pk")[:left],
    ]


def is_about_journeys(*, actor: Actor, plan: Plan, procedure_code: str) -> bool:
    """Return True when a case of that procedure names a journey. Raises ``NotFound`` for people."""
    actor.require_system()
    return Case.objects.filter(plan=plan, procedure_code=procedure_code, journey_key__isnull=False).exists()
