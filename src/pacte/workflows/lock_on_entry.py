"""Lock the ex-ante protocol of an action when the first person enters a session that it pays for.

Only when unambiguous: the action has one unlocked experiment, and no entry preceded its opening. When an action already
trains people, or runs several experiments, an entry does not tell which one it belongs to: the owner is notified once,
and locks by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.evaluation.queries import experiment_recipients, unlocked_experiments
from pacte.evaluation.services import lock_protocol
from pacte.journeys.queries.training_entries import has_entries_before
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.notifications.services.system_access import as_system
from pacte.offer.queries.plan_actions import plan_actions_of_session, sessions_of_plan_action

if TYPE_CHECKING:
    from datetime import date

    from pacte.evaluation.models import Experiment
    from pacte.kernel.actor import Actor

MACHINE = "entrées en formation"
_BY = "première entrée enregistrée dans une session de l’action"


def lock_on_entry(*, actor: Actor, session_id: int, on: date) -> int:
    """A person entered that session on that day. Return how many experiments are locked."""
    # The actor who records an entry may see neither the order nor the experiment: read them with system access.
    with as_system(actor):
        machine = system_actor(MACHINE)
        locked = 0
        for plan_action_id in plan_actions_of_session(actor=machine, session_id=session_id):
            sheets = unlocked_experiments(actor=machine, plan_action_id=plan_action_id)
            if len(sheets) == 1 and not _was_running(machine, sheets[0]):
                locked += lock_protocol(actor=machine, experiment=sheets[0], on=on, by=_BY)
            else:
                for sheet in sheets:
                    _tell(machine, sheet, on)
    return locked


def _was_running(machine: Actor, sheet: Experiment) -> bool:
    """Return True when a person had entered a session of the action before the experiment was opened."""
    sessions = sessions_of_plan_action(actor=machine, plan_action_id=sheet.plan_action_id)
    return has_entries_before(actor=machine, session_ids=sessions, before=sheet.opened_on)


def _tell(machine: Actor, sheet: Experiment, on: date) -> None:
    notify(
        actor=machine,
        host_id=sheet.organisation_id,
        person_ids=experiment_recipients(actor=machine, experiment=sheet, on=today()),
        kind="sheet_entry",
        subject=f"Une personne est entrée : est-ce dans « {sheet.title} » ?",
        text=f"Action {sheet.plan_action.number}, entrée du {format_day(on)}. Rien ne dit si elle entre dans cette "
        "expérimentation. Si oui, dites-le sur la fiche : elle se verrouille à la première entrée.",
        address=reverse("experiments:sheet", args=[sheet.plan.code, sheet.number]),
        key=f"sheet:{sheet.pk}:entry",
    )
