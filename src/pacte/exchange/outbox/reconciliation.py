"""Compares our messages with the partner's list, record by record, and recovers receipts that were lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.http_client import PartnerClient
from pacte.interop.queries.reconciliation import SentRecord, sent_records
from pacte.interop.records import DeliveryState, MessageDifferenceKind
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.interop.services.partners import partner_secret
from pacte.interop.services.receipts import apply_receipt
from pacte.interop.services.reconciliation import MessageDifferenceInput, save_reconciliation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict

if TYPE_CHECKING:
    from pacte.interop.models import Partner

_S = DeliveryState
_WAITING = (_S.TO_SEND, _S.SENT, _S.SILENT, _S.CORRECTED)


@dataclass(frozen=True, slots=True)
class ReconciliationResult:
    compared: int
    recovered: int
    differences: int


def reconcile(
    *, actor: Actor, partner: Partner, listing: Iterator[Mapping[str, object]] | None = None
) -> ReconciliationResult:
    """Raises ``Conflict`` when the partner's list is incomplete: a partial list would show false differences."""
    with acting_as(actor):
        secret = partner_secret(actor=actor, partner=partner)
    partner_rows = listing if listing is not None else PartnerClient(partner, secret).list_messages()
    if partner_rows is None:
        raise Conflict(
            "partner_listing", f"La liste de {partner.name} n’a pas pu être lue en entier.",
            "Comparer à une partie de la liste ferait voir de fausses différences.", "Recommencez plus tard.",
        )  # fmt: skip
    theirs = {str(row.get("cle", "")): row for row in partner_rows}
    with acting_as(actor):
        recovered_count = _recover_lost_receipts(actor, partner, theirs)
        ours = sent_records(actor=actor, partner=partner)
        differences = [*_differences(ours, theirs)]
        save_reconciliation(actor=actor, partner=partner, compared=len(ours | theirs), differences=differences)
    return ReconciliationResult(len(ours | theirs), recovered_count, len(differences))


def _recover_lost_receipts(actor: Actor, partner: Partner, theirs: Mapping[str, Mapping[str, object]]) -> int:
    """Records the receipts of messages that the partner accepted but whose answer was lost."""
    recovered_count = 0
    for key, ours in sent_records(actor=actor, partner=partner).items():
        row = theirs.get(key)
        if row and ours.state in _WAITING and row.get("statut") == "accepte" and row.get("empreinte") == ours.digest:
            recovered_count += bool(
                apply_receipt(actor=actor, partner=partner, key=key, answer=PartnerAnswer(AnswerStatus.ACKNOWLEDGED))
            )
    return recovered_count


def _differences(
    ours: Mapping[str, SentRecord], theirs: Mapping[str, Mapping[str, object]]
) -> Iterator[MessageDifferenceInput]:
    for key, mine in ours.items():
        row = theirs.get(key)
        if row is None:
            if mine.state == _S.ACKNOWLEDGED:
                yield MessageDifferenceInput(
                    key, MessageDifferenceKind.MISSING_AT_PARTNER, mine.delivery_id, mine.state
                )
            continue
        status = str(row.get("statut", ""))
        if (mine.state == _S.ACKNOWLEDGED) != (status == "accepte") and mine.state not in _WAITING:
            yield MessageDifferenceInput(key, MessageDifferenceKind.STATE_DIFFERS, mine.delivery_id, mine.state, status)
        elif status == "accepte" and row.get("empreinte") != mine.digest:
            yield MessageDifferenceInput(
                key, MessageDifferenceKind.CONTENT_DIFFERS, mine.delivery_id, mine.state, status
            )
    for key in theirs.keys() - ours.keys():
        yield MessageDifferenceInput(
            key, MessageDifferenceKind.UNKNOWN_TO_US, None, "", str(theirs[key].get("statut", ""))
        )
