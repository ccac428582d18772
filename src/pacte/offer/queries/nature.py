"""Nature of trainings: set by hand, else derived from the codes of the file."""

from __future__ import annotations

from collections.abc import Collection

from pacte.kernel.actor import Actor
from pacte.offer.models import Sheet, Training
from pacte.offer.records import Nature
from pacte.offer.rules.nature import nature_of


def natures_of(*, actor: Actor, trainings: Collection[Training]) -> dict[int, Nature]:
    """Nature by training id. Public; one query."""
    told = dict(
        Sheet.objects.filter(training__in=list(trainings)).exclude(nature="").values_list("training_id", "nature")
    )
    return {
        each.pk: Nature(told[each.pk])
        if each.pk in told
        else nature_of(
            formacodes=each.formacodes,
            general_objective=each.general_objective,
            is_certifying=each.is_certifying,
        )
        for each in trainings
    }
