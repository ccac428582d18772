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
from pacte.kernel.errors import Conflict
from pacte.plan.models import Plan
from pacte.plan.queries import version_on
from pacte.steering.models import DeclaredValue, Milestone, MilestoneEvent, Remark, Risk, Round, RoundAnswer
from pacte.steering.queries.leads import LedActions, led_actions
from pacte.steering.queries.rounds import build_round_snapshot
from pacte.steering.records import MilestoneEventKind, RoundState
from pacte.steering.records.past_rounds import PastAnswer, PastMilestoneEvent, PastRound
from pacte.steering.rules.serialisation import json_digest, round_to_json


@dataclass(slots=True)
class _RoundImporter:
    """The state of an import: the milestones imported so far, by key."""

    plan: Plan
    led: LedActions
    milestones: dict[str, Milestone] = field(default_factory=dict)

    def signer(self, number: ActionCode, by: str = "") -> str:
        led = self.led.get(number)
        person = led.respondent(None) if led else None
        return by or (person.name if person else "")


def import_past_rounds(*, actor: Actor, plan: Plan, rounds: Sequence[PastRound]) -> int:
    """Appends rounds to those of the plan. Raises ``PermissionDenied``, or ``Conflict`` when a round is open."""
    actor.require_system("take_over", "Des tours passés ne se reprennent que par une commande du serveur.")
    if Round.objects.filter(plan=plan, state=RoundState.OPEN).exists():
        raise Conflict("round_open", "Un tour est déjà ouvert sur ce plan.", hint="Clôturez-le d’abord.")
    last = Round.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    importer = _RoundImporter(plan, {})
    with audit_event(
        actor=actor, name="round.take_over", subject_kind="plan", subject_id=plan.pk, subject_label=plan.title,
        organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        for number, past in enumerate(rounds, start=last + 1):
            _import_round(actor, importer, past, number)
        entry.detail.update(rounds=len(rounds))
    return len(rounds)


def _import_round(actor: Actor, importer: _RoundImporter, past: PastRound, number: int) -> None:
    plan = importer.plan
    version = version_on(actor=actor, plan=plan, on=past.opened_on)
    importer.led = led_actions(actor=actor, version=version, on=past.opened_on)
    new_round = Round.objects.create(
        organisation_id=plan.organisation_id,
        plan=plan,
        number=number,
        label=past.label,
        instructions=past.instructions,
        topics=list(past.topics),
        opened_on=past.opened_on,
        due_on=past.due_on,
        committee_on=past.committee_on,
        opened_by_name=past.pilot,
    )
    answers_of_led_actions = [each for each in past.answers if each.number in importer.led]
    created_answers = RoundAnswer.objects.bulk_create(
        [_answer(importer, new_round, each) for each in answers_of_led_actions]
    )
    answers = {each.number: answer for each, answer in zip(answers_of_led_actions, created_answers, strict=True)}
    _import_milestone_events(importer, past.steps)
    _import_details(importer, past, answers)
    if past.closed_on:
        new_round.state, new_round.closed_at, new_round.closed_by_name = (
            RoundState.CLOSED,
            _noon_of(past.closed_on),
            past.pilot,
        )
        snapshot = build_round_snapshot(
            actor=actor, target_round=new_round, version=version, led=importer.led, on=past.closed_on
        )
        new_round.frozen = round_to_json(snapshot)
        new_round.frozen_digest = json_digest(new_round.frozen)
        new_round.save()


def _answer(importer: _RoundImporter, target_round: Round, past: PastAnswer) -> RoundAnswer:
    led = importer.led[past.number]
    person = led.respondent(None)
    signer = importer.signer(past.number, past.by)
    return RoundAnswer(
        organisation_id=target_round.organisation_id,
        round=target_round,
        plan_action_id=led.plan_action_id,
        lead_id=led.lead_id,
        lead_name=led.lead_name[:300],
        person_id=person.person_id if person else None,
        state=past.state,
        weather=past.weather,
        weather_word=past.word,
        weather_on=past.sent_on or target_round.opened_on if past.word else past.sent_on,
        weather_by_name=signer if past.weather != "none" else "",
        progress_text=past.progress,
        decision_asked=past.decision_asked,
        sent_at=_noon_of(past.sent_on) if past.sent_on else None,
        sent_by_name=signer if past.sent_on else "",
    )


def _import_milestone_events(importer: _RoundImporter, events: Sequence[PastMilestoneEvent]) -> None:
    host_id = importer.plan.organisation_id
    new_milestones = {
        event.key: Milestone(
            organisation_id=host_id,
            plan_action_id=importer.led[event.number].plan_action_id,
            title=event.title,
            due_on=event.due_on or event.on,
            owner_id=next((each.person_id for each in importer.led[event.number].people), None),
        )
        for event in events
        if event.kind is MilestoneEventKind.SET
    }
    importer.milestones |= dict(
        zip(new_milestones, Milestone.objects.bulk_create(new_milestones.values()), strict=True)
    )
    ties = Milestone.depends_on.through
    ties.objects.bulk_create(
        ties(from_milestone_id=importer.milestones[event.key].pk, to_milestone_id=importer.milestones[before].pk)
        for event in events
        for before in event.after
    )
    for event in events:
        milestone = importer.milestones[event.key]
        if event.kind is MilestoneEventKind.MOVED and event.due_on:
            milestone.due_on = event.due_on
        elif event.kind is MilestoneEventKind.DONE:
            milestone.done_on = event.on
        elif event.kind is MilestoneEventKind.DROPPED:
            milestone.dropped_on = event.on
    changed = {event.key for event in events} - new_milestones.keys() | {
        event.key for event in events if event.kind is not MilestoneEventKind.SET
    }
    Milestone.objects.bulk_update(
        [importer.milestones[key] for key in sorted(changed)], ["due_on", "done_on", "dropped_on"]
    )
    MilestoneEvent.objects.bulk_create(
        MilestoneEvent(
            organisation_id=host_id,
            milestone=importer.milestones[event.key],
            kind=event.kind,
            happened_on=event.on,
            recorded_at=_noon_of(event.on),
            due_on=event.due_on,
            reason=event.reason,
            person_name=importer.signer(event.number) or "Pilote du pacte",
        )
        for event in events
    )


def _import_details(importer: _RoundImporter, past: PastRound, answers: dict[ActionCode, RoundAnswer]) -> None:
    host_id = importer.plan.organisation_id
    DeclaredValue.objects.bulk_create(
        DeclaredValue(
            organisation_id=host_id,
            plan_action_id=importer.led[each.number].plan_action_id,
            answer=answers.get(each.number),
            what=each.what,
            indicator_code=each.indicator_code,
            value=each.value,
            unit=each.unit,
            about_key=each.about_key,
            about_label=each.about_label,
            happened_on=each.on,
            recorded_at=_noon_of(each.on),
            proof=each.proof,
            person_name=importer.signer(each.number) or past.pilot,
        )
        for each in past.values
    )
    Risk.objects.bulk_create(
        Risk(
            organisation_id=host_id,
            plan_action_id=importer.led[each.number].plan_action_id,
            title=each.title,
            level=each.level,
            response=each.response,
            opened_on=each.opened_on,
            closed_on=each.closed_on,
            person_name=importer.signer(each.number) or past.pilot,
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
            at=_noon_of(each.on),
            person_name=each.by,
        )
        for each in past.remarks
        if each.number in answers
    )


def _noon_of(on: date) -> datetime:
    return datetime.combine(on, time(12), tzinfo=PARIS)
