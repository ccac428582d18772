"""Writes on the risks of an action: open, change, close."""

from __future__ import annotations

from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError, ensure_found
from pacte.steering.models import Risk
from pacte.steering.records import RiskLevel
from pacte.steering.services.answer_locks import AnswerContext, lock_answer


def open_risk(
    *, actor: Actor, round_id: int, number: ActionCode, title: str, level: RiskLevel, response: str, on: date
) -> Risk:
    if not title.strip() or len(title) > 300:
        raise ValidationError(
            "risk_title", "Le risque n’a pas de nom, ou un nom trop long.", hint="Dites ce qui peut arriver."
        )
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    with audit_event(
        actor=actor, name="risk.open", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        risk = Risk.objects.create(
            organisation_id=context.round.organisation_id,
            plan_action_id=context.led.plan_action_id,
            title=title.strip(),
            level=level,
            response=response.strip(),
            opened_on=on,
            person_name=actor.name,
        )
        entry.detail.update(risk=risk.title, level=level)
    return risk


def change_risk(
    *, actor: Actor, round_id: int, number: ActionCode, risk_id: int, level: RiskLevel, response: str, on: date
) -> None:
    """Changes the level or the response. The row history keeps the previous values."""
    context, risk = _lock_risk(actor, round_id, number, risk_id, on)
    with audit_event(
        actor=actor, name="risk.change", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        entry.detail.update(risk=risk.title, before=risk.level, after=level)
        risk.level, risk.response = level, response.strip()
        risk.save(update_fields=["level", "response"])


def close_risk(*, actor: Actor, round_id: int, number: ActionCode, risk_id: int, on: date) -> None:
    """Closes a risk: it happened, or it can no longer happen."""
    context, risk = _lock_risk(actor, round_id, number, risk_id, on)
    with audit_event(
        actor=actor, name="risk.close", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        risk.closed_on = on
        risk.save(update_fields=["closed_on"])
        entry.detail.update(risk=risk.title)


def _lock_risk(actor: Actor, round_id: int, number: ActionCode, risk_id: int, on: date) -> tuple[AnswerContext, Risk]:
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    risk = ensure_found(
        Risk.objects.filter(pk=risk_id, plan_action_id=context.led.plan_action_id, closed_on__isnull=True).first()
    )
    return context, risk
