"""« Quelles sessions risquent de partir à moitié vides ? »: future sessions with few admitted learners.

Places are public. Learners who wait for an answer are shown to the Region's staff and to the provider that trains them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pacte.journeys.models import SessionTally
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.rules.risk import Filling, FillingRisk, days_until_start, risk_of
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import hide_unless
from pacte.offer.models import Session
from pacte.offer.queries import own_providers
from pacte.offer.records import SessionState, Triplet
from pacte.offer.rules.nature import department_of

_TO_COME = (SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED)
MOST_WEEKS = 26


@dataclass(frozen=True, slots=True)
class SessionAtRisk:
    """A future session at risk. ``likely`` of its filling is None for readers who may not see it.

    ``is_masked``: the number of admitted learners, which is small, is hidden from this reader too.
    """

    session_id: int
    triplet: Triplet
    title: str
    provider_id: int
    provider_name: str
    town: str
    department: str
    starts_on: date
    days_left: int
    filling: Filling
    risk: FillingRisk
    is_confirmed: bool
    is_masked: bool = False


def sessions_at_risk(
    *, actor: Actor, host_id: int, weeks: int, on: date, department: str = "", only: FillingRisk | None = None
) -> list[SessionAtRisk]:
    """Sessions with dates that begin within ``weeks`` weeks, earliest first. One query, two for a provider.

    A provider reads its own. Raises ``NotFound`` for an actor who neither follows the Region's sessions nor runs any.
    """
    rows = _readable_sessions(actor, host_id).filter(
        starts_on__gt=on, starts_on__lte=on + timedelta(weeks=min(weeks, MOST_WEEKS)), closed_on__isnull=True,
        state__in=_TO_COME, places__counted__gt=0, training_action__entry_mode=0,
    )  # fmt: skip
    waiting = SessionTally.objects.filter(pk=OuterRef("pk")).values("likely") if _sees_people(actor, host_id) else None
    if waiting is not None:
        rows = rows.annotate(likely=Coalesce(Subquery(waiting), 0))
    is_masked = _sees_no_small_count(actor, host_id)
    lines = [_session_at_risk(row, on) for row in rows.order_by("starts_on", "pk")]
    risk_rows = [replace(line, is_masked=is_masked) for line in lines if line is not None]
    return [
        line
        for line in risk_rows
        if (not department or line.department == department) and (only is None or line.risk is only)
    ]


def can_see_all_sessions(*, actor: Actor, host_id: int) -> bool:
    """True for readers who follow all sessions, and not only those of their own organisation."""
    return (
        actor.is_system
        or host_id in hosts_with_journey_right(actor, "journeys.read_counts")
        or actor.has_role(Role.ADVISER, host_id=host_id)
    )


def _sees_no_small_count(actor: Actor, host_id: int) -> bool:
    """Readers of counts only. An adviser places people, and must know where there is room."""
    by_counts = host_id in hosts_with_journey_right(actor, "journeys.read_counts")
    return by_counts and not (
        actor.is_system
        or host_id in hosts_with_journey_right(actor, "journeys.read")
        or actor.has_role(Role.ADVISER, Role.PROVIDER, host_id=host_id)
    )


def _sees_people(actor: Actor, host_id: int) -> bool:
    staff = actor.is_system or host_id in hosts_with_journey_right(actor, "journeys.read")
    return staff or not can_see_all_sessions(actor=actor, host_id=host_id)


def _readable_sessions(actor: Actor, host_id: int) -> QuerySet[Session]:
    rows = (
        Session.objects.filter(training_action__training__host_id=host_id)
        .select_related("training_action__training__provider", "site", "places")
        .only(
            "number", "starts_on", "state", "training_action__number", "training_action__training__number",
            "training_action__training__title", "training_action__training__provider__name", "site__town",
            "site__commune_code", "places__counted", "places__lost", "places__opened", "places__occupied",
            "places__minimum",
        )
    )  # fmt: skip
    if can_see_all_sessions(actor=actor, host_id=host_id):
        return rows
    hide_unless(actor.has_role(Role.PROVIDER, host_id=host_id))
    return rows.filter(training_action__training__provider__in=own_providers(actor=actor))


def _session_at_risk(row: Session, on: date) -> SessionAtRisk | None:
    """None when the session is not at risk. ``likely`` is annotated only for readers who may see it."""
    places, starts = row.places, row.starts_on
    filling = Filling(
        places.counted - places.lost, places.opened or 0, places.occupied, places.minimum, getattr(row, "likely", None)
    )
    risk = risk_of(filling)
    if risk is None or starts is None or filling.bought <= 0:
        return None
    return SessionAtRisk(
        session_id=row.pk,
        triplet=row.triplet,
        title=row.training.title,
        provider_id=row.provider.pk,
        provider_name=row.provider.name,
        town=row.site.town if row.site else "",
        department=department_of(row.site.commune_code) if row.site else "",
        starts_on=starts,
        days_left=days_until_start(starts, on),
        filling=filling,
        risk=risk,
        is_confirmed=row.state == SessionState.CONFIRMED,
    )
