"""Situation surveys at 3, 6 and 12 months: sent once, reminded once, answered or closed without an answer."""

from __future__ import annotations

from datetime import date

from pacte.journeys.models import Journey, LearnerContact, SituationSurvey, Step
from pacte.journeys.records import HORIZONS, JourneyState, LearnerEmailKind, StepKind
from pacte.journeys.rules.situations import CLOSED_AFTER, REMINDED_AFTER, survey_window
from pacte.journeys.services.learner_emails import queue_learner_email
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

_AT_ONCE = 2000


def send_situation_surveys(*, actor: Actor, on: date) -> int:
    """Surveys learners whose horizon falls in the last weeks and who were not asked yet. Must run as the machine.

    Returns how many. Without an e-mail address the question stays on the learner's pages and with their adviser.
    """
    actor.require_system()
    sent_count = 0
    for months in HORIZONS:
        first, last = survey_window(months, on=on)
        journeys = (
            Journey.objects.filter(state=JourneyState.ENDED, ended_on__range=(first, last), learner__purged_at=None)
            .exclude(situation_asks__months=months)
            .select_related("learner")
            .order_by("pk")[:_AT_ONCE]
        )
        for journey in journeys:
            if not has_answered(journey, months):
                SituationSurvey.objects.create(
                    organisation_id=journey.organisation_id, journey=journey, months=months, asked_at=now()
                )
                _queue_survey_email(actor, journey)
                sent_count += 1
    return sent_count


def send_survey_reminders(*, actor: Actor, on: date) -> int:
    """One reminder to those without an answer. Must run as the machine."""
    actor.require_system()
    unanswered = SituationSurvey.objects.filter(
        answered_at=None, closed_at=None, reminded_at=None, asked_at__date__lte=on - REMINDED_AFTER
    ).select_related("journey__learner")
    surveys = list(unanswered.order_by("pk")[:_AT_ONCE])
    for each in surveys:
        each.reminded_at = now()
        each.save(update_fields=["reminded_at"])
        _queue_survey_email(actor, each.journey)
    return len(surveys)


def unanswered_surveys(*, actor: Actor, on: date) -> list[SituationSurvey]:
    """Old surveys without an answer: the workflow that records steps handles them."""
    actor.require_system()
    unanswered = SituationSurvey.objects.filter(answered_at=None, closed_at=None, asked_at__date__lte=on - CLOSED_AFTER)
    return list(unanswered.select_related("journey").order_by("pk")[:_AT_ONCE])


def close_survey(*, actor: Actor, survey: SituationSurvey) -> None:
    actor.require_system()
    survey.closed_at = now()
    survey.save(update_fields=["closed_at"])


def mark_answered(*, actor: Actor, journey: Journey, months: int) -> None:
    """Marks the survey, if any, as answered; the answer counts with or without a survey."""
    SituationSurvey.objects.filter(journey=journey, months=months, answered_at=None).update(answered_at=now())


def has_answered(journey: Journey, months: int) -> bool:
    """True when the learner's answer at that horizon is known, whatever its source."""
    steps = Step.objects.filter(journey=journey, kind=StepKind.SITUATION, is_withdrawn=False)
    return any(step.detail.get("months") == months and step.detail.get("answered") for step in steps)


def _queue_survey_email(actor: Actor, journey: Journey) -> None:
    if LearnerContact.objects.filter(learner_id=journey.learner_id).exclude(email="").exists():
        queue_learner_email(actor=actor, learner=journey.learner, kind=LearnerEmailKind.SITUATION)
