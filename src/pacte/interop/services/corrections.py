"""User actions on a rejected or unanswered message: correct it, send it again, set it aside."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.audit.services import audit_event
from pacte.interop.models import Delivery
from pacte.interop.permissions import InteropScope, may
from pacte.interop.records import DeliveryEventKind, DeliveryState
from pacte.interop.services.sending import record_delivery_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import (
    Conflict,
    ValidationError,
    deny_unless,
    ensure_found,
    hide_unless,
    refuse_blank,
)

_S = DeliveryState
# An accepted message is replayed only deliberately: under the same key, the partner counts it once.
REPLAYABLE_STATES = (_S.REJECTED, _S.SILENT, _S.SET_ASIDE, _S.ACKNOWLEDGED)
STATES_TO_SET_ASIDE = (_S.TO_SEND, _S.CORRECTED, _S.REJECTED, _S.SILENT)


def correct_delivery(*, actor: Actor, identifier: int, values: Mapping[str, str], note: str) -> Delivery:
    """Send a rejected message again with these values, by pivot field, under a new revision of the same key.

    Without a value, the dossier itself was corrected, and ``note`` says where. Raises ``NotFound``,
    ``PermissionDenied``, ``Conflict`` (no longer rejected) or ``ValidationError`` (neither value nor note).
    """
    corrected_values = {name: value.strip() for name, value in values.items() if value.strip()}
    if not corrected_values and not note.strip():
        raise ValidationError(
            "interop_nothing_mended", "Rien n’a été corrigé.",
            hint="Donnez une valeur, ou dites ce qui a été corrigé dans le dossier.",
        )  # fmt: skip
    with audit_event(actor=actor, name="liaison.mend", reason=note) as entry:
        delivery = _lock_for_change(actor, identifier, (_S.REJECTED,))
        entry.set_subject("delivery", delivery.pk, delivery.key)
        entry.organisation_id = delivery.organisation_id
        entry.detail.update(fields=sorted(corrected_values))
        delivery.mended = {**delivery.mended, **corrected_values}
        _queue_again(delivery, _S.CORRECTED)
        record_delivery_event(
            delivery, DeliveryEventKind.CORRECTED, now(), note or ", ".join(sorted(corrected_values)), actor.name
        )
        delivery.save()
    return delivery


def replay_delivery(*, actor: Actor, identifier: int, note: str = "") -> Delivery:
    """Send the message once more, from the current dossier.

    Raises ``NotFound``, ``PermissionDenied`` or ``Conflict``.
    """
    with audit_event(actor=actor, name="liaison.replay", reason=note) as entry:
        delivery = _lock_for_change(actor, identifier, REPLAYABLE_STATES)
        entry.set_subject("delivery", delivery.pk, delivery.key)
        entry.organisation_id = delivery.organisation_id
        _queue_again(delivery, _S.TO_SEND)
        record_delivery_event(delivery, DeliveryEventKind.REPLAYED, now(), note, actor.name)
        delivery.save()
    return delivery


def set_delivery_aside(*, actor: Actor, identifier: int, reason: str) -> Delivery:
    """The message will not be sent; later ones of its dossier may.

    Raises as above, ``ValidationError`` without a reason.
    """
    refuse_blank(reason, "interop_reason", "Le motif manque.", hint="Dites pourquoi ce message ne partira pas.")
    with audit_event(actor=actor, name="liaison.set_aside", reason=reason) as entry:
        delivery = _lock_for_change(actor, identifier, STATES_TO_SET_ASIDE)
        entry.set_subject("delivery", delivery.pk, delivery.key)
        entry.organisation_id = delivery.organisation_id
        delivery.state, delivery.settled_at, delivery.next_try_at = _S.SET_ASIDE, now(), None
        record_delivery_event(delivery, DeliveryEventKind.SET_ASIDE, now(), reason, actor.name)
        delivery.save()
    return delivery


def _queue_again(delivery: Delivery, state: DeliveryState) -> None:
    delivery.revision += 1
    delivery.state, delivery.tries, delivery.next_try_at, delivery.settled_at = state, 0, now(), None


def _lock_for_change(actor: Actor, identifier: int, states: tuple[DeliveryState, ...]) -> Delivery:
    unlocked = ensure_found(Delivery.objects.filter(pk=identifier).first())
    hide_unless(may(actor, "liaison.read", InteropScope(unlocked.organisation_id)))
    deny_unless(
        may(actor, "liaison.correct", InteropScope(unlocked.organisation_id)),
        "interop_correct",
        "Vous lisez les échanges ; les corriger revient à la Région.",
    )
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("partner").get(pk=identifier)
    if delivery.state not in states:
        raise Conflict(
            "interop_moved", "Ce message a changé d’état depuis que vous l’avez lu.", hint="Relisez-le avant d’agir."
        )
    return delivery
