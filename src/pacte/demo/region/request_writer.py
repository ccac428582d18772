"""Write what waits between buyer and provider: requests, and differences between the ledger and a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.purchase_events import ANSWER_DAYS, InventedRequest, invented_difference
from pacte.demo.region.setting import RECORDED_BY
from pacte.demo.region.training_supply import InventedSession


@dataclass(frozen=True, slots=True)
class PurchasedSession:
    """A session being written, with the ids that its rows refer to."""

    session: InventedSession
    session_id: int
    provider_id: int
    buyer_id: int
    order_id: int
    line_id: int
    second_line_id: int | None = None


def write_request(writer: OfferWriter, bought: PurchasedSession, request: InventedRequest) -> int:
    """What a provider asks of the buyer, with the answer when there is one. Returns its id."""
    session, setting = bought.session, writer.setting
    identifier, later = writer.identifier("offer_providerrequest"), timedelta(days=request.postponed_by)
    moved = (session.starts_on + later, session.ends_on + later) if request.postponed_by else (None, None)
    state = "asked" if request.answered_on is None else "accepted" if request.accepted else "refused"
    answered = writer.setting.recorded_at(request.answered_on) if request.answered_on else None
    writer.put(
        "offer_providerrequest",
        identifier,
        setting.host_id,
        bought.provider_id,
        bought.session_id,
        bought.order_id,
        request.kind,
        request.places,
        request.hours,
        *moved,
        request.cause,
        request.reason,
        setting.recorded_at(request.asked_on),
        RECORDED_BY,
        request.asked_on + timedelta(days=ANSWER_DAYS),
        state,
        request.answer,
        answered,
        RECORDED_BY if answered else "",
    )
    return identifier


def write_difference(writer: OfferWriter, bought: PurchasedSession, rank: int) -> None:
    """Between the ledger and the file of the provider."""
    difference, setting = invented_difference(bought.session, rank), writer.setting
    found_on = setting.today - timedelta(days=difference.days_ago)
    state = "ledger_kept" if difference.ledger_kept_reason else "asked" if difference.question else "open"
    settled = setting.recorded_at(found_on + timedelta(days=1)) if difference.ledger_kept_reason else None
    writer.put(
        "offer_ledgerdifference",
        setting.host_id,
        bought.provider_id,
        bought.session_id,
        difference.kind,
        difference.ledger_value,
        difference.file_value,
        setting.recorded_at(found_on),
        state,
        difference.question,
        difference.ledger_kept_reason,
        settled,
        RECORDED_BY if settled else "",
    )
