"""Nature of trainings: set by hand, else derived from the codes of the file."""

from __future__ import annotations

from collections.abc import Collection

from pacte.kernel.actor import Actor
from pacte.offer.models import Training, TrainingDescription
from pacte.offer.records import TrainingNature
from pacte.offer.rules.nature import nature_of


def natures_of(*, actor: Actor, trainings: Collection[Training]) -> dict[int, TrainingNature]:
    """Nature by training id. Public; one query."""
    overrides = dict(
        TrainingDescription.objects.filter(training__in=list(trainings))
        .exclude(nature="")
        .values_list("training_id", "nature")
    )
    return {
        each.pk: TrainingNature(overrides[each.pk])
        if each.pk in overrides
        else nature_of(
            formacodes=each.formacodes,
            general_objective=each.general_objective,
            is_certifying=each.is_certifying,
        )
        for each in trainings
    }
