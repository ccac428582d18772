"""Field mapping of a partner (``exchange/partners``), used to write outbound messages and to read inbound ones. Pure.

Without a public specification a field has the neutral name of the pivot and the mark « à compléter sous convention »:
the message is complete, and only the mapping changes once the real names are known.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pacte.exchange.pivot import PIVOT_FIELDS, Message, pivot_value
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, PivotEventKind, SessionInput

# Marks a field whose name at the partner is unknown: the pivot name is used.
USE_PIVOT_NAME = ""


class Certainty(StrEnum):
    """How well a name or a code is known."""

    SEEN = "seen"
    TO_COMPLETE = "to_complete"


CERTAINTY_LABELS = {
    Certainty.SEEN: "vu dans une documentation ou un fichier publics",
    Certainty.TO_COMPLETE: "à compléter sous convention",
}


@dataclass(frozen=True, slots=True)
class OutboundField:
    """A field sent. ``name``: the partner's name, or ``USE_PIVOT_NAME``. ``date_format``: a ``strftime`` format."""

    field: str
    name: str
    certainty: Certainty
    source: str
    is_required: bool = False
    date_format: str = "%Y-%m-%d"

    @property
    def effective_name(self) -> str:
        return self.name or self.field


@dataclass(frozen=True, slots=True)
class InboundFields:
    """How to read a message of the partner: field names, and status codes.

    A code of unknown meaning maps to None: a person decides, nothing is guessed.
    """

    statuses: Table[str, ActStatus | None]
    certainty: Certainty
    source: str
    status: str = "statut"
    on: str = "date"
    date_format: str = "%Y-%m-%d"
    person: str = "personne"
    first_name: str = "prenom"
    last_name: str = "nom"
    email: str = "courriel"
    phone: str = "telephone"
    training: str = "numero_formation"
    action: str = "numero_action"
    session: str = "numero_session"


@dataclass(frozen=True, slots=True)
class OutboundExample:
    """Example of an outbound message: the pivot message and the resulting body."""

    message: Message
    body: Table[str, object]


@dataclass(frozen=True, slots=True)
class InboundExample:
    """Example of an inbound message: the body and the resulting act, or the refusal code."""

    body: Table[str, object]
    act: OrientationAct | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class PartnerMapping:
    """Mapping of a partner's tool. Closed by ``valid_until``, never deleted, so that past messages stay readable."""

    code: str
    label: str
    what: str
    source: str
    valid_from: date
    events: frozenset[PivotEventKind]
    outbound_fields: tuple[OutboundField, ...]
    decisions: Table[str, str] = field(default_factory=dict)
    inbound_fields: InboundFields | None = None
    valid_until: date | None = None
    outbound_examples: tuple[OutboundExample, ...] = ()
    inbound_examples: tuple[InboundExample, ...] = ()

    def is_open(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class UnreadableMessage(Exception):
    """An inbound message that cannot be read. ``code`` is stable, ``message`` is in French."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def write_message_body(
    mapping: PartnerMapping, message: Message, corrections: Table[str, str] | None = None
) -> dict[str, object]:
    """Returns the body of the message for the partner. Unknown values are left out: missing is not zero."""
    body: dict[str, object] = {}
    for each in mapping.outbound_fields:
        value = (corrections or {}).get(each.field) or pivot_value(message, each.field)
        if each.field == "evenement.decision" and value:
            # A decision without a known code at the partner is sent as the neutral word.
            value = mapping.decisions.get(str(value), str(value))
        if value in (None, ""):
            continue
        if isinstance(value, date):
            value = value.strftime(each.date_format)
        body[each.effective_name] = value
    return body


def sent_field_names(mapping: PartnerMapping) -> list[str]:
    """Names of the pivot fields that the mapping sends."""
    return [each.field for each in mapping.outbound_fields]


def filled_field_names(mapping: PartnerMapping, body: Table[str, object]) -> list[str]:
    return [each.field for each in mapping.outbound_fields if each.effective_name in body]


def pivot_field_named(mapping: PartnerMapping, name: str) -> str:
    """Returns the pivot field for a name used by the partner, or "" when it is not sent."""
    return next(
        (each.field for each in mapping.outbound_fields if name and name in (each.effective_name, each.field)), ""
    )


def read_orientation_act(mapping: PartnerMapping, body: Table[str, object]) -> OrientationAct:
    """Returns the act that a message describes. Raises ``UnreadableMessage``."""
    names = mapping.inbound_fields
    if names is None:
        raise UnreadableMessage("not_read", f"{mapping.label} ne nous envoie pas d’actes d’orientation.")

    def text(name: str) -> str:
        value = body.get(name, "")
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise UnreadableMessage("shape", f"« {name} » n’est pas un texte.")
        content = str(value).strip()
        if "\x00" in content or len(content) > 200:
            raise UnreadableMessage("shape", f"« {name} » ne peut pas être lu.")
        return content

    code = text(names.status)
    if code not in names.statuses:
        raise UnreadableMessage("status_unknown", f"Le statut « {code} » n’est pas connu de {mapping.label}.")
    status = names.statuses[code]
    if status is None:
        raise UnreadableMessage(
            "status_unclear", f"Le sens du statut « {code} » n’est pas connu : il se règle à la main."
        )
    person = text(names.person)
    if not person:
        raise UnreadableMessage("person_missing", f"« {names.person} » manque : on ne sait pas de qui il s’agit.")
    return OrientationAct(
        person=PersonInput(person, text(names.first_name), text(names.last_name), text(names.email), text(names.phone)),
        session=SessionInput(text(names.session), text(names.action), text(names.training)),
        status=status,
        on=_parse_date(text(names.on), names.date_format, names.on),
    )


def _parse_date(text: str, shape: str, name: str) -> date:
    try:
        return datetime.strptime(text[:19] if "%H" in shape else text[:10], shape).date()  # noqa: DTZ007 — no hour
    except ValueError:
        raise UnreadableMessage("date", f"« {name} » n’est pas une date lisible : « {text[:40]} ».") from None


def invalid_mapping_fields(mapping: PartnerMapping) -> list[str]:
    """Returns the errors of the mapping itself: names that are not pivot fields, and duplicate names."""
    wrong = [each.field for each in mapping.outbound_fields if each.field not in PIVOT_FIELDS]
    sent_names = [each.effective_name for each in mapping.outbound_fields]
    return wrong + [name for name in sent_names if sent_names.count(name) > 1]
