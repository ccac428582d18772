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
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day
from pacte.kernel.responsibility import Assignment
from pacte.plan.models import Plan, PlanAction
from pacte.steering.models import Answer, Committee, Decision, DecisionStep
from pacte.steering.permissions import may, owned
from pacte.steering.queries.decisions import decision_by_number, decision_line
from pacte.steering.records.meetings import Step
from pacte.steering.records.words import CommitteeState, DecisionStepKind
from pacte.steering.rules.decisions import broken_step, dates_agree
from pacte.steering.services.committees import committee_act, locked_committee, mark_held, told_at

LONGEST = 4000
_OPEN_STATES = (CommitteeState.PLANNED, CommitteeState.HELD)


@dataclass(frozen=True, slots=True)
class Given:
    """The typed content of a decision. ``owner_body_id``: organisation that owns it, or for which the owner acts."""

    text: str
    numbers: Collection[ActionCode] = ()
    owner_id: int | None = None
    owner_body_id: int | None = None
    due_on: date | None = None
    expected_effect: str = ""
    check_on: date | None = None


def take_decision(
    *, actor: Actor, committee: Committee, given: Given, on: date, answer_id: int | None = None
) -> Decision:
    """Creates a decision of the meeting; the first one marks it as held. ``answer_id``: the answer that requested it.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError``, or ``Conflict`` once the statement is issued.
    """
    locked = locked_committee(actor, "decision.take", committee, *_OPEN_STATES)
    actions = _checked(locked, given)
    asked_by = Answer.objects.filter(pk=answer_id, round__plan=locked.plan).first() if answer_id else None
    if locked.state == CommitteeState.PLANNED:
        mark_held(actor, locked, on)
    Plan.objects.select_for_update(no_key=True).get(pk=locked.plan_id)
    number = (Decision.objects.filter(plan=locked.plan).aggregate(last=Max("number"))["last"] or 0) + 1
    with committee_act(actor, "decision.take", locked) as entry:
        decision = Decision(organisation_id=locked.organisation_id, plan=locked.plan, committee=locked, number=number)
        _write(decision, given, actions)
        if asked_by is not None:
            decision.asked_by = asked_by
            decision.save(update_fields=["asked_by"])
        _add(actor, decision, DecisionStepKind.TAKEN, locked.held_on, told_at(actor, on))
        entry.detail.update(number=number, text=given.text.strip())
    return decision


def change_decision(*, actor: Actor, decision: Decision, given: Given) -> None:
    """Corrects a decision before the statement is issued. Raises like ``take_decision``."""
    locked = locked_committee(actor, "decision.take", decision.committee, *_OPEN_STATES)
    actions = _checked(locked, given)
    with committee_act(actor, "decision.change", locked) as entry:
        entry.detail.update(number=decision.number, before=decision.text, after=given.text.strip())
        _write(decision, given, actions)


def withdraw_decision(*, actor: Actor, decision: Decision) -> None:
    """Deletes a decision entered by mistake, before the statement is issued."""
    locked = locked_committee(actor, "decision.take", decision.committee, *_OPEN_STATES)
    with committee_act(actor, "decision.withdraw", locked) as entry:
        entry.detail.update(number=decision.number, text=decision.text)
        decision.delete()


def record_step(
    *,
    actor: Actor,
    decision: Decision,
    kind: DecisionStepKind,
    happened_on: date,
    on: date,
    note: str = "",
    due_on: date | None = None,
    check_on: date | None = None,
) -> DecisionStep:
    """Adds an event to a decision.

    Raises ``NotFound``, ``PermissionDenied`` (neither owner nor pilot), ``ValidationError``, or ``Conflict`` when the
    event is not allowed in the current state.
    """
    _refuse_unless_follower(actor, decision)
    Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    decision = decision_by_number(actor=actor, plan=decision.plan, number=decision.number)
    if kind is DecisionStepKind.TAKEN or not decision.committee.held_on <= happened_on <= on:
        raise ValidationError(
            "happened_on",
            f"Le {format_day(happened_on)} n’est pas entre le jour de la décision et aujourd’hui.",
            hint="Vérifiez la date.",
        )
    if not note.strip() or len(note) > LONGEST:
        raise ValidationError(
            "note", "Il manque un mot sur ce qui s’est passé, ou il est trop long.", hint="Écrivez-le."
        )
    step = Step(kind, happened_on, told_at(actor, on), note.strip(), due_on, check_on, actor.name)
    _refuse_wrong_step(actor, decision, step, on)
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
        return _add(actor, decision, kind, happened_on, step.recorded_at, note.strip(), due_on, check_on)


