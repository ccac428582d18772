"""What was counted at the date of a sheet, beside what it promised."""

from __future__ import annotations

from pacte.evaluation.models import Experiment, TargetReading
from pacte.kernel.actor import Actor


def target_reading(*, actor: Actor, experiment_id: int) -> TargetReading | None:
    """The reading of one experiment, which the caller may read; None before its date. One query."""
    rows = TargetReading.objects.filter(experiment_id=experiment_id)
    return (rows if actor.is_system else rows.filter(organisation_id__in=actor.host_ids)).first()


def experiments_to_read(*, actor: Actor) -> list[Experiment]:
    """The experiments that are not withdrawn and have no reading yet. The machine only, else raises ``NotFound``."""
    actor.require_system()
    rows = Experiment.objects.filter(withdrawn_on=None).exclude(
        pk__in=TargetReading.objects.values_list("experiment_id", flat=True)
    )
    return list(rows.select_related("plan", "plan_action").prefetch_related("versions").order_by("pk"))
