"""Record the same steps for several people: each separately, with the reason of each refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from pacte.journeys.services import StepInput
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.workflows.record_journey_step import record_journey_step


@dataclass(frozen=True, slots=True)
class NotDone:
    """Why nothing was recorded for this person."""

    key: UUID
    why: str


@dataclass(slots=True)
class Together:
    done: list[UUID] = field(default_factory=list)
    refused: list[NotDone] = field(default_factory=list)


def record_together(*, actor: Actor, given: Mapping[UUID, Sequence[StepInput]]) -> Together:
    """Record all the steps of each person, or none of them. Refusals are returned, not raised."""
    found = Together()
    for key, steps in given.items():
        try:
            with transaction.atomic():
                for step in steps:
                    record_journey_step(actor=actor, key=key, given=step)
        except (Conflict, ValidationError, PermissionDenied, NotFound) as error:
            found.refused.append(NotDone(key, str(error)))
        else:
            found.done.append(key)
    return found