def hand_over_decisions(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Transfers decisions from ``giver`` to ``taker``, all or none. Raises ``PermissionDenied``."""
    numbers = [int(each.identifier) for each in holdings]
    held = list(Decision.objects.select_for_update(of=("self",)).filter(pk__in=numbers, owner=giver).order_by("pk"))
    for decision in held:
        if not may(actor, "decision.hand_over", owned(decision.organisation_id, None, None, by_all=True)):
            raise PermissionDenied("decision", "Seul le pilote du pacte change à qui revient une décision.")
    with audit_event(
        actor=actor,
        name="decision.hand_over",
        subject_kind="person",
        subject_id=giver.pk,
        subject_label=str(giver),
        reason=reason,
    ) as entry:
        for decision in held:
            decision.owner = taker
            decision.save(update_fields=["owner"])
        entry.detail.update(to=str(taker), on=on.isoformat(), decisions=[each.number for each in held])


def _checked(committee: Committee, given: Given) -> list[PlanAction]:
    if not given.text.strip() or len(given.text) > LONGEST:
        raise ValidationError(
            "text", "La décision n’est pas écrite, ou elle est trop longue.", hint="Une phrase, un verbe."
        )
    if len(given.expected_effect) > LONGEST:
        raise ValidationError("expected_effect", "L’effet attendu est trop long.", hint="Raccourcissez-le.")
    if given.due_on and given.due_on < committee.held_on:
        raise ValidationError("due_on", "L’échéance serait avant la séance.", hint="Vérifiez la date.")
    if not dates_agree(given.due_on, given.check_on):
        raise ValidationError("check_on", "On vérifierait avant l’échéance.", hint="Choisissez un jour plus tardif.")
    if given.check_on and given.check_on < committee.held_on:
        raise ValidationError("check_on", "On vérifierait avant la séance.", hint="Choisissez un jour plus tardif.")
    if given.owner_id and not Person.objects.filter(pk=given.owner_id, is_active=True).exists():
        raise ValidationError("owner", "Cette personne n’a plus de compte.", hint="Choisissez-en une autre.")
    if given.owner_body_id and not Organisation.objects.filter(pk=given.owner_body_id).exists():
        raise ValidationError("owner", "Cet organisme n’est pas dans l’annuaire.", hint="Choisissez-en un autre.")
    found = list(PlanAction.objects.filter(plan=committee.plan, number__in=given.numbers))
    missing = sorted(set(given.numbers) - {each.number for each in found})
    if missing:
        raise ValidationError("actions", f"Le plan n’a pas d’action {missing[0]}.", hint="Choisissez-la dans la liste.")
    return found


def _write(decision: Decision, given: Given, actions: list[PlanAction]) -> None:
    decision.text = given.text.strip()
    decision.owner_id, decision.owner_body_id = given.owner_id, given.owner_body_id
    decision.due_on, decision.check_on = given.due_on, given.check_on
    decision.expected_effect = given.expected_effect.strip()
    decision.save()
    decision.plan_actions.set(actions)


def _add(
    actor: Actor,
    decision: Decision,
    kind: DecisionStepKind,
    happened_on: date,
    recorded_at: datetime,
    note: str = "",
    due_on: date | None = None,
    check_on: date | None = None,
) -> DecisionStep:
    return DecisionStep.objects.create(
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
    named = (decision.organisation_id, decision.owner_id, decision.owner_body_id)
    if may(actor, "decision.follow", owned(*named, by_all=False)):
        return
    if not may(actor, "decision.read", owned(*named, by_all=True)):
        raise NotFound
    raise PermissionDenied(
        "decision", "Cette décision revient à quelqu’un d’autre.", hint="Dites-le à son responsable, ou au pilote."
    )


def _refuse_wrong_step(actor: Actor, decision: Decision, step: Step, on: date) -> None:
    before = decision_line(actor=actor, decision=decision, on=on)
    if broken_step((*before.steps, step), taken_on=before.decided_on):
        raise Conflict(
            "decision_step",
            f"La décision est « {before.fate.label} » : cette étape ne peut pas venir là.",
            hint="Relisez ce qui est déjà noté, et sa date.",
        )
    if step.kind is not DecisionStepKind.POSTPONED:
        if step.due_on or step.check_on:
            raise ValidationError("due_on", "Seul un report change les dates.", hint="Choisissez « reportée ».")
        return
    due_on, check_on = step.due_on or before.fate.due_on, step.check_on or before.fate.check_on
    if not step.due_on and not step.check_on:
        raise ValidationError("due_on", "Reportée à quand ?", hint="Donnez une échéance, ou un jour de vérification.")
    if min(each for each in (step.due_on, step.check_on) if each) <= step.happened_on:
        raise ValidationError("due_on", "Un report va vers l’avant.", hint="Choisissez une date plus tardive.")
    if not dates_agree(due_on, check_on):
        raise ValidationError("check_on", "On vérifierait avant l’échéance.", hint="Reportez aussi la vérification.")
