"""Writes on a decision: take, correct or withdraw before the statement is issued, then record events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from pacte.accounts.models import Organisation, Person
from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError, deny_unless, hide_unless
from pacte.kernel.french import format_day
from pacte.kernel.responsibility import Assignment
from pacte.plan.models import Plan, PlanAction
from pacte.steering.models import Committee, Decision, DecisionEvent, RoundAnswer
from pacte.steering.permissions import decision_scope, may
from pacte.steering.queries.decisions import decision_by_number, decision_summary
from pacte.steering.records.enums import CommitteeState, DecisionEventKind
from pacte.steering.records.meetings import DecisionEventRow
from pacte.steering.rules.decision_status import first_invalid_event, is_check_after_due
from pacte.steering.services.committees import committee_audit, lock_committee, recorded_at_for, set_committee_held

MAX_TEXT_LENGTH = 4000
_EDITABLE_STATES = (CommitteeState.PLANNED, CommitteeState.HELD)


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """The typed content of a decision. ``owner_body_id``: organisation that owns it, or for which the owner acts."""

    text: str
    numbers: Collection[ActionCode] = ()
    owner_id: int | None = None
    owner_body_id: int | None = None
    due_on: date | None = None
    expected_effect: str = ""
    check_on: date | None = None


def take_decision(
    *, actor: Actor, committee: Committee, decision_input: DecisionInput, on: date, answer_id: int | None = None
) -> Decision:
    """Creates a decision of the meeting; the first one marks it as held. ``answer_id``: the answer that requested it.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError``, or ``Conflict`` once the statement is issued.
    """
    locked = lock_committee(actor, "decision.take", committee, *_EDITABLE_STATES)
    actions = _validated_actions(locked, decision_input)
    asked_by = RoundAnswer.objects.filter(pk=answer_id, round__plan=locked.plan).first() if answer_id else None
    if locked.state == CommitteeState.PLANNED:
        set_committee_held(actor, locked, on)
    Plan.objects.select_for_update(no_key=True).get(pk=locked.plan_id)
    number = (Decision.objects.filter(plan=locked.plan).aggregate(last=Max("number"))["last"] or 0) + 1
    with committee_audit(actor, "decision.take", locked) as entry:
        decision = Decision(organisation_id=locked.organisation_id, plan=locked.plan, committee=locked, number=number)
        _apply_input(decision, decision_input, actions)
        if asked_by is not None:
            decision.asked_by = asked_by
            decision.save(update_fields=["asked_by"])
        _add_event(actor, decision, DecisionEventKind.TAKEN, locked.held_on, recorded_at_for(actor, on))
        entry.detail.update(number=number, text=decision_input.text.strip())
    return decision


def change_decision(*, actor: Actor, decision: Decision, decision_input: DecisionInput) -> None:
    """Corrects a decision before the statement is issued. Raises like ``take_decision``."""
    locked = lock_committee(actor, "decision.take", decision.committee, *_EDITABLE_STATES)
    actions = _validated_actions(locked, decision_input)
    with committee_audit(actor, "decision.change", locked) as entry:
        entry.detail.update(number=decision.number, before=decision.text, after=decision_input.text.strip())
        _apply_input(decision, decision_input, actions)


def withdraw_decision(*, actor: Actor, decision: Decision) -> None:
    """Deletes a decision entered by mistake, before the statement is issued."""
    locked = lock_committee(actor, "decision.take", decision.committee, *_EDITABLE_STATES)
    with committee_audit(actor, "decision.withdraw", locked) as entry:
        entry.detail.update(number=decision.number, text=decision.text)
        decision.delete()


def record_decision_event(
    *,
    actor: Actor,
    decision: Decision,
    kind: DecisionEventKind,
    happened_on: date,
    on: date,
    note: str = "",
    due_on: date | None = None,
    check_on: date | None = None,
) -> DecisionEvent:
    """Adds an event to a decision.

    Raises ``NotFound``, ``PermissionDenied`` (neither owner nor pilot), ``ValidationError``, or ``Conflict`` when the
    event is not allowed in the current state.
    """
    _refuse_unless_follower(actor, decision)
    Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    decision = decision_by_number(actor=actor, plan=decision.plan, number=decision.number)
    if kind is DecisionEventKind.TAKEN or not decision.committee.held_on <= happened_on <= on:
        raise ValidationError(
            "happened_on",
            f"Le {format_day(happened_on)} n’est pas entre le jour de la décision et aujourd’hui.",
            hint="Vérifiez la date.",
        )
    if not note.strip() or len(note) > MAX_TEXT_LENGTH:
        raise ValidationError(
            "note", "Il manque un mot sur ce qui s’est passé, ou il est trop long.", hint="Écrivez-le."
        )
    event = DecisionEventRow(kind, happened_on, recorded_at_for(actor, on), note.strip(), due_on, check_on, actor.name)
    _refuse_invalid_event(actor, decision, event, on)
    with audit_event(
        actor=actor,
        name=f"decision.{kind}",
        subject_kind="decision",
        subject_id=f"{decision.plan.code}:{decision.number}",
        subject_label=decision.text[:300],
        organisation_id=decision.organisation_id,
        reason=note.strip(),
    ) as entry:
        entry.detail.update(happened_on=happened_on.isoformat())
        return _add_event(actor, decision, kind, happened_on, event.recorded_at, note.strip(), due_on, check_on)


def hand_over_decisions(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Transfers decisions from ``giver`` to ``taker``, all or none. Raises ``PermissionDenied``."""
    numbers = [int(each.identifier) for each in holdings]
    decisions = list(
        Decision.objects.select_for_update(of=("self",)).filter(pk__in=numbers, owner=giver).order_by("pk")
    )
    for decision in decisions:
        deny_unless(
            may(actor, "decision.hand_over", decision_scope(decision.organisation_id, None, None, by_all=True)),
            "decision",
            "Seul le pilote du pacte change à qui revient une décision.",
        )
    with audit_event(
        actor=actor,
        name="decision.hand_over",
        subject_kind="person",
        subject_id=giver.pk,
        subject_label=str(giver),
        reason=reason,
    ) as entry:
        for decision in decisions:
            decision.owner = taker
            decision.save(update_fields=["owner"])
        entry.detail.update(to=str(taker), on=on.isoformat(), decisions=[each.number for each in decisions])


