"""Enums and value objects of the requests for a place that visitors send from a public sheet. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceRequestState(StrEnum):
    """Where a request stands for those who answer it; it is read from the dates of the row."""

    WAITING = "waiting"
    HANDLED = "handled"
    CLOSED = "closed"


class PlaceRequestOutcome(StrEnum):
    """What became of a request. None is a refusal: a person always answers a person."""

    INVITED = "invited"
    RECORD_OPENED = "record_opened"
    NOT_REACHED = "not_reached"
    OTHER_TRAINING = "other_training"
    WITHDRAWN = "withdrawn"


PLACE_REQUEST_STATE_LABELS = {
    PlaceRequestState.WAITING: "En attente",
    PlaceRequestState.HANDLED: "Quelqu’un s’en occupe",
    PlaceRequestState.CLOSED: "Traitée",
}
PLACE_REQUEST_OUTCOME_LABELS = {
    PlaceRequestOutcome.INVITED: "Appelée et invitée",
    PlaceRequestOutcome.RECORD_OPENED: "Suivie dans son dossier, par le réseau",
    PlaceRequestOutcome.NOT_REACHED: "Pas joignable",
    PlaceRequestOutcome.OTHER_TRAINING: "Autre formation proposée",
    PlaceRequestOutcome.WITHDRAWN: "La personne a renoncé",
}


@dataclass(frozen=True, slots=True)
class PlaceRequestInput:
    """What a visitor sends. ``session_id`` None: any date. ``network_id`` None: the provider alone reads it."""

    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    town: str = ""
    session_id: int | None = None
    network_id: int | None = None
    has_adviser: bool = False
    message: str = ""
