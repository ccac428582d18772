"""Declares the figures of a lead, with their evidence. A correction is a new row; the corrected row stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, ensure_found
from pacte.plan.queries import content_of_version
from pacte.plan.queries.territory import expected_units
from pacte.plan.rules.progress_by_unit import ExpectedUnit
from pacte.steering.models import DeclaredValue
from pacte.steering.rules.declared_units import declared_unit, target_by_unit
from pacte.steering.services.answer_locks import AnswerContext, lock_answer

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
    about: str = "",
    corrects_id: int | None = None,
) -> DeclaredValue:
    """Declares a value as of ``happened_on``. ``corrects_id``: the row of the same action that this one replaces.

    ``about``: key of the place or period that the value is about, for a target promised for each of them. A period is
    that of ``happened_on`` by default.
    """
    _refuse_invalid_value(what, value, happened_on, on, proof_url)
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    unit_of_target = _unit_of_target(actor, context, indicator_code, what, about, happened_on)
    before = None
    if corrects_id is not None:
        before = ensure_found(
            DeclaredValue.objects.filter(pk=corrects_id, plan_action_id=context.led.plan_action_id).first()
        )
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
            about_key=unit_of_target.key if unit_of_target else "",
            about_label=unit_of_target.label if unit_of_target else "",
            happened_on=happened_on,
            recorded_at=now(),
            proof=proof.strip(),
            proof_url=proof_url.strip(),
            person_name=actor.name,
            corrects=before,
        )
        entry.detail.update(
            what=new_value.what,
            value=str(value),
            unit=new_value.unit,
            about=new_value.about_label,
            corrects=str(before.value) if before else "",
        )
    return new_value


def _unit_of_target(
    actor: Actor, context: AnswerContext, code: str, what: str, about: str, happened_on: date
) -> ExpectedUnit | None:
    content = content_of_version(context.version)
    figures = [figure for row in content.rows_of(context.number) for figure in row.figures]
    target = target_by_unit(figures, code=code, what=what)
    if target is None:
        if about:
            raise ValidationError(
                "value_about", "Ce chiffre n’est promis ni par lieu ni par période.", hint="Laissez ce champ vide."
            )
        return None
    expected = expected_units(actor=actor, plan=context.round.plan, content=content, figure=target, on=happened_on)
    return declared_unit(target, expected, about, happened_on)


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
