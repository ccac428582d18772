"""Response schemas of the public API, documented in OpenAPI."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from pacte.offer.records import SessionState, TrainingNature

Count = Annotated[int, Field(ge=0)]


class TripletOut(Schema):
    """The InterCarif numbers, the only key that all tools share."""

    training: str
    training_action: str
    session: str


class SessionOut(Schema):
    """A session. ``places_left`` is null when nobody said how many there are."""

    triplet: TripletOut
    title: str
    provider: str
    town: str
    postal_code: str
    latitude: Annotated[float, Field(ge=-90, le=90)] | None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None
    starts_on: date | None
    ends_on: date | None
    is_rolling: bool
    state: SessionState
    places_opened: Count | None
    places_left: Count | None
    hours: Count | None
    kilometres: Annotated[float, Field(ge=0)] | None
    page: str
    synthetic: bool


class OccupationOut(Schema):
    """An occupation of ROME. ``label`` is empty when ROME does not know the code here."""

    code: str
    label: str


class SearchOut(Schema):
    """A page of an answer. ``mended``: words as typed → what was looked for in their place. ``occupation``: how its
    words were read.

    ``trainings`` is null when neither words nor a place narrow the search.
    """

    total: Count
    trainings: Count | None
    page: Annotated[int, Field(ge=1)]
    pages: Count
    mended: dict[str, list[str]]
    occupation: OccupationOut | None
    synthetic: bool
    sessions: list[SessionOut]


class TrainingOut(Schema):
    """A training by what people will be able to do, with its sessions to come."""

    number: str
    title: str
    provider: str
    objective: str
    nature: TrainingNature
    is_certifying: bool
    certifications: list[str]
    rome_codes: list[str]
    formacodes: list[str]
    competences: list[str]
    synthetic: bool
    sessions: list[SessionOut]


class ProblemOut(Schema):
    """What happened, why, and what to do."""

    code: str
    message: str
