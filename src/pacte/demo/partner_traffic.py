"""Simulated partners of the demonstration: a few hundred sent messages, some rejected, some received to settle.

Nothing is sent over the network. Rejections and answer delays are drawn by seed.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name
from pacte.demo.stories.partner_messages import PartnerTrafficStory, RefusalStory, partner_traffic_story
from pacte.exchange.inbox.messages import Envelope, receive_message
from pacte.exchange.outbox.envelopes import message_digest
from pacte.exchange.outbox.mappings import mapping_of_partner, wanted_events
from pacte.exchange.partner_mapping import filled_field_names, sent_field_names, write_message_body
from pacte.exchange.pivot.message_builder import build_pivot_message
from pacte.intake.catalog import file_kind
from pacte.intake.records import FileSender
from pacte.intake.services import receive_file, start_writing, write_received_file
from pacte.interop.queries.dashboard import last_reconciliation
from pacte.interop.queries.dossier_payloads import dossier_payloads_by_journey, step_payload_by_id
from pacte.interop.queries.evidence import HUB_CODES
from pacte.interop.queries.partners import active_partners
from pacte.interop.records import DeliveryState, MessageDifferenceKind, PivotEventKind
from pacte.interop.rules.events import EVENTS_BY_STEP_KIND
from pacte.interop.services.delivery_planning import plan_deliveries
from pacte.interop.services.history_import import (
    DeliveryHistory,
    import_delivery_histories,
    import_reconciliation,
    unsent_deliveries,
)
from pacte.interop.services.partners import add_partner
from pacte.journeys.queries.training_entries import last_entries
from pacte.journeys.services.outbox_backfill import backfill_outbox
from pacte.kernel.clock import PARIS, now

if TYPE_CHECKING:
    from datetime import date

    from pacte.accounts.models import Organisation
    from pacte.interop.models import Delivery, Partner
    from pacte.kernel.actor import Actor

_SEED = 2019
_JOURNEYS = 300
_FIRST = datetime(2018, 1, 1, tzinfo=UTC)


def load_partners(*, actor: Actor, host: Organisation, on: date) -> None:
    """Create the partners and plan their deliveries, once; nothing is sent yet.

    The hub is connected on the day of the first of the last entries, all of which are then due to it.
    """
    if active_partners(actor=actor):
        return
    story = partner_traffic_story(on)
    networks = _networks(story)
    first_due_on, journeys = last_entries(actor=actor, host_id=host.pk, at_least=_JOURNEYS)
    connected_at = datetime.combine(first_due_on, time(), PARIS) if first_due_on else _FIRST
    for code in story.partners:
        since = connected_at if code in HUB_CODES else _FIRST
        _add_partner(actor, host, code, networks.get(code), since)
    backfill_outbox(actor=actor, host_id=host.pk, kinds=[str(kind) for kind in EVENTS_BY_STEP_KIND], journeys=journeys)
    plan_deliveries(actor=actor, events_by_mapping=wanted_events(on), at=now())


def load_partner_traffic(*, actor: Actor, host: Organisation, on: date) -> None:
    """Load the results of the planned deliveries, and the inbound messages.

    Once, after ``load_partners``: a reconciled partner is already loaded.
    """
    partners = active_partners(actor=actor)
    if any(last_reconciliation(actor=actor, partner=partner) for partner in partners):
        return
    story = partner_traffic_story(on)
    networks = _networks(story)
    for partner in partners:
        _load_delivery_histories(actor, partner, story.refusals)
    by_slug = {partner.slug: partner for partner in partners}
    for rank, message in enumerate(story.inbound, start=1):
        envelope = Envelope(f"fictif-{rank}", f"FICTIF-{rank:04}", 1, message.body)
        receive_message(actor=actor, partner=by_slug[message.partner], envelope=envelope)
    if story.acts_from in networks:
        _load_act_file(actor, host, networks[story.acts_from], story)


def _networks(story: PartnerTrafficStory) -> dict[str, Organisation]:
    """Organisation behind each orientation tool."""
    return {code: body for code, name in story.networks.items() if (body := organisation_by_name(name))}


def _load_act_file(actor: Actor, host: Organisation, body: Organisation, story: PartnerTrafficStory) -> None:
    """Load a small file of acts whose three rows need a user's decision; it creates no entry."""
    file = receive_file(
        actor=actor, kind=file_kind("acts"), sender=FileSender(body, host), file_name="actes-fictifs.csv",
        data=story.acts.encode(), options={"tool": story.acts_from},
    )  # fmt: skip
    write_received_file(actor=actor, file=start_writing(actor=actor, file=file, agreements={}), synthetic=True)


