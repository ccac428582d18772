"""Applies a signed preparation: writes the order or amendment and its ledger entries, in the act of the signature."""

from __future__ import annotations

from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.offer.models import Order, Preparation, ProviderRequest, Session
from pacte.offer.queries.access import session_by_id
from pacte.offer.records import ChangeCause, PreparationKind
from pacte.offer.rules.orders import OrderTerms, order_refusals
from pacte.offer.rules.signatures import AmendmentTerms, load_amendment_terms, load_order_terms
from pacte.offer.services.amendments import (
    add_to_order,
    change_price,
    cut_from_order,
    extend_order,
    move_places,
)
from pacte.offer.services.line_payers import LinePayer
from pacte.offer.services.orders import record_order
from pacte.offer.services.permissions_check import refuse_any
from pacte.offer.services.places import correct_entry
from pacte.offer.services.request_outcomes import grant_request


def check_order(*, actor: Actor, terms: OrderTerms) -> None:
    """Raise ``ValidationError`` with all errors of the terms."""
    refuse_any(actor=actor, reasons=order_refusals(terms, on=today()))


def apply_preparation(*, actor: Actor, preparation: Preparation, address: str = "", is_dry_run: bool = False) -> Order:
    """Apply the preparation and return the order. Raises the errors of the order or amendment.

    ``is_dry_run``: the request is not answered, since nothing is granted yet.
    """
    if preparation.kind == PreparationKind.ORDER:
        return record_order(actor=actor, preparation=preparation, terms=load_order_terms(preparation.terms))
    order = Order.objects.select_for_update(of=("self",)).select_related("provider").get(pk=preparation.order_id)
    terms = load_amendment_terms(preparation.terms)
    _apply_amendment(actor, preparation, order, terms, address)
    if terms.request_id is not None and not is_dry_run:
        grant_request(actor=actor, request_id=terms.request_id, reason=terms.reason, address=address)
    order.refresh_from_db()
    return order


def _apply_amendment(actor: Actor, preparation: Preparation, order: Order, terms: AmendmentTerms, address: str) -> None:
    signed: dict[str, Any] = {
        "actor": actor, "order": order, "preparation": preparation, "signed_on": terms.signed_on,
        "reason": terms.reason,
    }  # fmt: skip
    if terms.kind is PreparationKind.ADD:
        request = ProviderRequest.objects.filter(pk=terms.request_id).first() if terms.request_id else None
        payer = LinePayer(terms.fund, terms.plan_id, terms.plan_action_id) if terms.fund else None
        add_to_order(
            **signed, session=_session(actor, terms.session_id), places=terms.places, hours=terms.hours or 0,
            group_hours=terms.group_hours, flat_cents=terms.flat_cents, paid_by=payer, request=request, address=address,
        )  # fmt: skip
    elif terms.kind is PreparationKind.CUT:
        cut_from_order(
            **signed, session=_session(actor, terms.session_id), places=terms.places,
            cause=terms.cause or ChangeCause.OTHER, address=address,
        )  # fmt: skip
    elif terms.kind is PreparationKind.MOVE:
        move_places(
            **signed, origin=_session(actor, terms.session_id), target=_session(actor, terms.target_id),
            places=terms.places, address=address,
        )  # fmt: skip
    elif terms.kind is PreparationKind.PRICE:
        change_price(**signed, unit_price_cents=terms.unit_price_cents or 0)
    elif terms.kind is PreparationKind.DATES:
        extend_order(**signed, ends_on=terms.ends_on or order.ends_on)
    else:
        correct_entry(
            actor=actor, session=_session(actor, terms.session_id), entry_id=terms.entry_id or 0, count=terms.places,
            hours=terms.hours, cents=terms.cents, happened_on=terms.signed_on, reason=terms.reason,
            preparation=preparation,
        )  # fmt: skip


def _session(actor: Actor, identifier: int | None) -> Session:
    if identifier is None:
        raise ValidationError("session_missing", "Il manque la session.", hint="Choisissez-la.")
    return session_by_id(actor=actor, session_id=identifier)
