"""Flat data about one journey, before it is converted to the pivot format. Pure.

Read by the system actor only, at sending time; none of it is stored with the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StepPayload:
    """One step of the journey.

    ``is_in_force`` is False for a step corrected by a later one, or one that withdraws another.
    """

    kind: str
    on: date
    detail: Mapping[str, object] = field(default_factory=dict)
    identifier: int = 0
    is_in_force: bool = True
    corrects: int | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class DossierPayload:
    """Data of one journey. Empty text and None mean unknown, not zero."""

    journey_key: UUID
    first_name: str = ""
    last_name: str = ""
    sex: str = ""
    diploma: int | None = None
    partner_number: str = ""
    provider_siret: str = ""
    provider_activity_number: str = ""
    training_number: str = ""
    action_number: str = ""
    session_number: str = ""
    title: str = ""
    general_objective: int | None = None
    certifications: tuple[Mapping[str, str], ...] = ()
    formacodes: tuple[str, ...] = ()
    hours_centre: int | None = None
    hours_company: int | None = None
    hours_total: int | None = None
    modality: int | None = None
    funders: tuple[Mapping[str, object], ...] = ()
    planned_start: date | None = None
    planned_end: date | None = None
    entered_on: date | None = None
    ended_on: date | None = None
    end_kind: str = ""
    end_reason: str = ""
    minutes_realised: int = 0
    steps: tuple[StepPayload, ...] = ()

    @property
    def steps_in_force(self) -> tuple[StepPayload, ...]:
        return tuple(step for step in self.steps if step.is_in_force)
