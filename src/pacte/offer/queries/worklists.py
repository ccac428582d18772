"""Work list of the buyer: sessions that wait for a decision."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.models import Session
from pacte.offer.permissions import OfferScope, hosts_with_every_order, may
from pacte.offer.queries.access import bought_sessions, session_queryset
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.records import SessionState

DECIDE_DAYS = 60
_MAX_SESSIONS = 200


def sessions_to_decide(*, actor: Actor, host_id: int, on: date) -> list[SessionSummary]:
    """Bought sessions, not confirmed, that start within ``DECIDE_DAYS`` or should have started; soonest first.

    Of a buyer of another organisation than the Region, those that it buys. Two queries. Raises ``NotFound``.
    """
    hide_unless(may(actor, "offer.read_orders", OfferScope(host_id)))
    sessions = _undecided_sessions(actor, host_id, on).order_by("starts_on", "pk")
    return session_summaries(actor=actor, sessions=list(sessions[:_MAX_SESSIONS]))


def _undecided_sessions(actor: Actor, host_id: int, on: date) -> QuerySet[Session]:
    undecided = Q(state__in=(SessionState.PLANNED, SessionState.POSTPONED), starts_on__lte=on + timedelta(DECIDE_DAYS))
    sessions = session_queryset(actor=actor).filter(
        undecided, training_action__training__host_id=host_id, places__counted__gt=0, closed_on__isnull=True
    )
    if actor.is_system or host_id in hosts_with_every_order(actor):
        return sessions
    return sessions.filter(pk__in=bought_sessions(actor=actor).values("session_id"))
