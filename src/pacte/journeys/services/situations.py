"""Situation surveys at 3, 6 and 12 months: sent once, reminded once, answered or closed without an answer."""

from __future__ import annotations

from datetime import date

from pacte.journeys.models import Journey, LearnerContact, SituationAsk, Step
from pacte.journeys.records import HORIZONS, JourneyState, LetterKind, StepKind
from pacte.journeys.rules.situations import CLOSED_AFTER, REMINDED_AFTER, asked_on, window
from pacte.journeys.services.letters import write_letter
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound

_AT_ONCE = 2000


def ask_situations(*, actor: Actor, on: date) -> int:
    """Surveys learners whose horizon falls in the last weeks and who were not asked yet. Must run as the machine.

    Returns how many. Without an e-mail address the question stays on the learner's pages and with their adviser.
    """
    _refuse_unless_machine(actor)
    asked = 0
    for months in HORIZONS:
        first, last = window(months, on=on)
        journeys = (
            Journey.objects.filter(state=JourneyState.ENDED, ended_on__range=(first, last), learner__purged_at=None)
            .exclude(situation_asks__months=months)
            .select_related("learner")
            .order_by("pk")[:_AT_ONCE]
        )
        for journey in journeys:
            if not said_at(journey, months):
                SituationAsk.objects.create(
                    organisation_id=journey.organisation_id, journey=journey, months=months, asked_at=now()
                )
                _write(actor, journey)
                asked += 1
    return asked


def remind_situations(*, actor: Actor, on: date) -> int:
    """One reminder to those without an answer. Must run as the machine."""
    _refuse_unless_machine(actor)
    silent = SituationAsk.objects.filter(
        answered_at=None, closed_at=None, reminded_at=None, asked_at__date__lte=on - REMINDED_AFTER
    ).select_related("journey__learner")
    reminded = list(silent.order_by("pk")[:_AT_ONCE])
    for each in reminded:
        each.reminded_at = now()
        each.save(update_fields=["reminded_at"])
        _write(actor, each.journey)
    return len(reminded)


def silent_asks(*, actor: Actor, on: date) -> list[SituationAsk]:
    """Old surveys without an answer: the workflow that records steps handles them."""
    _refuse_unless_machine(actor)
    silent = SituationAsk.objects.filter(answered_at=None, closed_at=None, asked_at__date__lte=on - CLOSED_AFTER)
    return list(silent.select_related("journey").order_by("pk")[:_AT_ONCE])


def close_ask(*, actor: Actor, ask: SituationAsk) -> None:
    _refuse_unless_machine(actor)
    ask.closed_at = now()
    ask.save(update_fields=["closed_at"])


def mark_answered(*, actor: Actor, journey: Journey, months: int) -> None:
    """Marks the survey, if any, as answered; the answer counts with or without a survey."""
    SituationAsk.objects.filter(journey=journey, months=months, answered_at=None).update(answered_at=now())


def due_horizon(*, actor: Actor, journey: Journey, on: date) -> int | None:
    """The last horizon reached without an answer, in months: the one to ask about now."""
    if journey.ended_on is None:
        return None
    reached = [months for months in HORIZONS if asked_on(journey.ended_on, months) <= on]
    return next((months for months in reversed(reached) if not said_at(journey, months)), None) if reached else None


def said_at(journey: Journey, months: int) -> bool:
    """True when the learner's answer at that horizon is known, whatever its source."""
    steps = Step.objects.filter(journey=journey, kind=StepKind.SITUATION, is_withdrawn=False)
    return any(step.detail.get("months") == months and step.detail.get("answered") for step in steps)


def _write(actor: Actor, journey: Journey) -> None:
    if LearnerContact.objects.filter(learner_id=journey.learner_id).exclude(email="").exists():
        write_letter(actor=actor, learner=journey.learner, kind=LetterKind.SITUATION)


def _refuse_unless_machine(actor: Actor) -> None:
    if not actor.is_system:
        raise NotFound
