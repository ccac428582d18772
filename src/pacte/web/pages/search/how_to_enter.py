"""« Pour entrer »: the sentence of a sheet, whom to call, when to come, and the places left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pacte.agenda.queries import meeting_slots, upcoming_meetings_of_actions
from pacte.agenda.records import MeetingKind, MeetingSlot
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.rules.messages import day_words, hour_words
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, now
from pacte.kernel.french import format_day, format_number, join_words, pluralise
from pacte.kernel.user_input import dial_number
from pacte.offer.queries.details import SessionSummary, TrainingActionDetail, TrainingDetail
from pacte.offer.records.funders import REGION, funder_codes
from pacte.offer.rules.search import LEVELS
from pacte.web.pages.search.search_params import day_or_none
from pacte.web.pages.search.training_words import LEVEL_WORDS, length_words, seats_words

_MOST_MEETINGS = 5
# A competence that begins with a verb follows « vous apprenez à ».
_INFINITIVE = re.compile(r"^(?:vous |se |s’|s')?\w+(?:er|ir|re|oir)\b", re.IGNORECASE)
_REFLEXIVE = re.compile(r"^(?:se |s’|s')")
_MEETING_LABELS = {
    MeetingKind.INFORMATION: "réunion pour découvrir la formation",
    MeetingKind.TEST: "test ou entretien",
    MeetingKind.VISIT: "visite",
    MeetingKind.LAB_DAY: "journée d’essai",
}


def summary_sentence(detail: TrainingDetail, to_come: Sequence[SessionSummary]) -> str:
    """How long, what, where, to have what, for how much: « En 5 mois, vous apprenez à souder, à Vierzon. … »."""
    parts = [f"{_duration(detail, to_come)}{_learnt(detail)}{_where(to_come)}."]
    level = LEVEL_WORDS.get(LEVELS.get(detail.training.level_out or 0) or 0, "")
    if detail.training.is_certifying:
        parts.append(f"À la fin, vous pouvez avoir un diplôme ou un titre{f', {level}' if level else ''}.")
    if any(REGION in funder_codes(each.action.funders) for each in detail.actions):
        parts.append("Vous ne payez rien.")
    sentence = " ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _duration(detail: TrainingDetail, to_come: Sequence[SessionSummary]) -> str:
    for each in to_come:
        starts, ends = each.session.starts_on, each.session.ends_on
        if starts and ends and not each.is_rolling:
            days = (ends - starts).days
            return f"en {length_words(days, days)}, "
    hours = next((each.action.hours_total for each in detail.actions if each.action.hours_total), None)
    return f"en {format_number(hours)} heures, " if hours else ""


def _learnt(detail: TrainingDetail) -> str:
    verbs = [each.text.rstrip(".") for each in detail.competences if _INFINITIVE.match(each.text)][:2]
    # « se repérer » is said to the reader: « vous repérer ».
    said_to_reader = (_REFLEXIVE.sub("vous ", f"{verb[:1].lower()}{verb[1:]}") for verb in verbs)
    learnt = " et ".join(f"à {verb}" for verb in said_to_reader)
    return f"vous apprenez {learnt}" if verbs else f"vous suivez « {detail.training.title} »"


def _where(to_come: Sequence[SessionSummary]) -> str:
    towns = list(dict.fromkeys(each.site.town for each in to_come if each.site and each.site.town))
    if not towns:
        return ""
    return f", à {join_words(towns)}" if len(towns) <= 3 else f", dans {len(towns)} communes"


def how_to_enter(
    actor: Actor, detail: TrainingDetail, actions: Sequence[TrainingActionDetail], on: date
) -> dict[str, Any]:
    """Places left, contact, meetings: what somebody needs to enter. ``on``: the day of the page."""
    to_come = [each for each in detail.sessions if each.is_to_come(on)]
    slots = _slots(actor, actions, on)
    return {
        "places": _places(to_come, on),
        "contact": _contact(detail, to_come),
        "meetings": _meetings([each for each in slots if each.kind is not MeetingKind.TEST]),
        "announced": "" if slots else _announced_meetings(actions, on),
        "tests": _meetings([each for each in slots if each.kind is MeetingKind.TEST]),
        "is_open": bool(to_come),
    }


def _places(to_come: Sequence[SessionSummary], on: date) -> str:
    """The places of the first session with some left; « complet » when none has."""
    known = [each for each in to_come if each.places.left is not None]
    first = next((each for each in known if each.places.left), None)
    if first is None:
        return "Tout est complet : demandez la liste d’attente." if known and len(known) == len(to_come) else ""
    starts = first.session.starts_on
    is_all_year = first.is_rolling and (starts is None or starts <= on)
    when = " toute l’année" if is_all_year else f" pour le {format_day(starts)}" if starts else ""
    return f"Il reste {seats_words(first.places, with_opened=True)}{when}."


def _contact(detail: TrainingDetail, to_come: Sequence[SessionSummary]) -> dict[str, str]:
    """Name, telephone and e-mail of the first session that has some, else of the provider."""
    provider = {"name": detail.provider.name, "phone": detail.provider.phone, "email": detail.provider.email}
    of_sessions = (each.session.contact for each in to_come if isinstance(each.session.contact, dict))
    contact_of_session = next((each for each in of_sessions if each.get("phone") or each.get("email")), {})
    contact = {name: str(contact_of_session.get(name) or provider[name]) for name in provider}
    return contact | {"dial": dial_number(contact["phone"])}


def _slots(actor: Actor, actions: Sequence[TrainingActionDetail], on: date) -> list[MeetingSlot]:
    """Slots with a seat left, from the day of the page: the same as in invitations."""
    after = max(now(), datetime.combine(on, datetime.min.time(), tzinfo=PARIS))
    meetings = upcoming_meetings_of_actions(
        actor=actor, action_ids=[each.action.pk for each in actions], after=after + timedelta(hours=1)
    )
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in meetings])
    return [each for each in meeting_slots(meetings, taken, actor=actor) if each.seats > each.taken]


def _meetings(slots: Sequence[MeetingSlot]) -> list[dict[str, Any]]:
    """Moments by kind and place: what it is, where, then each day and hour with its seats."""
    by_kind: dict[tuple[str, str], list[dict[str, str]]] = {}
    for slot in slots[:_MOST_MEETINGS]:
        place = "par téléphone ou à distance" if slot.is_remote else slot.place
        starts = slot.starts_at.astimezone(PARIS)
        by_kind.setdefault((_MEETING_LABELS[slot.kind], place), []).append(
            {
                "when": f"{day_words(starts)}, {hour_words(starts)}",
                "left": pluralise(slot.seats - slot.taken, "place"),
            }
        )
    return [{"what": what, "place": place, "moments": moments} for (what, place), moments in by_kind.items()]


def _announced_meetings(actions: Sequence[TrainingActionDetail], on: date) -> str:
    """Days of meetings that the file of the provider announces, without hours; partial dates are ignored."""
    texts = (text for each in actions for text in each.action.information_dates)
    days = sorted({day for text in texts if (day := day_or_none(text)) and day >= on})
    place = (
        actions[0].action.information_place if actions and isinstance(actions[0].action.information_place, dict) else {}
    )
    town = str(place.get("town") or "")
    day_list = join_words([format_day(each) for each in days[:_MOST_MEETINGS]])
    return f"{day_list}{f', à {town}' if town and day_list else ''}"
