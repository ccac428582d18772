"""Requests of providers, and differences with files. For the Region's buyers and the provider concerned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day
from pacte.offer.models import LedgerDifference, ProviderRequest
from pacte.offer.queries.access import visible_session_rows
from pacte.offer.records import (
    CAUSE_LABELS,
    DIFFERENCE_LABELS,
    DIFFERENCE_STATE_LABELS,
    REQUEST_LABELS,
    REQUEST_STATE_LABELS,
    ChangeCause,
    LedgerDifferenceKind,
    LedgerDifferenceState,
    ProviderRequestKind,
    ProviderRequestState,
)
from pacte.offer.rules.differences import parse_dates

_SESSION = "session__training_action__training__provider"


@dataclass(frozen=True, slots=True)
class ProviderRequestRow:
    request: ProviderRequest

    @property
    def number(self) -> str:
        return f"R-{self.request.pk}"

    @property
    def label(self) -> str:
        return REQUEST_LABELS[ProviderRequestKind(self.request.kind)]

    @property
    def state_label(self) -> str:
        return REQUEST_STATE_LABELS[ProviderRequestState(self.request.state)]

    @property
    def cause_label(self) -> str:
        return CAUSE_LABELS[ChangeCause(self.request.cause)] if self.request.cause else ""

    def is_late(self, on: date) -> bool:
        return self.request.state == ProviderRequestState.ASKED and self.request.due_on < on


@dataclass(frozen=True, slots=True)
class LedgerDifferenceRow:
    difference: LedgerDifference

    @property
    def label(self) -> str:
        return DIFFERENCE_LABELS[LedgerDifferenceKind(self.difference.kind)]

    @property
    def state_label(self) -> str:
        return DIFFERENCE_STATE_LABELS[LedgerDifferenceState(self.difference.state)]

    @property
    def ledger_text(self) -> str:
        return self._value_text(self.difference.ledger_value)

    @property
    def file_text(self) -> str:
        return self._value_text(self.difference.file_value)

    def _value_text(self, value: str) -> str:
        """Format dates in French; return other values unchanged."""
        if self.difference.kind != LedgerDifferenceKind.DATES:
            return value
        starts_on, ends_on = (each and format_day(each) for each in parse_dates(value))
        return f"du {starts_on or '?'} au {ends_on or '?'}"

    @property
    def can_accept(self) -> bool:
        """False when only an amendment or a cancellation can change the value."""
        return self.difference.kind not in (LedgerDifferenceKind.PLACES_FINANCED, LedgerDifferenceKind.ABSENT)


def provider_requests(
    *,
    actor: Actor,
    states: Collection[ProviderRequestState] = (ProviderRequestState.ASKED,),
    latest: int | None = None,
    answered_since: datetime | None = None,
) -> list[ProviderRequestRow]:
    """Readable requests in these states, most urgent first; or only the ``latest`` ones, the last due first.

    Empty when the actor may read none.
    """
    rows = ProviderRequest.objects.filter(
        visible_session_rows(actor=actor, act="offer.read_requests"), state__in=list(states)
    )
    if answered_since is not None:
        rows = rows.filter(answered_at__gte=answered_since)
    shown = rows.select_related(_SESSION, "session__site", "order").order_by("due_on", "pk")
    return [ProviderRequestRow(each) for each in (shown if latest is None else shown.reverse()[:latest])]


def provider_request_by_id(*, actor: Actor, request_id: int) -> ProviderRequest:
    """Raises ``NotFound`` alike for one that does not exist and for one of another provider."""
    rows = ProviderRequest.objects.filter(visible_session_rows(actor=actor, act="offer.read_requests"), pk=request_id)
    return ensure_found(rows.select_related(_SESSION, "session__site", "order", "provider").first())


def ledger_differences(
    *,
    actor: Actor,
    states: Collection[LedgerDifferenceState] = (LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED),
) -> list[LedgerDifferenceRow]:
    """Readable differences in these states, oldest first. Empty when the actor may read none."""
    rows = LedgerDifference.objects.filter(
        visible_session_rows(actor=actor, act="offer.read_differences"), state__in=list(states)
    )
    shown = rows.select_related(_SESSION, "session__site").order_by("found_at", "pk")
    return [LedgerDifferenceRow(each) for each in shown]


def ledger_difference_by_id(*, actor: Actor, difference_id: int) -> LedgerDifference:
    """Raises ``NotFound`` alike for one that does not exist and for one of another provider."""
    rows = LedgerDifference.objects.filter(
        visible_session_rows(actor=actor, act="offer.read_differences"), pk=difference_id
    )
    return ensure_found(rows.select_related(_SESSION, "session__site", "provider").first())
