"""Requests of providers, and differences with files. For the Region's buyers and the provider concerned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.offer.models import Difference, Request
from pacte.offer.queries.reach import within_reach
from pacte.offer.records import (
    CAUSE_LABELS,
    DIFFERENCE_LABELS,
    DIFFERENCE_STATE_LABELS,
    REQUEST_LABELS,
    REQUEST_STATE_LABELS,
    Cause,
    DifferenceKind,
    DifferenceState,
    RequestKind,
    RequestState,
)
from pacte.offer.rules.differences import dates_in

_SESSION = "session__training_action__training__provider"


@dataclass(frozen=True, slots=True)
class RequestLine:
    request: Request

    @property
    def number(self) -> str:
        return f"R-{self.request.pk}"

    @property
    def label(self) -> str:
        return REQUEST_LABELS[RequestKind(self.request.kind)]

    @property
    def state_label(self) -> str:
        return REQUEST_STATE_LABELS[RequestState(self.request.state)]

    @property
    def cause_label(self) -> str:
        return CAUSE_LABELS[Cause(self.request.cause)] if self.request.cause else ""

    def is_late(self, on: date) -> bool:
        return self.request.state == RequestState.ASKED and self.request.due_on < on


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    difference: Difference

    @property
    def label(self) -> str:
        return DIFFERENCE_LABELS[DifferenceKind(self.difference.kind)]

    @property
    def state_label(self) -> str:
        return DIFFERENCE_STATE_LABELS[DifferenceState(self.difference.state)]

    @property
    def ledger_said(self) -> str:
        return self._words(self.difference.ledger_value)

    @property
    def file_said(self) -> str:
        return self._words(self.difference.file_value)

    def _words(self, value: str) -> str:
        """Format dates in French; return other values unchanged."""
        if self.difference.kind != DifferenceKind.DATES:
            return value
        starts_on, ends_on = (each and format_day(each) for each in dates_in(value))
        return f"du {starts_on or '?'} au {ends_on or '?'}"

    @property
    def can_accept(self) -> bool:
        """False when only an amendment or a cancellation can change the value."""
        return self.difference.kind not in (DifferenceKind.PLACES_FINANCED, DifferenceKind.ABSENT)


def requests(*, actor: Actor, states: Collection[RequestState] = (RequestState.ASKED,)) -> list[RequestLine]:
    """Readable requests in these states, most urgent first. Empty when the actor may read none."""
    found = Request.objects.filter(within_reach(actor=actor, act="offer.read_requests"), state__in=list(states))
    shown = found.select_related(_SESSION, "session__site", "order").order_by("due_on", "pk")
    return [RequestLine(each) for each in shown]


def request_by_id(*, actor: Actor, request_id: int) -> Request:
    """Raises ``Unseen`` alike for one that does not exist and for one of another provider."""
    found = Request.objects.filter(within_reach(actor=actor, act="offer.read_requests"), pk=request_id)
    request = found.select_related(_SESSION, "session__site", "order", "provider").first()
    if request is None:
        raise NotFound
    return request


def differences(
    *, actor: Actor, states: Collection[DifferenceState] = (DifferenceState.OPEN, DifferenceState.ASKED)
) -> list[DifferenceLine]:
    """Readable differences in these states, oldest first. Empty when the actor may read none."""
    found = Difference.objects.filter(within_reach(actor=actor, act="offer.read_differences"), state__in=list(states))
    shown = found.select_related(_SESSION, "session__site").order_by("found_at", "pk")
    return [DifferenceLine(each) for each in shown]


def difference_by_id(*, actor: Actor, difference_id: int) -> Difference:
    """Raises ``Unseen`` alike for one that does not exist and for one of another provider."""
    found = Difference.objects.filter(within_reach(actor=actor, act="offer.read_differences"), pk=difference_id)
    difference = found.select_related(_SESSION, "session__site", "provider").first()
    if difference is None:
        raise NotFound
    return difference
