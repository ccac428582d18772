"""Compares our messages with the partner's list, record by record, and recovers receipts that were lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.calling import Caller
from pacte.interop.queries.comparing import OurRecord, our_records
from pacte.interop.records import DeliveryState, DifferenceKind
from pacte.interop.rules.answers import Answer, Said
from pacte.interop.services.comparing import Differing, write_comparison
from pacte.interop.services.partners import secret_for
from pacte.interop.services.receipts import take_receipt
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict

if TYPE_CHECKING:
    from pacte.interop.models import Partner

_S = DeliveryState
_WAITING = (_S.TO_SEND, _S.SENT, _S.SILENT, _S.CORRECTED)


@dataclass(frozen=True, slots=True)
class Reconciled:
    compared: int
    found_again: int
    differing: int


def reconcile(*, actor: Actor, partner: Partner, listing: Iterator[Mapping[str, object]] | None = None) -> Reconciled:
    """Raises ``Conflict`` when the partner's list is incomplete: a partial list would show false differences."""
    with acting_as(actor):
        secret = secret_for(actor=actor, partner=partner)
    told = listing if listing is not None else Caller(partner, secret).listing()
    if told is None:
        raise Conflict(
            "partner_listing", f"La liste de {partner.name} n’a pas pu être lue en entier.",
            "Comparer à une partie de la liste ferait voir de fausses différences.", "Recommencez plus tard.",
        )  # fmt: skip
    theirs = {str(row.get("cle", "")): row for row in told}
    with acting_as(actor):
        again = _find_again(actor, partner, theirs)
        ours = our_records(actor=actor, partner=partner)
        found = [*_differing(ours, theirs)]
        write_comparison(actor=actor, partner=partner, compared=len(ours | theirs), found=found)
    return Reconciled(len(ours | theirs), again, len(found))


def _find_again(actor: Actor, partner: Partner, theirs: Mapping[str, Mapping[str, object]]) -> int:
    """Records the receipts of messages that the partner accepted but whose answer was lost."""
    found = 0
    for key, ours in our_records(actor=actor, partner=partner).items():
        row = theirs.get(key)
        if row and ours.state in _WAITING and row.get("statut") == "accepte" and row.get("empreinte") == ours.digest:
            found += bool(take_receipt(actor=actor, partner=partner, key=key, answer=Answer(Said.ACKNOWLEDGED)))
    return found


def _differing(ours: Mapping[str, OurRecord], theirs: Mapping[str, Mapping[str, object]]) -> Iterator[Differing]:
    for key, mine in ours.items():
        row = theirs.get(key)
        if row is None:
            if mine.state == _S.ACKNOWLEDGED:
                yield Differing(key, DifferenceKind.MISSING_THERE, mine.delivery_id, mine.state)
            continue
        status = str(row.get("statut", ""))
        if (mine.state == _S.ACKNOWLEDGED) != (status == "accepte") and mine.state not in _WAITING:
            yield Differing(key, DifferenceKind.STATE_DIFFERS, mine.delivery_id, mine.state, status)
        elif status == "accepte" and row.get("empreinte") != mine.digest:
            yield Differing(key, DifferenceKind.CONTENT_DIFFERS, mine.delivery_id, mine.state, status)
    for key in theirs.keys() - ours.keys():
        yield Differing(key, DifferenceKind.UNKNOWN_HERE, None, "", str(theirs[key].get("statut", "")))
