"""Reminders of upcoming and past due dates. Runs each morning; idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import Case
from pacte.procedures.queries.cases import CaseDueDateRow, case_summary
from pacte.procedures.queries.conflicts import people_in_conflict
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.due_dates import due_date_reminder


def remind_case_owners(*, actor: Actor, on: date, address_of: Callable[[str, int], str]) -> int:
    """Notifies the owner of each case, else the people named for its action, of upcoming or past due dates.

    Suspended cases are skipped, and nobody is told of a case that they may not judge. ``address_of`` returns the page
    of a case from the plan code and its number. System actor only. Returns the number of notifications.
    """
    actor.require_system("remind", "Les rappels partent d’eux-mêmes.")
    active_cases = Case.objects.filter(ended_on__isnull=True, held_since__isnull=True)
    stakeholders: dict[int, dict[ActionCode, ActionStakeholders]] = {}
    notified_count = 0
    for case in active_cases.select_related("plan", "plan_action", "owner").prefetch_related(
        "deadlines", "deliverables"
    ):
        if case.plan_id not in stakeholders:
            stakeholders[case.plan_id] = stakeholders_by_action(actor=actor, plan=case.plan, on=on)
        action_ties = stakeholders[case.plan_id].get(case.plan_action.number)
        people = [case.owner_id] if case.owner_id else sorted(action_ties.lead_person_ids if action_ties else ())
        if procedure_edition(case.procedure_code, case.edition).conflicts is not None:
            tied = people_in_conflict(actor=actor, case=case, person_ids=people, on=on)
            people = [each for each in people if each not in tied]
        summary = case_summary(case, on)
        for due_date in summary.due_dates:
            mark = due_date_reminder(due_date.due, on)
            if mark and people:
                notified_count += notify(
                    actor=actor,
                    host_id=case.organisation_id,
                    person_ids=people,
                    kind="study_due",
                    subject=f"{due_date.label}, {_delay_text(due_date, on)}",
                    text=f"Dossier « {summary.title} », action {summary.action_number}. {due_date.label} : "
                    f"{format_day(due_date.on)}.",
                    address=address_of(case.plan.code, summary.number),
                    key=f"file:{case.pk}:{due_date.due.key}:{mark}",
                )
    return notified_count


def _delay_text(due_date: CaseDueDateRow, on: date) -> str:
    left = (due_date.on - on).days
    if left < 0:
        return f"en retard de {-left} jour{'s' if left < -1 else ''}"
    return "aujourd’hui" if left == 0 else f"dans {left} jour{'s' if left > 1 else ''}"
