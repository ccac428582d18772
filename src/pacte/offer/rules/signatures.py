"""When a purchase needs a second signer, who may sign, and what is signed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from pacte.accounts.records import SubstitutionRow
from pacte.offer.records import ChangeCause, Fund, PreparationKind
from pacte.offer.rules.orders import OrderTerms


@dataclass(frozen=True, slots=True)
class AmendmentTerms:
    """Terms of an order amendment, or of an entry correction. ``signed_on``: effective date.

    ``places``, ``hours``, ``group_hours``: counts; ``flat_cents`` and ``cents``: cents, None when unchanged.
    ``entry_id``: ledger entry replaced by a correction; ``request_id``: request granted by the amendment. ``fund``,
    with the plan and its action: who pays for added places; None for who pays for those of the order.
    """

    kind: PreparationKind
    signed_on: date
    reason: str
    session_id: int | None = None
    target_id: int | None = None
    entry_id: int | None = None
    places: int = 0
    hours: int | None = None
    group_hours: int = 0
    flat_cents: int = 0
    cents: int | None = None
    unit_price_cents: int | None = None
    ends_on: date | None = None
    cause: ChangeCause | None = None
    request_id: int | None = None
    fund: Fund | None = None
    plan_id: int | None = None
    plan_action_id: int | None = None


@dataclass(frozen=True, slots=True)
class SignedContent:
    """Content covered by a signature: kind, host, buyer, provider, order (0: a new one), amount, terms."""

    kind: PreparationKind
    host_id: int
    buyer_id: int
    provider_id: int
    order_id: int
    cents: int
    terms: str


_ORDER, _AMENDMENT = TypeAdapter(OrderTerms), TypeAdapter(AmendmentTerms)


def dump_order_terms(terms: OrderTerms) -> str:
    """Serialise the terms as JSON, fields in class order: equal terms give equal texts."""
    return _ORDER.dump_json(terms).decode()


def load_order_terms(text: str) -> OrderTerms:
    return _ORDER.validate_json(text)


def dump_amendment_terms(terms: AmendmentTerms) -> str:
    return _AMENDMENT.dump_json(terms).decode()


def load_amendment_terms(text: str) -> AmendmentTerms:
    return _AMENDMENT.validate_json(text)


def signed_content_digest(content: SignedContent) -> str:
    """SHA-256 digest, in hexadecimal. The trigger ``offer_guard_preparation`` computes the same value from the row."""
    parts = (
        content.kind.value,
        str(content.host_id),
        str(content.buyer_id),
        str(content.provider_id),
        str(content.order_id),
        str(content.cents),
        content.terms,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def needs_second_signer(*, before_cents: int, after_cents: int, from_cents: int) -> bool:
    """Return True when the order amounts to ``from_cents`` or more, before or after the change.

    The whole order counts, so that small amendments cannot add up to a large one without a second signer.
    """
    return max(before_cents, after_cents) >= from_cents


def signing_refusal(
    *, preparer_id: int | None, signer_id: int | None, prepared_on: date, on: date, stand_ins: Iterable[SubstitutionRow]
) -> tuple[str, str] | None:
    """Reason why that person cannot be the second signer: (code, French sentence), or None.

    ``stand_ins`` are the substitutes of the preparer: a substitute between preparation and signature cannot sign.
    """
    if signer_id is None or signer_id == preparer_id:
        return "same_person", "Vous avez préparé cet acte : une autre personne le signe."
    for line in stand_ins:
        overlaps = line.valid_from <= on and line.valid_until >= prepared_on
        if line.person_id == preparer_id and line.substitute_id == signer_id and overlaps:
            return "stands_in", f"Vous remplacez {line.person}, qui a préparé cet acte : une autre personne le signe."
    return None
