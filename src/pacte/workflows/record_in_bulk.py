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
class RefusedPerson:
    """Why nothing was recorded for this person."""

    key: UUID
    reason: str


@dataclass(slots=True)
class BulkRecordResult:
    recorded: list[UUID] = field(default_factory=list)
    refused: list[RefusedPerson] = field(default_factory=list)


def record_in_bulk(*, actor: Actor, steps_by_journey: Mapping[UUID, Sequence[StepInput]]) -> BulkRecordResult:
    """Record all the steps of each person, or none of them. Refusals are returned, not raised."""
    result = BulkRecordResult()
    for key, steps in steps_by_journey.items():
        try:
            with transaction.atomic():
                for step in steps:
                    record_journey_step(actor=actor, key=key, step_input=step)
        except (Conflict, ValidationError, PermissionDenied, NotFound) as error:
            result.refused.append(RefusedPerson(key, str(error)))
        else:
            result.recorded.append(key)
    return result
