"""Work list of the buyer: sessions that wait for a decision, and how many things wait on the desk of sessions."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import LedgerDifference, ProviderRequest, Session
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.access import session_queryset, visible_rows
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.queries.preparations import preparations_to_sign
from pacte.offer.records import LedgerDifferenceState, ProviderRequestState, SessionState

DECIDE_DAYS = 60
_MAX_SESSIONS = 200


def sessions_to_decide(*, actor: Actor, host_id: int, on: date) -> list[SessionSummary]:
    """Bought sessions, not confirmed, that start within ``DECIDE_DAYS`` or should have started; soonest first.

    Two queries. Raises ``NotFound``.
    """
    if not may(actor, "offer.read_orders", OfferScope(host_id)):
        raise NotFound
    sessions = _undecided_sessions(actor, host_id, on).order_by("starts_on", "pk")
    return session_summaries(actor=actor, sessions=list(sessions[:_MAX_SESSIONS]))


def purchase_task_count(*, actor: Actor, host_id: int, on: date) -> int:
    """Signatures, requests, differences and sessions that wait for a buyer. Five queries; 0 for anybody else."""
    if not may(actor, "offer.read_orders", OfferScope(host_id)):
        return 0
    requests = ProviderRequest.objects.filter(
        visible_rows(actor=actor, act="offer.read_requests"), state=ProviderRequestState.ASKED
    )
    sessions = _undecided_sessions(actor, host_id, on).count()
    signatures = len(preparations_to_sign(actor=actor, on=on))
    return signatures + requests.count() + difference_count(actor=actor) + min(sessions, _MAX_SESSIONS)


def difference_count(*, actor: Actor) -> int:
    """Differences between files and the ledger that the actor may read and nobody has settled. One query."""
    rows = LedgerDifference.objects.filter(
        visible_rows(actor=actor, act="offer.read_differences"),
        state__in=(LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED),
    )
    return rows.count()


def _undecided_sessions(actor: Actor, host_id: int, on: date) -> QuerySet[Session]:
    undecided = Q(state__in=(SessionState.PLANNED, SessionState.POSTPONED), starts_on__lte=on + timedelta(DECIDE_DAYS))
    return session_queryset(actor=actor).filter(
        undecided, training_action__training__host_id=host_id, places__counted__gt=0, closed_on__isnull=True
    )
