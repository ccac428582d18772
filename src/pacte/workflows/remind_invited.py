"""Hourly reminders: appointments to come, invitations that expire or were never sent, situation surveys."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from pacte.agenda.queries import meeting_ids_between
from pacte.journeys.queries.invitations import invitations_to_remind, unsent_counts
from pacte.journeys.queries.obligations import referrers_to_notify
from pacte.journeys.records import Channel, LearnerEmailKind, LearnerTextKind, StepKind, StepSource
from pacte.journeys.rules.lapses import silence_key
from pacte.journeys.rules.situations import silence_detail
from pacte.journeys.rules.step_messages import learner_page_path
from pacte.journeys.services import (
    StepInput,
    close_survey,
    lapse_invitations,
    queue_learner_email,
    send_situation_surveys,
    send_survey_reminders,
    unanswered_surveys,
)
from pacte.journeys.services.invitations import mark_reminded
from pacte.journeys.services.learner_texts import queue_learner_text
from pacte.journeys.services.text_gateway import text_gateway
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, paris_date, today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import pluralise
from pacte.notifications.services import notify
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.journeys.models import Invitation

_REMIND_FROM_HOUR = 12
_TEXTED_BEFORE = timedelta(hours=48)
_TEXTING_HOURS = range(9, 19)
_FORGOTTEN_AFTER = timedelta(days=2)


def remind_invited(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Do what is due at that moment. Must run as the system actor. Return counts by kind."""
    on = paris_date(at)
    return {
        "texted": _remind_by_text(actor, at),
        "reminded": _remind_of_tomorrow(actor, at) if at.astimezone(PARIS).hour >= _REMIND_FROM_HOUR else 0,
        "lapsed": _lapse_invitations(actor),
        "unsent": _remind_of_unsent(actor, at),
        "asked": send_situation_surveys(actor=actor, on=on),
        "asked_again": send_survey_reminders(actor=actor, on=on),
        "silent": _close_silent_surveys(actor, on=at),
    }


def _remind_by_text(actor: Actor, at: datetime) -> int:
    """Two days before the slot, by day, whoever was invited by SMS gets one more, where a gateway is set.

    A slot chosen since is reminded of the day before: an SMS just after the choice would say nothing new.
    """
    if text_gateway(actor=actor) is None or at.astimezone(PARIS).hour not in _TEXTING_HOURS:
        return 0
    meetings = meeting_ids_between(actor=actor, first=at + _TEXTED_BEFORE / 2, last=at + _TEXTED_BEFORE)
    due = [each for each in invitations_to_remind(actor=actor, meeting_ids=meetings) if _is_text_due(each)]
    for each in due:
        queue_learner_text(actor=actor, invitation=each, kind=LearnerTextKind.REMINDER)
        mark_reminded(actor=actor, invitation=each)
    return len(due)


def _is_text_due(invitation: Invitation) -> bool:
    slot, chosen_at = invitation.chosen, invitation.chosen_at
    return (
        invitation.channel == Channel.SMS and slot is not None and chosen_at is not None
        and chosen_at < slot.starts_at - _TEXTED_BEFORE
    )  # fmt: skip


def _remind_of_tomorrow(actor: Actor, at: datetime) -> int:
    """E-mail or text those invited so; for the others, the sender gets texts ready to send or to say."""
    tomorrow = datetime.combine(paris_date(at) + timedelta(days=1), time(), tzinfo=PARIS)
    meetings = meeting_ids_between(actor=actor, first=tomorrow, last=tomorrow + timedelta(days=1))
    due = invitations_to_remind(actor=actor, meeting_ids=meetings)
    has_gateway = text_gateway(actor=actor) is not None
    senders: dict[tuple[int, int], int] = {}
    for each in due:
        if each.channel == Channel.EMAIL:
            queue_learner_email(
                actor=actor, learner=each.journey.learner, kind=LearnerEmailKind.REMINDER, invitation=each
            )
        elif each.channel == Channel.SMS and has_gateway:
            queue_learner_text(actor=actor, invitation=each, kind=LearnerTextKind.REMINDER)
        elif each.sender_id:
            key = (each.organisation_id, each.sender_id)
            senders[key] = senders.get(key, 0) + 1
        mark_reminded(actor=actor, invitation=each)
    for (host_id, person_id), count in senders.items():
        notify(
            actor=actor, host_id=host_id, person_ids=[person_id], kind="agenda.remind",
            subject="Rappels à faire pour demain",
            text=f"{count} personne(s) invitée(s) par SMS ou par lettre viennent demain : appelez-les ou écrivez-leur.",
            address="/rendez-vous/invitations/", key=f"agenda.remind:{tomorrow:%Y-%m-%d}:{person_id}",
        )  # fmt: skip
    return len(due)


def _lapse_invitations(actor: Actor) -> int:
    """Silence closes nothing: referrers who were not warned are notified, and the next move is theirs."""
    lapsed = lapse_invitations(actor=actor)
    for each in lapsed:
        people = referrers_to_notify(actor=actor, journey=each.journey, on=today())
        notify(
            actor=actor, host_id=each.organisation_id, person_ids=people | {each.sender_id or 0} - {0},
            kind="journeys.no_answer", subject="Une invitation reste sans réponse",
            text="Une personne que vous accompagnez n’a pas choisi de créneau. Appelez-la, ou invitez-la autrement.",
            address=learner_page_path(each.journey.learner.key), key=silence_key(each.journey_id, each.expires_on),
        )  # fmt: skip
    return len(lapsed)


def _remind_of_unsent(actor: Actor, at: datetime) -> int:
    """No delay runs on an invitation that did not leave: its sender is told, once a week."""
    year, week, _ = paris_date(at).isocalendar()
    return sum(
        notify(
            actor=actor, host_id=host_id, person_ids=[person_id], kind="journeys.unsent",
            subject="Des invitations ne sont pas parties",
            text=f"Préparées depuis deux jours : {pluralise(count, 'invitation')} à envoyer.",
            address="/rendez-vous/invitations/", key=f"journeys.unsent:{year}-{week:02}",
        )
        for (host_id, person_id), count in unsent_counts(actor=actor, before=at - _FORGOTTEN_AFTER).items()
    )  # fmt: skip


def _close_silent_surveys(actor: Actor, *, on: datetime) -> int:
    """Record an unanswered survey as such: the response rate counts it."""
    surveys = unanswered_surveys(actor=actor, on=paris_date(on))
    for survey in surveys:
        step_input = StepInput(
            StepKind.SITUATION, today(), detail=silence_detail(survey.months), source=StepSource.MACHINE,
            message_key=f"situation:{survey.journey_id}:{survey.months}",
        )  # fmt: skip
        # A journey corrected since no longer has an end: nothing to record about what follows.
        with suppress(Conflict):
            record_journey_step(actor=actor, key=survey.journey.key, step_input=step_input)
        close_survey(actor=actor, survey=survey)
    return len(surveys)
