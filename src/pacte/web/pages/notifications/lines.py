"""Lines of the page of messages: those that say the same are grouped, and each names its person for who may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from pacte.journeys.queries.named_people import NamedPerson, PersonMention, PersonMentionKind, named_people
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_short_day
from pacte.notifications.records import EmailState, NotificationRow

_EMAIL_STATE_TEXTS = {
    EmailState.WAITING: "le courriel part bientôt",
    EmailState.SENT: "envoyé aussi par courriel",
    EmailState.FAILED: "le courriel n’a pas pu partir",
    EmailState.NOT_WANTED: "",
}
# What the reader does there, by kind of message.
_VERBS: Mapping[str, str] = {
    "agenda.cancelled": "Proposer un autre moment",
    "agenda.remind": "Envoyer les rappels",
    "agenda.short": "Ouvrir un créneau",
    "journeys.hand_over": "Ouvrir son dossier",
    "journeys.lapses_soon": "Relancer la personne",
    "journeys.no_answer": "Rappeler ou réinviter",
    "journeys.none_suits": "Proposer d’autres moments",
    "journeys.purge": "Voir les dossiers",
    "journeys.request": "Répondre",
    "journeys.silent": "Voir qui rappeler",
}
_ABOUT_SOMEBODY = "Voir la personne"
_DEFAULT_VERB = "Voir et agir"
_NO_PAGE_VERB = "Marquer comme lu"
# Spaces of addresses whose key is the one of a journey, whatever the page.
_JOURNEY_SPACES = ("attendance",)
_JOURNEY_FOLDER = "mes-personnes/parcours/"


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message. ``name`` and ``session`` are empty when the reader may not name the person, or there is none."""

    row: NotificationRow
    mail: str
    verb: str
    name: str
    session: str


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """Messages of one subject, latest first. ``text``: said once, when they all say the same."""

    subject: str
    text: str
    lines: tuple[MessageLine, ...]


def message_groups(*, actor: Actor, rows: Sequence[NotificationRow]) -> list[MessageGroup]:
    """Groups in the order of their first message. A constant number of queries."""
    mentions = {row.notification_id: person_mention(row.address) for row in rows}
    people = named_people(actor=actor, mentions={each for each in mentions.values() if each})
    groups: dict[tuple[str, str], list[MessageLine]] = {}
    for row in rows:
        mention = mentions[row.notification_id]
        line = _line(row, mention, people.get(mention) if mention else None)
        groups.setdefault((row.kind, row.subject), []).append(line)
    return [MessageGroup(subject, _shared_text(lines), tuple(lines)) for (_, subject), lines in groups.items()]


def person_mention(address: str) -> PersonMention | None:
    """The person whom the page of this address is about, None when it is about nobody, or about several."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    space, parts = match.namespace, match.kwargs
    if match.view_name == "meetings:request":
        return PersonMention(PersonMentionKind.REQUEST, str(parts["identifier"]))
    if "key" not in parts or space not in ("advisers", "meetings", *_JOURNEY_SPACES):
        return None
    is_journey = space in _JOURNEY_SPACES or str(match.route).startswith(_JOURNEY_FOLDER)
    kind = PersonMentionKind.JOURNEY if is_journey else PersonMentionKind.LEARNER
    return PersonMention(kind, str(parts["key"]))


def _line(row: NotificationRow, mention: PersonMention | None, person: NamedPerson | None) -> MessageLine:
    default = _ABOUT_SOMEBODY if mention else _DEFAULT_VERB
    return MessageLine(
        row=row,
        mail=_EMAIL_STATE_TEXTS[row.mail_state],
        verb=_VERBS.get(row.kind, default) if row.address else _NO_PAGE_VERB,
        name=person.name if person else "",
        session=_session_words(person) if person else "",
    )


def _session_words(person: NamedPerson) -> str:
    """« Soudeur, à partir du 14 déc. »; "" without session."""
    if not person.training:
        return ""
    starts = f", à partir du {format_short_day(person.starts_on, today())}" if person.starts_on else ""
    return f"{person.training}{starts}"


def _shared_text(lines: Iterable[MessageLine]) -> str:
    texts = {each.row.text for each in lines}
    return texts.pop() if len(texts) == 1 else ""
