"""Providers of the catalogue, and their sessions with pending work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, Greatest

from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.models import LedgerDifference, Provider, ProviderRequest, Session
from pacte.offer.queries.access import can_for_provider, session_queryset
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.records import LedgerDifferenceState, ProviderRequestState, SessionState

_ENDED_STATES = (SessionState.CANCELLED, SessionState.ENDED)


@dataclass(frozen=True, slots=True)
class ProviderSession:
    """A session of a provider, with its numbers of open requests and differences."""

    line: SessionSummary
    requests: int
    differences: int


@dataclass(frozen=True, slots=True)
class ProviderSessionsTotal:
    """Several sessions of a provider together: their number, and their places by state."""

    sessions: int
    counted: int
    opened: int
    occupied: int
    left: int
    lost: int


def sessions_of_provider(
    *, actor: Actor, provider: Provider, host_id: int, on: date, past: bool = False
) -> LazyRows[Session, ProviderSession]:
    """Coming and running sessions, soonest first (or past ones, latest first), with open requests and differences.

    Restricted to the provider and to readers of the ledger of the Region. Four queries a slice. Raises ``NotFound``.
    """
    chosen = _chosen_sessions(actor, provider, host_id, on, past=past)
    ordered = chosen.order_by("-starts_on", "pk") if past else chosen.order_by("starts_on", "pk")
    return LazyRows(ordered, lambda sessions: _provider_sessions(actor, provider, sessions))


def _provider_sessions(actor: Actor, provider: Provider, sessions: list[Session]) -> list[ProviderSession]:
    requests = ProviderRequest.objects.filter(state=ProviderRequestState.ASKED, provider=provider)
    differences = LedgerDifference.objects.filter(
        state__in=(LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED), provider=provider
    )
    request_counts, difference_counts = _count_by_session(requests), _count_by_session(differences)
    return [
        ProviderSession(line, request_counts.get(line.session.pk, 0), difference_counts.get(line.session.pk, 0))
        for line in session_summaries(actor=actor, sessions=sessions)
    ]


def provider_sessions_total(
    *, actor: Actor, provider: Provider, host_id: int, on: date, past: bool = False
) -> ProviderSessionsTotal:
    """The same sessions together, summed in the database. One query. Raises ``NotFound``."""
    # Without a ledger, the places open are those of the file.
    opened = Case(
        When(places__isnull=False, then=F("places__opened")), default=F("places_given"), output_field=IntegerField()
    )
    sums = _chosen_sessions(actor, provider, host_id, on, past=past).aggregate(
        sessions=Count("pk"),
        counted=Sum("places__counted"),
        opened=Sum(opened),
        occupied=Sum("places__occupied"),
        left=Sum(Greatest(opened - Coalesce(F("places__occupied"), 0), 0)),
        lost=Sum("places__lost"),
    )
    return ProviderSessionsTotal(**{name: value or 0 for name, value in sums.items()})


def _chosen_sessions(actor: Actor, provider: Provider, host_id: int, on: date, *, past: bool) -> QuerySet[Session]:
    hide_unless(can_for_provider(actor=actor, act="offer.read_ledger", provider=provider, host_id=host_id))
    rows = session_queryset(actor=actor).filter(
        training_action__training__provider=provider, training_action__training__host_id=host_id
    )
    is_past = Q(state__in=_ENDED_STATES) | Q(ends_on__lt=on) | Q(closed_on__isnull=False)
    return rows.filter(is_past) if past else rows.exclude(is_past)


def _count_by_session(rows: object) -> dict[int, int]:
    counted = (
        rows.values("session_id")  # type: ignore[attr-defined]
        .annotate(count=Count("pk"))
        .values_list("session_id", "count")
    )
    return dict(counted)


def provider_names(*, actor: Actor) -> dict[str, str]:
    """Provider names by id, as a string. Public."""
    return {str(key): name for key, name in Provider.objects.order_by("pk").values_list("pk", "name")}
