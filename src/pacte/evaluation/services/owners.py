"""Ownership of experiments: appoint an owner, hand over those of a person. Allowed after the lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.accounts.models import Person
from pacte.evaluation.models import Experiment, Ownership
from pacte.evaluation.permissions import ExperimentScope, may
from pacte.evaluation.queries.assignments import EXPERIMENT, owned_experiments
from pacte.evaluation.services.guards import (
    locked_experiment,
    refuse_experiment_without_reason,
    refuse_invalid_experiment_date,
)
from pacte.kernel.action_codes import NO_CODE
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import deny_unless
from pacte.kernel.responsibility import Assignment
from pacte.plan.records.stakeholders import ActionStakeholders


def appoint_experiment_owner(
    *, actor: Actor, experiment: Experiment, person: Person | None, on: date, reason: str = ""
) -> None:
    """Sets the owner from ``on``, or makes it vacant. Replacing an owner needs a reason."""
    with locked_experiment(
        actor=actor, experiment=experiment, right="evaluation.write", name="appoint_owner", reason=reason
    ) as (
        locked,
        entry,
    ):
        refuse_invalid_experiment_date(on, since=locked.opened_on)
        before = locked.ownerships.order_by("pk").last()
        if before and before.person_id:
            refuse_experiment_without_reason(reason)
        add_ownership(actor=actor, experiment=locked, person=person, on=on, reason=reason)
        entry.detail.update(person=str(person or ""))


def hand_over_experiments(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Transfers the experiments listed that are open and still owned by ``giver``.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    refuse_experiment_without_reason(reason)
    experiment_ids = {int(each.identifier) for each in holdings if each.kind == EXPERIMENT}
    experiments = [each for each in owned_experiments(actor, giver.pk) if each.pk in experiment_ids]
    for host_id in {each.organisation_id for each in experiments}:
        deny_unless(
            may(actor, "evaluation.hand_over", ExperimentScope(ActionStakeholders(host_id, NO_CODE))),
            "hand_over",
            "Seul le pilote du pacte confie à un autre ce qu’une personne porte.",
        )
    for experiment in experiments:
        with locked_experiment(actor=actor, experiment=experiment, right="", name="hand_over", reason=reason) as (
            locked,
            entry,
        ):
            add_ownership(actor=actor, experiment=locked, person=taker, on=on, reason=reason)
            entry.detail.update(person=str(taker), on=on.isoformat())


def add_ownership(*, actor: Actor, experiment: Experiment, person: Person | None, on: date, reason: str) -> None:
    """Inserts the row, for callers that have checked the permission and opened the audit entry."""
    Ownership.objects.create(
        organisation_id=experiment.organisation_id,
        experiment=experiment,
        person=person,
        since=on,
        recorded_at=now(),
        person_name=actor.name[:200],
        reason=reason.strip(),
    )
