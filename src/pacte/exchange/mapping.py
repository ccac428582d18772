"""Field mapping of a partner (``exchange/partners``), used to write outbound messages and to read inbound ones. Pure.

Without a public specification a field has the neutral name of the pivot and the mark « à compléter sous convention »:
the message is complete, and only the mapping changes once the real names are known.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pacte.exchange.pivot import FIELDS, Message, value_of
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, PivotEventKind, SessionInput

# Marks a field whose name at the partner is unknown: the pivot name is used.
PIVOT = ""


class Certainty(StrEnum):
    """How well a name or a code is known."""

    SEEN = "seen"
    TO_COMPLETE = "to_complete"


CERTAINTY_LABELS = {
    Certainty.SEEN: "vu dans une documentation ou un fichier publics",
    Certainty.TO_COMPLETE: "à compléter sous convention",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A field sent. ``name``: the partner's name, or ``USE_PIVOT_NAME``. ``date_format``: a ``strftime`` format."""

    field: str
    name: str
    certainty: Certainty
    source: str
    is_required: bool = False
    day: str = "%Y-%m-%d"

    @property
    def said(self) -> str:
        return self.name or self.field


@dataclass(frozen=True, slots=True)
class Received:
    """How to read a message of the partner: field names, and status codes.

    A code of unknown meaning maps to None: a person decides, nothing is guessed.
    """

    statuses: Table[str, ActStatus | None]
    certainty: Certainty
    source: str
    status: str = "statut"
    on: str = "date"
    day: str = "%Y-%m-%d"
    person: str = "personne"
    first_name: str = "prenom"
    last_name: str = "nom"
    email: str = "courriel"
    phone: str = "telephone"
    training: str = "numero_formation"
    action: str = "numero_action"
    session: str = "numero_session"


@dataclass(frozen=True, slots=True)
class Written:
    """Example of an outbound message: the pivot message and the resulting body."""

    message: Message
    body: Table[str, object]


@dataclass(frozen=True, slots=True)
class Read:
    """Example of an inbound message: the body and the resulting act, or the refusal code."""

    body: Table[str, object]
    act: OrientationAct | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Mapping of a partner's tool. Closed by ``valid_until``, never deleted, so that past messages stay readable."""

    code: str
    label: str
    what: str
    source: str
    valid_from: date
    events: frozenset[PivotEventKind]
    sent: tuple[Sent, ...]
    decisions: Table[str, str] = field(default_factory=dict)
    received: Received | None = None
    valid_until: date | None = None
    written: tuple[Written, ...] = ()
    read: tuple[Read, ...] = ()

    def is_open(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class Unread(Exception):
    """An inbound message that cannot be read. ``code`` is stable, ``message`` is in French."""

    def __init__(self, code: str, said: str) -> None:
        self.code, self.said = code, said
        super().__init__(said)


def write(mapping: Mapping, message: Message, mended: Table[str, str] | None = None) -> dict[str, object]:
    """Returns the body of the message for the partner. Unknown values are left out: missing is not zero."""
    body: dict[str, object] = {}
    for each in mapping.sent:
        value = (mended or {}).get(each.field) or value_of(message, each.field)
        if each.field == "evenement.decision" and value:
            # A decision without a known code at the partner is sent as the neutral word.
            value = mapping.decisions.get(str(value), str(value))
        if value in (None, ""):
            continue
        if isinstance(value, date):
            value = value.strftime(each.day)
        body[each.said] = value
    return body


def asked(mapping: Mapping) -> list[str]:
    """Names of the pivot fields that the mapping sends."""
    return [each.field for each in mapping.sent]


def filled(mapping: Mapping, body: Table[str, object]) -> list[str]:
    return [each.field for each in mapping.sent if each.said in body]


def field_said(mapping: Mapping, name: str) -> str:
    """Returns the pivot field for a name used by the partner, or "" when it is not sent."""
    return next((each.field for each in mapping.sent if name and name in (each.said, each.field)), "")


def read(mapping: Mapping, body: Table[str, object]) -> OrientationAct:
    """Returns the act that a message describes. Raises ``UnreadableMessage``."""
    names = mapping.received
    if names is None:
        raise Unread("not_read", f"{mapping.label} ne nous envoie pas d’actes d’orientation.")

    def text(name: str) -> str:
        value = body.get(name, "")
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise Unread("shape", f"« {name} » n’est pas un texte.")
        found = str(value).strip()
        if "\x00" in found or len(found) > 200:
            raise Unread("shape", f"« {name} » ne peut pas être lu.")
        return found

    code = text(names.status)
    if code not in names.statuses:
        raise Unread("status_unknown", f"Le statut « {code} » n’est pas connu de {mapping.label}.")
    status = names.statuses[code]
    if status is None:
        raise Unread("status_unclear", f"Le sens du statut « {code} » n’est pas connu : il se règle à la main.")
    person = text(names.person)
    if not person:
        raise Unread("person_missing", f"« {names.person} » manque : on ne sait pas de qui il s’agit.")
    return OrientationAct(
        person=PersonInput(person, text(names.first_name), text(names.last_name), text(names.email), text(names.phone)),
        session=SessionInput(text(names.session), text(names.action), text(names.training)),
        status=status,
        on=_day(text(names.on), names.day, names.on),
    )


def _day(text: str, shape: str, name: str) -> date:
    try:
        return datetime.strptime(text[:19] if "%H" in shape else text[:10], shape).date()  # noqa: DTZ007 — no hour
    except ValueError:
        raise Unread("date", f"« {name} » n’est pas une date lisible : « {text[:40]} ».") from None


def check(mapping: Mapping) -> list[str]:
    """Returns the errors of the mapping itself: names that are not pivot fields, and duplicate names."""
    wrong = [each.field for each in mapping.sent if each.field not in FIELDS]
    said = [each.said for each in mapping.sent]
    return wrong + [name for name in said if said.count(name) > 1]
