"""Imports past rounds in order, with their own dates, each frozen as of its closing date. System actor only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Max

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.plan.models import Plan
from pacte.plan.queries import version_on
from pacte.steering.models import Answer, DeclaredValue, Milestone, MilestoneStep, Remark, Risk, Round
from pacte.steering.queries.leads import Led, led_actions
from pacte.steering.queries.rounds import live_round
from pacte.steering.records import MilestoneStepKind, RoundState
from pacte.steering.records.past import PastAnswer, PastRound, PastStep
from pacte.steering.rules.freezing import digest, to_plain


@dataclass(slots=True)
class _Taking:
    """The state of an import: the milestones imported so far, by key."""

    plan: Plan
    led: Led
    milestones: dict[str, Milestone] = field(default_factory=dict)

    def signer(self, number: ActionCode, by: str = "") -> str:
        led = self.led.get(number)
        holder = led.asked(None) if led else None
        return by or (holder.name if holder else "")


def take_over_rounds(*, actor: Actor, plan: Plan, rounds: Sequence[PastRound]) -> int:
    """Appends rounds to those of the plan. Raises ``PermissionDenied``, or ``Conflict`` when a round is open."""
    if not actor.is_system:
        raise PermissionDenied("take_over", "Des tours passés ne se reprennent que par une commande du serveur.")
    if Round.objects.filter(plan=plan, state=RoundState.OPEN).exists():
        raise Conflict("round_open", "Un tour est déjà ouvert sur ce plan.", hint="Clôturez-le d’abord.")
    last = Round.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    taking = _Taking(plan, {})
    with audit_event(
        actor=actor, name="round.take_over", subject_kind="plan", subject_id=plan.pk, subject_label=plan.title,
        organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        for number, past in enumerate(rounds, start=last + 1):
            _take(actor, taking, past, number)
        entry.detail.update(rounds=len(rounds))
    return len(rounds)


def _take(actor: Actor, taking: _Taking, past: PastRound, number: int) -> None:
    plan = taking.plan
    version = version_on(actor=actor, plan=plan, on=past.opened_on)
    taking.led = led_actions(actor=actor, version=version, on=past.opened_on)
    found = Round.objects.create(
        organisation_id=plan.organisation_id,
        plan=plan,
        number=number,
        label=past.label,
        asked=past.asked,
        topics=list(past.topics),
        opened_on=past.opened_on,
        due_on=past.due_on,
        committee_on=past.committee_on,
        opened_by_name=past.pilot,
    )
    known = [each for each in past.answers if each.number in taking.led]
    made = Answer.objects.bulk_create([_answer(taking, found, each) for each in known])
    answers = {each.number: answer for each, answer in zip(known, made, strict=True)}
    _take_steps(taking, past.steps)
    _take_lines(taking, past, answers)
    if past.closed_on:
        found.state, found.closed_at, found.closed_by_name = RoundState.CLOSED, _noon(past.closed_on), past.pilot
        held = live_round(actor=actor, found=found, version=version, led=taking.led, on=past.closed_on)
        found.frozen = to_plain(held)
        found.frozen_digest = digest(found.frozen)
        found.save()


def _answer(taking: _Taking, found: Round, past: PastAnswer) -> Answer:
    led = taking.led[past.number]
    holder = led.asked(None)
    signed = taking.signer(past.number, past.by)
    return Answer(
        organisation_id=found.organisation_id,
        round=found,
        plan_action_id=led.plan_action_id,
        lead_id=led.lead_id,
        lead_name=led.lead_name[:300],
        person_id=holder.person_id if holder else None,
        state=past.state,
        weather=past.weather,
        weather_word=past.word,
        weather_on=past.sent_on or found.opened_on if past.word else past.sent_on,
        weather_by_name=signed if past.weather != "none" else "",
        progress_text=past.progress,
        decision_asked=past.decision_asked,
        sent_at=_noon(past.sent_on) if past.sent_on else None,
        sent_by_name=signed if past.sent_on else "",
    )


def _take_steps(taking: _Taking, steps: Sequence[PastStep]) -> None:
    host_id = taking.plan.organisation_id
    fresh = {
        step.key: Milestone(
            organisation_id=host_id,
            plan_action_id=taking.led[step.number].plan_action_id,
            title=step.title,
            due_on=step.due_on or step.on,
            owner_id=next((each.person_id for each in taking.led[step.number].holders), None),
        )
        for step in steps
        if step.kind is MilestoneStepKind.SET
    }
    taking.milestones |= dict(zip(fresh, Milestone.objects.bulk_create(fresh.values()), strict=True))
    ties = Milestone.depends_on.through
    ties.objects.bulk_create(
        ties(from_milestone_id=taking.milestones[step.key].pk, to_milestone_id=taking.milestones[before].pk)
        for step in steps
        for before in step.after
    )
    for step in steps:
        milestone = taking.milestones[step.key]
        if step.kind is MilestoneStepKind.MOVED and step.due_on:
            milestone.due_on = step.due_on
        elif step.kind is MilestoneStepKind.DONE:
            milestone.done_on = step.on
        elif step.kind is MilestoneStepKind.DROPPED:
            milestone.dropped_on = step.on
    changed = {step.key for step in steps} - fresh.keys() | {
        step.key for step in steps if step.kind is not MilestoneStepKind.SET
    }
    Milestone.objects.bulk_update(
        [taking.milestones[key] for key in sorted(changed)], ["due_on", "done_on", "dropped_on"]
    )
    MilestoneStep.objects.bulk_create(
        MilestoneStep(
            organisation_id=host_id,
            milestone=taking.milestones[step.key],
            kind=step.kind,
            happened_on=step.on,
            recorded_at=_noon(step.on),
            due_on=step.due_on,
            reason=step.reason,
            person_name=taking.signer(step.number) or "Pilote du pacte",
        )
        for step in steps
    )


def _take_lines(taking: _Taking, past: PastRound, answers: dict[ActionCode, Answer]) -> None:
    host_id = taking.plan.organisation_id
    DeclaredValue.objects.bulk_create(
        DeclaredValue(
            organisation_id=host_id,
            plan_action_id=taking.led[each.number].plan_action_id,
            answer=answers.get(each.number),
            what=each.what,
            value=each.value,
            unit=each.unit,
            happened_on=each.on,
            recorded_at=_noon(each.on),
            proof=each.proof,
            person_name=taking.signer(each.number) or past.pilot,
        )
        for each in past.values
    )
    Risk.objects.bulk_create(
        Risk(
            organisation_id=host_id,
            plan_action_id=taking.led[each.number].plan_action_id,
            title=each.title,
            level=each.level,
            response=each.response,
            opened_on=each.opened_on,
            closed_on=each.closed_on,
            person_name=taking.signer(each.number) or past.pilot,
        )
        for each in past.risks
    )
    Remark.objects.bulk_create(
        Remark(
            organisation_id=host_id,
            answer=answers[each.number],
            kind=each.kind,
            about=each.about,
            text=each.text,
            at=_noon(each.on),
            person_name=each.by,
        )
        for each in past.remarks
        if each.number in answers
    )


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), tzinfo=PARIS)
