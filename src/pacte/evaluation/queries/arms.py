"""Sessions of the arms of experiments, as of a date: what the pages and the figures of an experiment count."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.evaluation.models import ArmSession, Experiment
from pacte.evaluation.records import Arm, ArmChange, ArmPeriod
from pacte.evaluation.rules import pair_arm_changes
from pacte.kernel.actor import Actor


def arm_periods(*, actor: Actor, experiment_ids: Collection[int], on: date) -> list[ArmPeriod]:
    """Returns the sessions that were in an arm by that day, those that left included, the earliest first. One query.

    Limited to the pacts of the actor. Whether an experiment may be read is for the caller to ask (``experiments``).
    """
    rows = ArmSession.objects.filter(experiment_id__in=experiment_ids, since__lte=on)
    if not actor.is_system:
        rows = rows.filter(organisation_id__in=actor.host_ids)
    changes = rows.order_by("pk").values_list(
        "experiment_id", "experiment__plan_action_id", "session_id", "arm", "since", "person_name", "reason"
    )
    return pair_arm_changes(
        ArmChange(experiment, action, session, Arm(arm) if arm else None, since, person, reason)
        for experiment, action, session, arm, since, person, reason in changes
    )


def unlocked_experiments_with(*, actor: Actor, session_id: int, on: date) -> list[Experiment]:
    """Returns the experiments without an entry yet that have the session in an arm on that day.

    One query when no experiment ever had it. System actor only, else raises ``NotFound``.
    """
    actor.require_system()
    candidates = {
        each.pk: each
        for each in Experiment.objects.filter(
            arm_sessions__session_id=session_id, locked_on__isnull=True, withdrawn_on__isnull=True
        )
    }
    if not candidates:
        return []
    periods = arm_periods(actor=actor, experiment_ids=candidates, on=on)
    return [candidates[each.experiment_id] for each in periods if each.session_id == session_id and not each.until]
