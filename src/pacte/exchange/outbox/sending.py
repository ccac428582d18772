"""Sends pending messages: plans the deliveries, then sends one message at a time, each in its own transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.envelopes import message_composer
from pacte.exchange.outbox.http_client import PartnerClient
from pacte.exchange.outbox.mappings import wanted_events
from pacte.interop.queries.partners import active_partners
from pacte.interop.rules.partner_answers import PartnerAnswer
from pacte.interop.services.delivery_planning import plan_deliveries
from pacte.interop.services.partners import partner_secret
from pacte.interop.services.sending import due_deliveries, send_delivery
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today

if TYPE_CHECKING:
    from pacte.interop.models import Delivery, Partner

_BATCH_SIZE = 500

Post = Callable[["Delivery", bytes], PartnerAnswer]


def plan_messages(*, actor: Actor) -> int:
    """Plans the messages to send to partners, without sending. Returns the number of new ones."""
    with acting_as(actor):
        return plan_deliveries(actor=actor, events_by_mapping=wanted_events(today()), at=now())


def send_to_partners(
    *,
    actor: Actor,
    slug: str = "",
    at: datetime | None = None,
    poster: Callable[[Partner, str], Post] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Counter[str]:
    """Sends all messages due at ``at`` (now by default). Returns the number of messages by resulting state.

    Opens its own transactions as the system actor: one for planning, one per message.
    """
    with acting_as(actor):
        plan_deliveries(actor=actor, events_by_mapping=wanted_events(today()), at=at or now())
        partners = [each for each in active_partners(actor=actor) if each.url and slug in ("", each.slug)]
        secrets = {each.pk: partner_secret(actor=actor, partner=each) for each in partners}
    state_counts: Counter[str] = Counter()
    for partner in partners:
        post = poster(partner, secrets[partner.pk]) if poster else PartnerClient(partner, secrets[partner.pk]).post
        _send_all_due(actor, partner, at, post, state_counts, progress)
    return state_counts


def _send_all_due(
    actor: Actor,
    partner: Partner,
    at: datetime | None,
    post: Post,
    state_counts: Counter[str],
    progress: Callable[[int], None] | None,
) -> None:
    """Loops until nothing is due: an accepted message makes the next one of its dossier due."""
    compose = message_composer(actor)
    tried: set[int] = set()
    while True:
        with acting_as(actor):
            due = due_deliveries(actor=actor, partner_id=partner.pk, at=at or now(), limit=_BATCH_SIZE)
        fresh = [identifier for identifier in due if identifier not in tried]
        if not fresh:
            return
        for identifier in fresh:
            # One attempt per run: a message without an answer waits for its next attempt time.
            tried.add(identifier)
            with acting_as(actor):
                state = send_delivery(actor=actor, delivery_id=identifier, at=at or now(), compose=compose, post=post)
            if state:
                state_counts[state] += 1
            if progress:
                progress(sum(state_counts.values()))
