"""What a mapping file of ``exchange/partners`` says, and the two readings of it: to write a message, to read one. Pure.

Where no public specification exists a field bears the neutral name of the pivot and the mark « à compléter sous
convention »: the message is whole, and the names change here alone on the day when they are known.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pacte.exchange.pivot import FIELDS, Message, value_of
from pacte.liaison.records import ActStatus, EventKind, OrientationAct, PersonGiven, SessionGiven

# The name of a field of the pivot, when the partner's own is not known.
PIVOT = ""


class Certainty(StrEnum):
    """How a name or a code is known."""

    SEEN = "seen"
    TO_COMPLETE = "to_complete"


CERTAINTY_LABELS = {
    Certainty.SEEN: "vu dans une documentation ou un fichier publics",
    Certainty.TO_COMPLETE: "à compléter sous convention",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One field sent. ``name``: the partner's; PIVOT when unknown. ``day``: how it writes a date (``strftime``)."""

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
    """How a message of the partner reads: name of each value, and its codes of status.

    A code whose meaning was not seen is married to None: somebody decides, nothing is guessed.
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
    """An example of the mapping: the message of the pivot, and what the partner gets."""

    message: Message
    body: Table[str, object]


@dataclass(frozen=True, slots=True)
class Read:
    """An example of the mapping: what the partner sends, and the act that it is; or the code of the refusal."""

    body: Table[str, object]
    act: OrientationAct | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A partner's tool. Closed by ``valid_until``, never deleted: what was sent under it stays readable."""

    code: str
    label: str
    what: str
    source: str
    valid_from: date
    events: frozenset[EventKind]
    sent: tuple[Sent, ...]
    decisions: Table[str, str] = field(default_factory=dict)
    received: Received | None = None
    valid_until: date | None = None
    written: tuple[Written, ...] = ()
    read: tuple[Read, ...] = ()

    def is_open(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class Unread(Exception):
    """A message received that cannot be read. ``code`` is stable, ``said`` is French."""

    def __init__(self, code: str, said: str) -> None:
        self.code, self.said = code, said
        super().__init__(said)


def write(mapping: Mapping, message: Message, mended: Table[str, str] | None = None) -> dict[str, object]:
    """The body of the message for that partner. A value that is not known is left out: missing is not zero."""
    body: dict[str, object] = {}
    for each in mapping.sent:
        value = (mended or {}).get(each.field) or value_of(message, each.field)
        if each.field == "evenement.decision" and value:
            # A decision for which the partner has no known code goes out under the neutral word.
            value = mapping.decisions.get(str(value), str(value))
        if value in (None, ""):
            continue
        if isinstance(value, date):
            value = value.strftime(each.day)
        body[each.said] = value
    return body


def asked(mapping: Mapping) -> list[str]:
    """Names of the pivot's fields that the mapping sends."""
    return [each.field for each in mapping.sent]


def filled(mapping: Mapping, body: Table[str, object]) -> list[str]:
    return [each.field for each in mapping.sent if each.said in body]


def field_said(mapping: Mapping, name: str) -> str:
    """The pivot's field behind a name of the partner; "" when it is none that we send."""
    return next((each.field for each in mapping.sent if name and name in (each.said, each.field)), "")


def read(mapping: Mapping, body: Table[str, object]) -> OrientationAct:
    """The act that a message says. Raises ``Unread``."""
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
        person=PersonGiven(person, text(names.first_name), text(names.last_name), text(names.email), text(names.phone)),
        session=SessionGiven(text(names.session), text(names.action), text(names.training)),
        status=status,
        on=_day(text(names.on), names.day, names.on),
    )


def _day(text: str, shape: str, name: str) -> date:
    try:
        return datetime.strptime(text[:19] if "%H" in shape else text[:10], shape).date()  # noqa: DTZ007 — a day, no hour
    except ValueError:
        raise Unread("date", f"« {name} » n’est pas une date lisible : « {text[:40]} ».") from None


def check(mapping: Mapping) -> list[str]:
    """What is wrong in the entry itself: names of fields unknown to the pivot, said twice."""
    wrong = [each.field for each in mapping.sent if each.field not in FIELDS]
    said = [each.said for each in mapping.sent]
    return wrong + [name for name in said if said.count(name) > 1]
