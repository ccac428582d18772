"""Second step of a purchase: another buyer signs the preparation as it is, or sends it back with a reason."""

from __future__ import annotations

from pacte.accounts.queries import substitutions
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date, today
from pacte.kernel.errors import Conflict, PermissionDenied, deny_unless
from pacte.offer.models import Preparation
from pacte.offer.permissions import OfferScope, buyer_organisation_ids
from pacte.offer.queries.purchases import committed_cents
from pacte.offer.records import PreparationState
from pacte.offer.rules.signatures import signing_refusal
from pacte.offer.services.apply_preparation import apply_preparation
from pacte.offer.services.permissions_check import refuse_blank_reason, refuse_unless
from pacte.offer.services.preparations import lock_preparation, not_pending_conflict, sign_row
from pacte.offer.services.session_notifications import notify_preparer


def sign_preparation(*, actor: Actor, preparation: Preparation, digest: str, address: str = "") -> Preparation:
    """Sign and apply a preparation. ``digest``: digest of the content that the signer read. Signing twice does nothing.

    Raises ``PermissionDenied`` (right, other buyer, same person, stand-in) or ``Conflict`` (changed since it was read,
    over, another amount than the one prepared, or what the order itself refuses).
    """
    _refuse_signer(actor, preparation)
    with audit_event(
        actor=actor,
        name="offer.sign_preparation",
        subject_kind="preparation",
        subject_id=preparation.pk,
        subject_label=preparation.number or (preparation.order.number if preparation.order else ""),
        organisation_id=preparation.organisation_id,
    ) as entry:
        row = lock_preparation(actor=actor, preparation=preparation)
        if row.state == PreparationState.SIGNED and row.signed_by_id == actor.person_id and row.digest == digest:
            return row
        if row.state != PreparationState.WAITING:
            raise not_pending_conflict(actor=actor, row=row)
        if row.digest != digest:
            raise Conflict(
                "preparation_changed", "L’acte a changé depuis que vous l’avez lu.", hint="Relisez-le, puis signez."
            )
        before = committed_cents(actor=actor, order=row.order) if row.order else 0
        sign_row(actor=actor, row=row)
        order = apply_preparation(actor=actor, preparation=row, address=address)
        if committed_cents(actor=actor, order=order) - before != row.cents:
            raise Conflict(
                "preparation_amount",
                "La commande a changé depuis la préparation : le montant ne serait plus celui qui a été préparé.",
                hint="Renvoyez l’acte : il sera préparé à nouveau.",
            )
        entry.detail.update(
            digest=row.digest, cents=row.cents, prepared_by=row.prepared_by_name, order=order.number, kind=row.kind
        )
        notify_preparer(actor=actor, preparation=row, address=address)
    return row


def send_back_preparation(*, actor: Actor, preparation: Preparation, reason: str, address: str = "") -> None:
    """Send the preparation back to its preparer. Raises ``PermissionDenied``, ``ValidationError`` (no reason) or
    ``Conflict`` (over).
    """
    refuse_blank_reason(actor=actor, reason=reason)
    _refuse_signer(actor, preparation)
    with audit_event(
        actor=actor,
        name="offer.send_back_preparation",
        subject_kind="preparation",
        subject_id=preparation.pk,
        subject_label=preparation.number or (preparation.order.number if preparation.order else ""),
        organisation_id=preparation.organisation_id,
        reason=reason,
    ):
        row = lock_preparation(actor=actor, preparation=preparation)
        if row.state != PreparationState.WAITING:
            raise not_pending_conflict(actor=actor, row=row)
        row.state, row.reason = PreparationState.SENT_BACK, reason.strip()
        row.answered_by_name, row.answered_at = actor.name[:200], now()
        row.save(update_fields=["state", "reason", "answered_by_name", "answered_at"])
        notify_preparer(actor=actor, preparation=row, address=address)


def _refuse_signer(actor: Actor, preparation: Preparation) -> None:
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(preparation.organisation_id))
    deny_unless(
        preparation.buyer_id in buyer_organisation_ids(actor, preparation.organisation_id),
        "other_buyer",
        "Cette commande est celle d’un autre acheteur.",
    )
    refusal = signing_refusal(
        preparer_id=preparation.prepared_by_id,
        signer_id=actor.person_id,
        prepared_on=paris_date(preparation.prepared_at),
        on=today(),
        stand_ins=substitutions(actor=actor, person_id=preparation.prepared_by_id),
    )
    if refusal is not None:
        raise PermissionDenied(*refusal, hint="Demandez-le à un autre acheteur.")
