"""Record lapses, and remind advisers of unanswered proposals and invitations, and of silent people.

A lapse is recorded by the system actor and closes nothing: the journey is open again, and its next proposal is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from pacte.journeys.queries.pending_answers import PendingJourney, pending_journeys, silent_learner_counts
from pacte.journeys.records import StepKind, StepSource
from pacte.journeys.records.adviser_desk import SILENT_DAYS
from pacte.journeys.rules.lapses import answer_deadline, is_lapsed, is_reminder_due, silence_key
from pacte.journeys.rules.step_messages import learner_page_path
from pacte.journeys.services import StepInput
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.services import notify
from pacte.workflows.record_journey_step import record_journey_step

_SILENT_PAGE = "/mes-personnes/?attente=sans-nouvelles"


@dataclass(frozen=True, slots=True)
class ReminderCounts:
    """``lapsed`` journeys are open again; ``reminded`` and ``silent`` count new messages."""

    lapsed: int
    reminded: int
    silent: int


def remind_people(*, actor: Actor, on: date | None = None) -> ReminderCounts:
    """Record the lapses of that day and send its reminders. Idempotent for a day. Must run as the system actor."""
    at = on or today()
    waiting = pending_journeys(actor=actor)
    lapsed = [each for each in waiting if is_lapsed(each.pending, at)]
    due_soon = [each for each in waiting if is_reminder_due(each.pending, at)]
    return ReminderCounts(
        lapsed=sum(_record_lapse(actor, each, at) for each in lapsed),
        reminded=sum(_remind_adviser(actor, each) for each in due_soon),
        silent=_notify_silent_people(
            actor, at, excluded_journey_ids=frozenset(each.pending.journey_id for each in due_soon)
        ),
    )


def _record_lapse(actor: Actor, each: PendingJourney, on: date) -> bool:
    """Return False when a late step made the lapse impossible meanwhile: the desk shows the journey as it is."""
    step_input = StepInput(
        StepKind.LAPSED, on, source=StepSource.MACHINE,
        message_key=f"lapse:{each.pending.journey_id}:{each.pending.state_on.isoformat()}",
    )  # fmt: skip
    try:
        with transaction.atomic():
            return record_journey_step(actor=actor, key=each.key, step_input=step_input).is_new
    except Conflict:
        return False


def _remind_adviser(actor: Actor, each: PendingJourney) -> int:
    ends = answer_deadline(each.pending)
    if each.person_id is None or ends is None:
        return 0
    return notify(
        actor=actor,
        host_id=each.host_id,
        person_ids=[each.person_id],
        kind="journeys.lapses_soon",
        subject="Une réponse attendue arrive à son terme",
        text=f"Une personne que vous accompagnez n’a pas encore répondu. Sans réponse le {format_day(ends)}, une autre "
        "proposition lui sera due.",
        address=learner_page_path(each.learner_key),
        key=silence_key(each.pending.journey_id, each.pending.expires_on or ends),
    )


def _notify_silent_people(actor: Actor, on: date, *, excluded_journey_ids: frozenset[int]) -> int:
    """Notify each adviser weekly of how many of their people are silent, without the journeys already notified."""
    year, week, _ = on.isocalendar()
    return sum(
        notify(
            actor=actor,
            host_id=host_id,
            person_ids=[person_id],
            kind="journeys.silent",
            subject="Des personnes n’ont plus donné de nouvelles",
            text=f"{pluralise(count, 'personne')} que vous accompagnez : plus de {SILENT_DAYS} jours sans signe.",
            address=_SILENT_PAGE,
            key=f"silent:{year}-{week:02}",
        )
        for (host_id, person_id), count in sorted(
            silent_learner_counts(actor=actor, on=on, silent_days=SILENT_DAYS, excluding=excluded_journey_ids).items()
        )
    )
