"""What the open interface gives, as shapes that describe themselves in OpenAPI."""

from __future__ import annotations

from datetime import date

from ninja import Schema


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
    latitude: float | None
    longitude: float | None
    starts_on: date | None
    ends_on: date | None
    is_rolling: bool
    state: str
    places_opened: int | None
    places_left: int | None
    hours: int | None
    kilometres: float | None = None
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

    total: int
    trainings: int | None
    page: int
    pages: int
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
    nature: str
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
