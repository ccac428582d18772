"""Reminders of upcoming and past due dates. Runs each morning; idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import File
from pacte.procedures.queries.files import DueLine, file_line
from pacte.procedures.rules.days import reminder_of


def remind(*, actor: Actor, on: date, address_of: Callable[[str, int], str]) -> int:
    """Notifies the owner of each case, else the people named for its action, of upcoming or past due dates.

    Suspended cases are skipped. ``address_of`` returns the page of a case from the plan code and its number.
    System actor only. Returns the number of notifications.
    """
    if not actor.is_system:
        raise PermissionDenied("remind", "Les rappels partent d’eux-mêmes.")
    going = File.objects.filter(ended_on__isnull=True, held_since__isnull=True)
    ties: dict[int, dict[ActionCode, ActionStakeholders]] = {}
    told = 0
    for file in going.select_related("plan", "plan_action", "owner").prefetch_related("deadlines", "deliverables"):
        if file.plan_id not in ties:
            ties[file.plan_id] = stakeholders_by_action(actor=actor, plan=file.plan, on=on)
        tied = ties[file.plan_id].get(file.plan_action.number)
        people = [file.owner_id] if file.owner_id else sorted(tied.lead_person_ids if tied else ())
        line = file_line(file, on)
        for each in line.dues:
            mark = reminder_of(each.due, on)
            if mark and people:
                told += notify(
                    actor=actor,
                    host_id=file.organisation_id,
                    person_ids=people,
                    kind="study_due",
                    subject=f"{each.label}, {_when(each, on)}",
                    text=f"Dossier « {line.title} », action {line.action_number}. {each.label} : {format_day(each.on)}.",
                    address=address_of(file.plan.code, line.number),
                    key=f"file:{file.pk}:{each.due.key}:{mark}",
                )
    return told


def _when(each: DueLine, on: date) -> str:
    left = (each.on - on).days
    if left < 0:
        return f"en retard de {-left} jour{'s' if left < -1 else ''}"
    return "aujourd’hui" if left == 0 else f"dans {left} jour{'s' if left > 1 else ''}"
