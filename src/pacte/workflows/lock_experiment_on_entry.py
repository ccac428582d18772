"""Lock the ex-ante protocol of an experiment when the first person enters one of its sessions.

An experiment with sessions in its arms is locked by an entry in one of them, and by no other. Without any, an entry in
a session that the action pays for locks it when that is unambiguous: the action has one such experiment, and no entry
preceded its opening. Otherwise the owner is notified once, and locks by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.evaluation.queries import (
    arm_periods,
    experiment_recipients,
    unlocked_experiments,
    unlocked_experiments_with,
)
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

ENTRY_ACTOR_NAME = "entrées en formation"
_ARM_REASON = "première entrée enregistrée dans une session de l’expérimentation"
_LOCK_REASON = "première entrée enregistrée dans une session de l’action"


def lock_experiments_on_entry(*, actor: Actor, session_id: int, on: date) -> int:
    """A person entered that session on that day. Return how many experiments are locked."""
    # The actor who records an entry may see neither the order nor the experiment: read them with system access.
    with as_system(actor):
        service_actor = system_actor(ENTRY_ACTOR_NAME)
        locked_count = 0
        for experiment in unlocked_experiments_with(actor=service_actor, session_id=session_id, on=today()):
            locked_count += lock_protocol(actor=service_actor, experiment=experiment, on=on, by=_ARM_REASON)
        for plan_action_id in plan_actions_of_session(actor=service_actor, session_id=session_id):
            experiments = _without_sessions(service_actor, plan_action_id)
            if len(experiments) == 1 and not _was_running(service_actor, experiments[0]):
                locked_count += lock_protocol(actor=service_actor, experiment=experiments[0], on=on, by=_LOCK_REASON)
            else:
                for experiment in experiments:
                    _notify_ambiguous_entry(service_actor, experiment, on)
    return locked_count


def _without_sessions(service_actor: Actor, plan_action_id: int) -> list[Experiment]:
    """Unlocked experiments of the action of which nothing says who is in them."""
    experiments = unlocked_experiments(actor=service_actor, plan_action_id=plan_action_id)
    if not experiments:
        return []
    periods = arm_periods(actor=service_actor, experiment_ids=[each.pk for each in experiments], on=today())
    attached = {each.experiment_id for each in periods if each.until is None}
    return [each for each in experiments if each.pk not in attached]


def _was_running(service_actor: Actor, experiment: Experiment) -> bool:
    """Return True when a person had entered a session of the action before the experiment was opened."""
    sessions = sessions_of_plan_action(actor=service_actor, plan_action_id=experiment.plan_action_id)
    return has_entries_before(actor=service_actor, session_ids=sessions, before=experiment.opened_on)


def _notify_ambiguous_entry(service_actor: Actor, experiment: Experiment, on: date) -> None:
    notify(
        actor=service_actor,
        host_id=experiment.organisation_id,
        person_ids=experiment_recipients(actor=service_actor, experiment=experiment, on=today()),
        kind="sheet_entry",
        subject=f"Une personne est entrée : est-ce dans « {experiment.title} » ?",
        text=f"Action {experiment.plan_action.number}, entrée du {format_day(on)}. Rien ne dit si elle "
        f"entre dans cette "
        "expérimentation. Si oui, dites-le sur la fiche : elle se verrouille à la première entrée.",
        address=reverse("experiments:sheet", args=[experiment.plan.code, experiment.number]),
        key=f"sheet:{experiment.pk}:entry",
    )