def _validated_actions(committee: Committee, decision_input: DecisionInput) -> list[PlanAction]:
    if not decision_input.text.strip() or len(decision_input.text) > MAX_TEXT_LENGTH:
        raise ValidationError(
            "text", "La décision n’est pas écrite, ou elle est trop longue.", hint="Une phrase, un verbe."
        )
    if len(decision_input.expected_effect) > MAX_TEXT_LENGTH:
        raise ValidationError("expected_effect", "L’effet attendu est trop long.", hint="Raccourcissez-le.")
    if decision_input.due_on and decision_input.due_on < committee.held_on:
        raise ValidationError("due_on", "L’échéance serait avant la séance.", hint="Vérifiez la date.")
    if not is_check_after_due(decision_input.due_on, decision_input.check_on):
        raise ValidationError("check_on", "On vérifierait avant l’échéance.", hint="Choisissez un jour plus tardif.")
    if decision_input.check_on and decision_input.check_on < committee.held_on:
        raise ValidationError("check_on", "On vérifierait avant la séance.", hint="Choisissez un jour plus tardif.")
    if decision_input.owner_id and not Person.objects.filter(pk=decision_input.owner_id, is_active=True).exists():
        raise ValidationError("owner", "Cette personne n’a plus de compte.", hint="Choisissez-en une autre.")
    if decision_input.owner_body_id and not Organisation.objects.filter(pk=decision_input.owner_body_id).exists():
        raise ValidationError("owner", "Cet organisme n’est pas dans l’annuaire.", hint="Choisissez-en un autre.")
    actions = list(PlanAction.objects.filter(plan=committee.plan, number__in=decision_input.numbers))
    missing = sorted(set(decision_input.numbers) - {each.number for each in actions})
    if missing:
        raise ValidationError("actions", f"Le plan n’a pas d’action {missing[0]}.", hint="Choisissez-la dans la liste.")
    return actions


def _apply_input(decision: Decision, decision_input: DecisionInput, actions: list[PlanAction]) -> None:
    decision.text = decision_input.text.strip()
    decision.owner_id, decision.owner_body_id = decision_input.owner_id, decision_input.owner_body_id
    decision.due_on, decision.check_on = decision_input.due_on, decision_input.check_on
    decision.expected_effect = decision_input.expected_effect.strip()
    decision.save()
    decision.plan_actions.set(actions)


def _add_event(
    actor: Actor,
    decision: Decision,
    kind: DecisionEventKind,
    happened_on: date,
    recorded_at: datetime,
    note: str = "",
    due_on: date | None = None,
    check_on: date | None = None,
) -> DecisionEvent:
    return DecisionEvent.objects.create(
        organisation_id=decision.organisation_id,
        decision=decision,
        kind=kind,
        happened_on=happened_on,
        recorded_at=recorded_at,
        note=note,
        due_on=due_on,
        check_on=check_on,
        person_name=actor.name[:200],
    )


def _refuse_unless_follower(actor: Actor, decision: Decision) -> None:
    scope_ids = (decision.organisation_id, decision.owner_id, decision.owner_body_id)
    if may(actor, "decision.follow", decision_scope(*scope_ids, by_all=False)):
        return
    hide_unless(may(actor, "decision.read", decision_scope(*scope_ids, by_all=True)))
    raise PermissionDenied(
        "decision", "Cette décision revient à quelqu’un d’autre.", hint="Dites-le à son responsable, ou au pilote."
    )


def _refuse_invalid_event(actor: Actor, decision: Decision, event: DecisionEventRow, on: date) -> None:
    before = decision_summary(actor=actor, decision=decision, on=on)
    if first_invalid_event((*before.steps, event), taken_on=before.decided_on):
        raise Conflict(
            "decision_step",
            f"La décision est « {before.status.label} » : cette étape ne peut pas venir là.",
            hint="Relisez ce qui est déjà noté, et sa date.",
        )
    if event.kind is not DecisionEventKind.POSTPONED:
        if event.due_on or event.check_on:
            raise ValidationError("due_on", "Seul un report change les dates.", hint="Choisissez « reportée ».")
        return
    due_on, check_on = event.due_on or before.status.due_on, event.check_on or before.status.check_on
    if not event.due_on and not event.check_on:
        raise ValidationError("due_on", "Reportée à quand ?", hint="Donnez une échéance, ou un jour de vérification.")
    if min(each for each in (event.due_on, event.check_on) if each) <= event.happened_on:
        raise ValidationError("due_on", "Un report va vers l’avant.", hint="Choisissez une date plus tardive.")
    if not is_check_after_due(due_on, check_on):
        raise ValidationError("check_on", "On vérifierait avant l’échéance.", hint="Reportez aussi la vérification.")
