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
from pacte.steering.models import Answer, Remark
from pacte.steering.queries.leads import led_actions
from pacte.steering.records import AnswerState, RemarkKind, Reminder
from pacte.steering.rules.rounds import reminder_due
from pacte.steering.services.answering import round_for

# The page where a lead answers. A literal, because this package may not import ``web``.
ADDRESS = "/mon-bureau/"


def remind_round(*, actor: Actor, round_id: int, on: date) -> int:
    """Sends the reminders due on a date to leads without an answer. Returns the number of answers reminded.

    A vacant action has no recipient, and no trace of a reminder is stored for it.
    """
    found = round_for(actor=actor, round_id=round_id, act="round.review")
    due = _due(round_id, found.due_on, on)
    if not due:
        return 0
    led = led_actions(actor=actor, version=version_on(actor=actor, plan=found.plan, on=on), on=on)
    reminded: dict[tuple[int, Reminder], list[Answer]] = {}
    for answer, reminder in due:
        action = led.get(answer.plan_action.number)
        holder = action.asked(answer.person_id) if action else None
        if holder:
            reminded.setdefault((holder.person_id, reminder), []).append(answer)
    if not reminded:
        return 0
    with audit_event(
        actor=actor, name="round.remind", subject_kind="round", subject_id=found.pk, subject_label=found.label,
        organisation_id=found.organisation_id,
    ) as entry:  # fmt: skip
        for (person_id, reminder), answers in reminded.items():
            numbers = [answer.plan_action.number for answer in answers]
            notify(
                actor=actor,
                host_id=found.organisation_id,
                person_ids=[person_id],
                kind="round.reminder",
                subject=f"Rappel : {found.label}, réponse attendue le {format_day(found.due_on)}",
                text=_text(numbers, found.due_on, on),
                address=ADDRESS,
                key=f"round:{found.pk}:{reminder}:{','.join(map(str, numbers))}",
            )
        count = sum(map(len, reminded.values()))
        Remark.objects.bulk_create(
            Remark(
                organisation_id=found.organisation_id,
                answer=answer,
                kind=RemarkKind.REMINDER,
                about=reminder,
                text=f"Rappel envoyé, {(found.due_on - on).days} j avant la date.",
                at=now(),
                person_name=actor.name,
            )
            for (_, reminder), answers in reminded.items()
            for answer in answers
        )
        entry.detail.update(reminded=count)
    return count


def _due(round_id: int, due_on: date, on: date) -> list[tuple[Answer, Reminder]]:
    answers = Answer.objects.filter(round_id=round_id).select_related("plan_action").prefetch_related("remarks")
    found = []
    for answer in answers.order_by("plan_action__number_order"):
        sent = {Reminder(each.about) for each in answer.remarks.all() if each.kind == RemarkKind.REMINDER}
        reminder = reminder_due(AnswerState(answer.state), due_on, on, sent)
        if reminder:
            found.append((answer, reminder))
    return found


def _text(numbers: list[ActionCode], due_on: date, on: date) -> str:
    which = f"l’action {numbers[0]}" if len(numbers) == 1 else f"les actions {', '.join(map(str, numbers))}"
    left = (due_on - on).days
    when = "aujourd’hui" if left == 0 else "demain" if left == 1 else f"dans {left} jours, le {format_day(due_on)}"
    return f"Votre réponse sur {which} est attendue {when}. Ce que vous aviez commencé est gardé."
