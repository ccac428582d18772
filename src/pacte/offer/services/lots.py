"""Purchase lots: create, publish, drop. An order that refers to a lot awards it."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.offer.models import Lot
from pacte.offer.permissions import OfferScope, buyer_organisation_ids
from pacte.offer.records import LOT_STATE_LABELS, LotState
from pacte.offer.rules.orders import LotTerms, lot_refusals
from pacte.offer.services.field_limits import insert_unique
from pacte.offer.services.permissions_check import (
    refuse_any,
    refuse_blank_reason,
    refuse_unless,
)

_ALLOWED_FROM = {
    LotState.PUBLISHED: (LotState.DRAFT,),
    LotState.DROPPED: (LotState.DRAFT, LotState.PUBLISHED),
}


def create_lot(*, actor: Actor, host_id: int, buyer_id: int, terms: LotTerms) -> Lot:
    """Create a draft lot. Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict`` (code taken)."""
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(host_id))
    if not actor.is_system and buyer_id not in buyer_organisation_ids(actor, host_id):
        raise PermissionDenied("other_buyer", "Vous n’achetez pas pour cet organisme.", hint="Choisissez le vôtre.")
    refuse_any(actor=actor, reasons=lot_refusals(terms))
    if Lot.objects.filter(organisation_id=host_id, code=terms.code.strip()).exists():
        raise _duplicate_code(terms)
    with audit_event(actor=actor, name="offer.create_lot", organisation_id=host_id) as entry:
        lot = Lot(
            organisation_id=host_id,
            buyer_id=buyer_id,
            code=terms.code.strip(),
            title=terms.title.strip(),
            year=terms.year,
            domain_code=terms.domain_code.strip(),
            nature=terms.nature,
            zone_kind=terms.zone_kind,
            zone_code=terms.zone_code,
            level=terms.level,
            places=terms.places,
            hours=terms.hours,
            price_unit=terms.price_unit,
            unit_price_cents=terms.unit_price_cents,
            fund=terms.fund,
            plan_id=terms.plan_id,
            plan_action_id=terms.plan_action_id,
            need=terms.need.strip(),
            created_at=now(),
            created_by_name=actor.name[:200],
        )
        insert_unique(actor=actor, row=lot, conflict=_duplicate_code(terms))
        entry.set_subject("lot", lot.pk, lot.code)
    return lot


def _duplicate_code(terms: LotTerms) -> Conflict:
    return Conflict("lot_exists", f"Le lot {terms.code} existe déjà.", hint="Changez son code.")


def publish_lot(*, actor: Actor, lot: Lot) -> None:
    """Publish a lot: the consultation begins."""
    _change_state(actor, lot, LotState.PUBLISHED, "")


def drop_lot(*, actor: Actor, lot: Lot, reason: str) -> None:
    """Drop a lot that will not be bought."""
    refuse_blank_reason(actor=actor, reason=reason)
    _change_state(actor, lot, LotState.DROPPED, reason)


def _change_state(actor: Actor, lot: Lot, state: LotState, reason: str) -> None:
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(lot.organisation_id))
    if not actor.is_system and lot.buyer_id not in buyer_organisation_ids(actor, lot.organisation_id):
        raise PermissionDenied("other_buyer", "Ce lot est celui d’un autre acheteur.")
    with audit_event(
        actor=actor,
        name=f"offer.{state}_lot",
        subject_kind="lot",
        subject_id=lot.pk,
        subject_label=lot.code,
        organisation_id=lot.organisation_id,
        reason=reason,
    ):
        locked = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
        if LotState(locked.state) not in _ALLOWED_FROM[state]:
            label = LOT_STATE_LABELS[LotState(locked.state)]
            raise Conflict("lot_state", f"Le lot est {label}.", hint="Rechargez la page.")
        locked.state = state
        locked.save(update_fields=["state"])
    lot.refresh_from_db()