def _add_partner(actor: Actor, host: Organisation, code: str, body: Organisation | None, since: datetime) -> Partner:
    label = mapping_of_partner(code).label
    return add_partner(actor=actor, host=host, code=code, slug=code, name=label, body=body, since=since, simulated=True)


def _load_delivery_histories(actor: Actor, partner: Partner, refusals: tuple[RefusalStory, ...]) -> None:
    """One delivery in twenty is rejected, one in fifteen was corrected, the last ones are not sent yet."""
    rows = unsent_deliveries(actor=actor, partner=partner)
    dossiers = dossier_payloads_by_journey(actor=actor, journey_keys=[row.journey_key for row in rows])
    mapping = mapping_of_partner(partner.code)
    histories: list[DeliveryHistory] = []
    blocked_journeys: set[object] = set()
    for rank, row in enumerate(rows):
        dossier = dossiers.get(row.journey_key)
        step = step_payload_by_id(actor=actor, dossier=dossier, step_id=row.step_id) if dossier else None
        if dossier is None or step is None or row.journey_key in blocked_journeys:
            continue
        pivot_message = build_pivot_message(
            key=row.key, rank=row.rank, event=PivotEventKind(row.event), facts=dossier, step=step
        )
        body = write_message_body(mapping, pivot_message)
        chance = random.Random(f"{_SEED}/{partner.slug}/{rank}")  # noqa: S311 — a demonstration, not a secret
        history = _delivery_history(row, chance, refusals)
        if history.state is not DeliveryState.ACKNOWLEDGED:
            blocked_journeys.add(row.journey_key)
        # A message whose sending or answer would be in the future is not sent yet.
        if history.sent_at is None or max(history.sent_at, history.settled_at or history.sent_at) > now():
            blocked_journeys.add(row.journey_key)
            continue
        histories.append(
            DeliveryHistory(
                row,
                history.state,
                history.sent_at,
                history.settled_at,
                history.refused_at,
                history.code,
                history.reason,
                history.field,
                sent_field_names(mapping),
                filled_field_names(mapping, body),
                message_digest(body),
            )
        )
    import_delivery_histories(actor=actor, histories=histories)
    accepted = [history.delivery for history in histories if history.state is DeliveryState.ACKNOWLEDGED]
    kinds = (MessageDifferenceKind.MISSING_AT_PARTNER, MessageDifferenceKind.CONTENT_DIFFERS)
    import_reconciliation(
        actor=actor,
        partner=partner,
        differences=list(zip(accepted[:2], kinds, strict=False)),
        compared=len(histories),
        at=now(),
    )


def _delivery_history(row: Delivery, chance: random.Random, refusals: tuple[RefusalStory, ...]) -> DeliveryHistory:
    draw = chance.random()
    sent_at = row.owed_at + timedelta(minutes=chance.randrange(1, 90))
    answered_at = sent_at + timedelta(hours=chance.choice((0, 1, 2, 5, 9, 20, 30)), minutes=chance.randrange(60))
    refusal = refusals[chance.randrange(len(refusals))]
    because = (refusal.code, refusal.reason, refusal.field)
    if draw < 0.05:
        return DeliveryHistory(row, DeliveryState.REJECTED, sent_at, answered_at, None, *because)
    if draw < 0.08:
        return DeliveryHistory(row, DeliveryState.TO_SEND)
    if draw < 0.15:
        corrected_at = answered_at + timedelta(days=chance.randrange(1, 6))
        return DeliveryHistory(row, DeliveryState.ACKNOWLEDGED, sent_at, corrected_at, answered_at, *because)
    return DeliveryHistory(row, DeliveryState.ACKNOWLEDGED, sent_at, answered_at)
