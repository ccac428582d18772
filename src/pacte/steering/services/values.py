"""Declares the figures of a lead, with their evidence. A correction is a new row; the corrected row stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.steering.models import DeclaredValue
from pacte.steering.services.answer_locks import lock_answer

_MAX_VALUE = Decimal(10) ** 13


def declare_value(
    *,
    actor: Actor,
    round_id: int,
    number: ActionCode,
    what: str,
    value: Decimal,
    happened_on: date,
    on: date,
    unit: str = "",
    proof: str = "",
    proof_url: str = "",
    indicator_code: str = "",
    corrects_id: int | None = None,
) -> DeclaredValue:
    """Declares a value as of ``happened_on``. ``corrects_id``: the row of the same action that this one replaces."""
    _refuse_invalid_value(what, value, happened_on, on, proof_url)
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    before = None
    if corrects_id is not None:
        before = DeclaredValue.objects.filter(pk=corrects_id, plan_action_id=context.led.plan_action_id).first()
        if before is None:
            raise NotFound
        if DeclaredValue.objects.filter(corrects=before).exists():
            raise Conflict("already_corrected", "Ce chiffre a déjà été corrigé.", hint="Corrigez la dernière ligne.")
    with audit_event(
        actor=actor, name="value.declare", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        new_value = DeclaredValue.objects.create(
            organisation_id=context.round.organisation_id,
            plan_action_id=context.led.plan_action_id,
            answer=context.answer,
            what=what.strip(),
            indicator_code=indicator_code[:80],
            value=value,
            unit=unit.strip()[:120],
            happened_on=happened_on,
            recorded_at=now(),
            proof=proof.strip(),
            proof_url=proof_url.strip(),
            person_name=actor.name,
            corrects=before,
        )
        entry.detail.update(
            what=new_value.what, value=str(value), unit=new_value.unit, corrects=str(before.value) if before else ""
        )
    return new_value


def _refuse_invalid_value(what: str, value: Decimal, happened_on: date, on: date, proof_url: str) -> None:
    if not what.strip() or len(what) > 300:
        raise ValidationError(
            "value_what", "On ne sait pas ce que compte ce chiffre.", hint="Dites-le, en 300 signes au plus."
        )
    if not value.is_finite() or abs(value) >= _MAX_VALUE:
        raise ValidationError("value_size", "Ce nombre est hors de mesure.", hint="Vérifiez l’unité.")
    if happened_on > on:
        raise ValidationError("value_later", "Ce chiffre serait vrai dans l’avenir.", hint="Donnez un jour passé.")
    if proof_url and not proof_url.strip().startswith(("https://", "http://")):
        raise ValidationError(
            "proof_url", "L’adresse de la preuve n’en est pas une.", hint="Elle commence par https://."
        )
    if len(proof_url) > 500:
        raise ValidationError("proof_url", "L’adresse de la preuve est trop longue.", hint="500 signes au plus.")
