"""The first person who enters a session that an action pays for locks the ex-ante sheet of that action.

Only where no doubt is left: the action has one open sheet, and nobody had entered before it was opened. An action that
trains people already, or tries several things at once, does not say which entry is the experiment's: whoever answers
for the sheet is told once, and says it by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.evaluation.queries import open_sheets, told_of
from pacte.evaluation.services import lock
from pacte.journeys.queries.entries import has_entries_before
from pacte.kernel.actor import system
from pacte.kernel.clock import today
from pacte.kernel.french import day
from pacte.notices.services import tell
from pacte.notices.services.machine import as_machine
from pacte.offer.queries.actions import paying_actions, sessions_paid_by

if TYPE_CHECKING:
    from datetime import date

    from pacte.evaluation.models import Experiment
    from pacte.kernel.actor import Actor

MACHINE = "entrées en formation"
_BY = "première entrée enregistrée dans une session de l’action"


def lock_on_entry(*, actor: Actor, session_id: int, on: date) -> int:
    """Somebody entered that session on that day. Gives how many sheets this locked."""
    # Who records an entry may see neither the order nor the sheet: the machine looks them up.
    with as_machine(actor):
        machine = system(MACHINE)
        locked = 0
        for plan_action_id in paying_actions(actor=machine, session_id=session_id):
            sheets = open_sheets(actor=machine, plan_action_id=plan_action_id)
            if len(sheets) == 1 and not _was_running(machine, sheets[0]):
                locked += lock(actor=machine, experiment=sheets[0], on=on, by=_BY)
            else:
                for sheet in sheets:
                    _tell(machine, sheet, on)
    return locked


def _was_running(machine: Actor, sheet: Experiment) -> bool:
    """Somebody had entered a session of the action before the sheet was opened."""
    sessions = sessions_paid_by(actor=machine, plan_action_id=sheet.plan_action_id)
    return has_entries_before(actor=machine, session_ids=sessions, before=sheet.opened_on)


def _tell(machine: Actor, sheet: Experiment, on: date) -> None:
    tell(
        actor=machine,
        host_id=sheet.organisation_id,
        person_ids=told_of(actor=machine, experiment=sheet, on=today()),
        kind="sheet_entry",
        subject=f"Une personne est entrée : est-ce dans « {sheet.title} » ?",
        text=f"Action {sheet.plan_action.number}, entrée du {day(on)}. Rien ne dit si elle entre dans cette "
        "expérimentation. Si oui, dites-le sur la fiche : elle se verrouille à la première entrée.",
        address=reverse("experiments:sheet", args=[sheet.plan.code, sheet.number]),
        key=f"sheet:{sheet.pk}:entry",
    )
