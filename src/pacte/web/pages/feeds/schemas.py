"""Parameters and responses of the public API, documented in OpenAPI.

Parameters are parsed strictly as described: values that JSON would not write so are rejected. The framework alone would
accept « 0 » as a day of 1970, « yes » as a boolean and « 1_0 » as ten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from pacte.offer.records import SessionState, TrainingNature

# From 1900 to 2099: a day outside this range is a typing error.
DAY = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def _strict_pattern(pattern: str) -> Callable[[Any], Any]:
    shape = re.compile(pattern)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not shape.fullmatch(value):
            raise ValueError("not written as its description says")
        return value

    return check


Whole = Annotated[int, BeforeValidator(_strict_pattern(r"-?[0-9]{1,18}"))]
Decimal = Annotated[float, BeforeValidator(_strict_pattern(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"))]
Flag = Annotated[bool, BeforeValidator(_strict_pattern(r"true|false"))]
Day = Annotated[
    date, BeforeValidator(_strict_pattern(DAY)), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY})
]
# An omitted parameter filters nothing; « null » is not a valid value.
Absent = SkipJsonSchema[None]

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
