"""Reminders of a round, seven and two days before. Each is sent once and shown with the answer."""

from __future__ import annotations

from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.queries import version_on
from pacte.steering.models import Remark, RoundAnswer
from pacte.steering.queries.leads import led_actions
from pacte.steering.records import AnswerState, RemarkKind, RoundReminder
from pacte.steering.rules.rounds import reminder_due
from pacte.steering.services.answer_locks import lock_round

# The page where a lead answers. A literal, because this package may not import ``web``.
ANSWER_URL = "/mon-bureau/"


def remind_round(*, actor: Actor, round_id: int, on: date) -> int:
    """Sends the reminders due on a date to leads without an answer. Returns the number of answers reminded.

    A vacant action has no recipient, and no trace of a reminder is stored for it.
    """
    locked_round = lock_round(actor=actor, round_id=round_id, act="round.review")
    due = _answers_to_remind(round_id, locked_round.due_on, on)
    if not due:
        return 0
    led = led_actions(actor=actor, version=version_on(actor=actor, plan=locked_round.plan, on=on), on=on)
    answers_by_recipient: dict[tuple[int, RoundReminder], list[RoundAnswer]] = {}
    for answer, reminder in due:
        action = led.get(answer.plan_action.number)
        respondent = action.respondent(answer.person_id) if action else None
        if respondent:
            answers_by_recipient.setdefault((respondent.person_id, reminder), []).append(answer)
    if not answers_by_recipient:
        return 0
    with audit_event(
        actor=actor,
        name="round.remind",
        subject_kind="round",
        subject_id=locked_round.pk,
        subject_label=locked_round.label,
        organisation_id=locked_round.organisation_id,
    ) as entry:
        for (person_id, reminder), answers in answers_by_recipient.items():
            numbers = [answer.plan_action.number for answer in answers]
            notify(
                actor=actor,
                host_id=locked_round.organisation_id,
                person_ids=[person_id],
                kind="round.reminder",
                subject=f"Rappel : {locked_round.label}, réponse attendue le {format_day(locked_round.due_on)}",
                text=_text(numbers, locked_round.due_on, on),
                address=ANSWER_URL,
                key=f"round:{locked_round.pk}:{reminder}:{','.join(map(str, numbers))}",
            )
        count = sum(map(len, answers_by_recipient.values()))
        Remark.objects.bulk_create(
            Remark(
                organisation_id=locked_round.organisation_id,
                answer=answer,
                kind=RemarkKind.REMINDER,
                about=reminder,
                text=f"Rappel envoyé, {(locked_round.due_on - on).days} j avant la date.",
                at=now(),
                person_name=actor.name,
            )
            for (_, reminder), answers in answers_by_recipient.items()
            for answer in answers
        )
        entry.detail.update(reminded=count)
    return count


def _answers_to_remind(round_id: int, due_on: date, on: date) -> list[tuple[RoundAnswer, RoundReminder]]:
    answers = RoundAnswer.objects.filter(round_id=round_id).select_related("plan_action").prefetch_related("remarks")
    reminders = []
    for answer in answers.order_by("plan_action__number_order"):
        sent = {RoundReminder(each.about) for each in answer.remarks.all() if each.kind == RemarkKind.REMINDER}
        reminder = reminder_due(AnswerState(answer.state), due_on, on, sent)
        if reminder:
            reminders.append((answer, reminder))
    return reminders


def _text(numbers: list[ActionCode], due_on: date, on: date) -> str:
    which = f"l’action {numbers[0]}" if len(numbers) == 1 else f"les actions {', '.join(map(str, numbers))}"
    left = (due_on - on).days
    when = "aujourd’hui" if left == 0 else "demain" if left == 1 else f"dans {left} jours, le {format_day(due_on)}"
    return f"Votre réponse sur {which} est attendue {when}. Ce que vous aviez commencé est gardé."
