"""What a provider has to settle today: each list is read once, when a part of the desk first asks for it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from pacte.accounts.queries import actor_region_id
from pacte.journeys.queries.place_requests import PlaceRequestSummary, open_place_requests
from pacte.journeys.queries.provider_follow_up import situations_to_ask
from pacte.journeys.queries.provider_obligations import ProviderObligation, provider_obligations
from pacte.journeys.queries.session_people import SessionPeopleSummary, session_people_summaries
from pacte.journeys.queries.unread_notebooks import UnreadNotebook, unread_notebooks
from pacte.journeys.records import JourneyState
from pacte.journeys.rules.attendance_limits import monday_of
from pacte.journeys.rules.next_move import LIKELY
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.queries import (
    LedgerDifferenceRow,
    ProviderRequestRow,
    ProviderSession,
    acting_provider,
    ledger_differences,
    provider_requests,
    sessions_of_provider,
)
from pacte.offer.records import SessionState

_WEEK = timedelta(days=7)
_NOT_STARTED = (SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED)


class ProviderTasks:
    """Empty for an account that no organisation of the catalogue is attached to."""

    def __init__(self, actor: Actor, on: date) -> None:
        self.actor, self.on = actor, on

    @cached_property
    def sessions(self) -> list[ProviderSession]:
        """Coming and running, soonest first."""
        try:
            provider, host_id = acting_provider(actor=self.actor), actor_region_id(actor=self.actor)
            return sessions_of_provider(actor=self.actor, provider=provider, host_id=host_id, on=self.on)[:]
        except NotFound:
            return []

    @cached_property
    def people(self) -> dict[int, SessionPeopleSummary]:
        """By session."""
        return session_people_summaries(actor=self.actor, sessions=[each.line.session for each in self.sessions])

    @property
    def to_decide(self) -> list[tuple[ProviderSession, int]]:
        """Sessions where people wait for a decision, with how many."""
        counts = [(each, self.people[each.line.session.pk].of(*LIKELY)) for each in self.sessions]
        return [(each, count) for each, count in counts if count]

    @property
    def to_start(self) -> list[ProviderSession]:
        """Sessions of fixed dates whose first day has passed, and where nobody has said who came."""
        return [
            each
            for each in self.sessions
            if each.line.session.starts_on
            and each.line.session.starts_on < self.on
            and not each.line.is_rolling
            and each.line.session.state in _NOT_STARTED
        ]

    @property
    def to_sign(self) -> list[tuple[ProviderSession, date | None]]:
        """Sessions with people in training whose last whole week is not signed, with the last one that is."""
        last_monday = monday_of(self.on) - _WEEK
        return [
            (each, summary.last_week)
            for each in self.sessions
            if (summary := self.people[each.line.session.pk]).of(JourneyState.IN_TRAINING)
            and (each.line.session.starts_on or self.on) < last_monday + _WEEK
            and (summary.last_week is None or summary.last_week < last_monday)
        ]

    @cached_property
    def obligations(self) -> list[ProviderObligation]:
        return provider_obligations(actor=self.actor)

    @cached_property
    def place_requests(self) -> list[PlaceRequestSummary]:
        """Visitors who ask for a place, and whom nobody has answered."""
        return open_place_requests(actor=self.actor)

    @cached_property
    def situations(self) -> int:
        """How many people are to be asked what became of them."""
        return situations_to_ask(actor=self.actor, on=self.on, most=0)[0]

    @cached_property
    def notebooks(self) -> list[UnreadNotebook]:
        """Shared notebooks with words that this person has not read."""
        return unread_notebooks(actor=self.actor)

    @cached_property
    def differences(self) -> list[LedgerDifferenceRow]:
        return ledger_differences(actor=self.actor)

    @cached_property
    def requests(self) -> list[ProviderRequestRow]:
        """Those that the buyer has not answered."""
        return provider_requests(actor=self.actor)
