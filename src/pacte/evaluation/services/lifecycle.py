"""Opens an experiment of an action, with an empty protocol, or withdraws it with a reason."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from pacte.accounts.models import Person
from pacte.audit.services import audit_event
from pacte.evaluation.models import Experiment
from pacte.evaluation.permissions import ExperimentScope
from pacte.evaluation.services.guards import (
    locked_experiment,
    refuse_experiment_without_reason,
    refuse_invalid_experiment_date,
    refuse_unless,
)
from pacte.evaluation.services.owners import add_ownership
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, refuse_blank
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number, stakeholders_by_action


def open_experiment(
    *, actor: Actor, plan: Plan, number: ActionCode, title: str, on: date, owner: Person | None = None
) -> Experiment:
    """Opens an experiment. Raises ``NotFound`` (no such action), ``PermissionDenied`` or ``ValidationError``."""
    action = plan_action_by_number(plan=plan, number=number)
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=today(), numbers={number}).get(number)
    if action is None or stakeholders is None:
        raise NotFound
    refuse_unless(actor, "evaluation.open", ExperimentScope(stakeholders))
    refuse_invalid_experiment_date(on)
    refuse_blank(title, "title_missing", "L’expérimentation n’a pas de nom.", hint="Donnez-lui un nom.")
    with audit_event(
        actor=actor,
        name="evaluation.open",
        subject_kind="experiment",
        subject_label=title,
        organisation_id=stakeholders.host_id,
    ) as entry:
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # Serialises the numbering.
        last = Experiment.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
        experiment = Experiment.objects.create(
            organisation_id=stakeholders.host_id,
            plan=plan,
            plan_action=action,
            number=last + 1,
            title=title.strip()[:200],
            opened_on=on,
        )
        if owner:
            add_ownership(actor=actor, experiment=experiment, person=owner, on=on, reason="")
        entry.set_subject("experiment", experiment.pk, experiment.title)
        entry.detail.update(plan=plan.code, action=number, number=experiment.number)
    return experiment


def withdraw_experiment(*, actor: Actor, experiment: Experiment, on: date, reason: str) -> None:
    """Withdraws an experiment. Raises ``Conflict`` once someone has entered."""
    refuse_experiment_without_reason(reason)
    with locked_experiment(
        actor=actor, experiment=experiment, right="evaluation.withdraw", name="withdraw", reason=reason
    ) as (
        locked,
        _,
    ):
        refuse_invalid_experiment_date(on, since=locked.opened_on)
        if locked.locked_on:
            raise Conflict(
                "sheet_locked",
                "Une personne est déjà entrée : la fiche ne se retire plus.",
                hint="Écrivez plutôt un constat, avec le jugement « arrêter ».",
            )
        locked.withdrawn_on, locked.withdrawn_reason = on, reason.strip()
        locked.save()
