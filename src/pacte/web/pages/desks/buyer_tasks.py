"""What waits for a buyer today: each list is read once, when a part of the desk first asks for it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_region_id
from pacte.kernel.actor import Actor
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import ledger_differences, preparations_to_sign, provider_requests, sessions_to_decide

if TYPE_CHECKING:
    from pacte.offer.models import Preparation
    from pacte.offer.queries import LedgerDifferenceRow, ProviderRequestRow, SessionSummary


class BuyerTasks:
    """The lists of the page of sessions, in the same order. ``host_id``: the Region for which the actor buys."""

    def __init__(self, actor: Actor, on: date) -> None:
        self.actor, self.on = actor, on

    @cached_property
    def host_id(self) -> int:
        return actor_region_id(actor=self.actor)

    @cached_property
    def is_buying(self) -> bool:
        """False for a buyer of another Region than the one whose purchases the desk follows."""
        return may(self.actor, "offer.read_purchases", OfferScope(self.host_id))

    @cached_property
    def preparations(self) -> list[Preparation]:
        return preparations_to_sign(actor=self.actor, on=self.on)

    @cached_property
    def requests(self) -> list[ProviderRequestRow]:
        return provider_requests(actor=self.actor)

    @cached_property
    def sessions(self) -> list[SessionSummary]:
        return sessions_to_decide(actor=self.actor, host_id=self.host_id, on=self.on) if self.is_buying else []

    @cached_property
    def differences(self) -> list[LedgerDifferenceRow]:
        return ledger_differences(actor=self.actor)
