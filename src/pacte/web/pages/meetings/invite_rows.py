"""The four blocks of « Qui inviter, et quand ? », as values of its template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings

from pacte.agenda.records import KIND_LABELS, MeetingKind
from pacte.journeys.queries.people_to_invite import InvitableLearner, LastAbsence
from pacte.journeys.records import CHANNEL_LABELS, CONSTRAINTS, THEME_LABELS, InvitationMode
from pacte.journeys.rules.inviting import InvitationGroup
from pacte.journeys.rules.links import slot_path
from pacte.journeys.rules.messages import choose_sms, day_words, hour_words
from pacte.kernel.clock import today
from pacte.kernel.french import format_number, format_short_day, pluralise
from pacte.reference.queries import communes_by_code
from pacte.reference.rules import haversine_km
from pacte.web.session_display import start_text

if TYPE_CHECKING:
    from django import forms

    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Journey
    from pacte.offer.models import Site
    from pacte.offer.queries import SessionSummary
    from pacte.reference.records import Place
    from pacte.web.pages.meetings.offered_slots import OfferedSlots

_GROUP_TITLES = {
    InvitationGroup.TO_INVITE: "À inviter",
    InvitationGroup.ABSENT: "Absents la dernière fois",
    InvitationGroup.INVITED: "Déjà invités",
}
# Information meetings are the rule; an individual appointment is said by the place of its seats.
_UNSAID_KINDS = (MeetingKind.INFORMATION, MeetingKind.INDIVIDUAL)
_MODE_WORDS = {InvitationMode.CHOSEN: "invitation à choisir", InvitationMode.SUMMONED: "convocation"}
_WAITING_NOTES = {
    "none_suits": "aucun créneau ne lui convenait",
    "lapsed": "n’a pas répondu à la dernière invitation",
    "prepared": "invitation prête, à envoyer",
    "waits": "n’a pas encore choisi",
    "chosen": "a un rendez-vous",
}


def learner_name(journey: Journey) -> str:
    contact = getattr(journey.learner, "contact", None)
    return f"{contact.first_name} {contact.last_name}" if contact else "Nom effacé"


def session_card(each: SessionSummary) -> dict[str, str]:
    town = each.site.town if each.site and each.site.town else "lieu non dit"
    starts = each.session.starts_on
    has_begun = starts is not None and starts < today() and not each.is_rolling
    when = start_text(starts, is_rolling=each.is_rolling)
    return {
        "title": each.session.training.title,
        "where": f"{town}, {'a commencé le ' if has_begun else ''}{when}",
        "places": seats_left_words(each),
    }


def seats_left_words(each: SessionSummary) -> str:
    """« 4 libres sur 14 »."""
    left, opened = each.places.left, each.places.opened
    if left is None or opened is None:
        return "places non dites"
    return f"{pluralise(left, 'libre')} sur {format_number(opened)}"


def people_groups(people: Sequence[InvitableLearner], form: forms.BaseForm, site: Site | None) -> list[dict[str, Any]]:
    """The groups that have somebody; people already invited are folded, unless one is ticked."""
    ticked = set(form["people"].value() or ())
    homes = communes_by_code(each.commune_code for each in people)
    groups = []
    for group, title in _GROUP_TITLES.items():
        rows = [
            _person_row(each, form, homes.get(each.commune_code), site, is_ticked=str(each.key) in ticked)
            for each in people
            if each.group is group
        ]
        if rows:
            is_folded = group is InvitationGroup.INVITED
            is_open = any(row["is_ticked"] for row in rows)
            groups.append(
                {"code": group.value, "title": title, "people": rows, "is_folded": is_folded, "is_open": is_open}
            )
    return groups


def people_to_receive_groups(people: Sequence[InvitableLearner], form: forms.BaseForm) -> list[dict[str, Any]]:
    """People ticked first, then the others, folded unless nobody is ticked."""
    ticked = set(form["people"].value() or ())
    homes = communes_by_code(each.commune_code for each in people)
    rows = [
        _person_row(each, form, homes.get(each.commune_code), None, is_ticked=str(each.key) in ticked)
        for each in people
    ]
    chosen, others = [row for row in rows if row["is_ticked"]], [row for row in rows if not row["is_ticked"]]
    groups = [("to_invite", "À recevoir", chosen), ("others", "Mes personnes" if not chosen else "Les autres", others)]
    return [
        {"code": code, "title": title, "people": members, "is_folded": code == "others", "is_open": not chosen}
        for code, title, members in groups
        if members
    ]


def _person_row(
    each: InvitableLearner, form: forms.BaseForm, home: Place | None, site: Site | None, *, is_ticked: bool
) -> dict[str, Any]:
    channel = form[f"moyen-{each.key}"]
    proposed = f"proposition du {format_short_day(each.proposed_on, today())}" if each.proposed_on else ""
    blocks = [CONSTRAINTS[theme].get(constraint, "") or THEME_LABELS[theme] for theme, constraint in each.barriers]
    return {
        "key": str(each.key),
        "name": each.name,
        "about": " · ".join(part for part in (_home_words(home, site), proposed) if part),
        "status": _WAITING_NOTES.get(each.waiting, ""),
        "absence": _absence_words(each.last_absence) if each.last_absence else "",
        "blocks": ", ".join(blocks),
        "channel": channel,
        "channels": [
            {"value": value, "label": label, "chosen": value == str(channel.value())}
            for value, label in getattr(channel.field, "choices", ())
        ],
        "is_ticked": is_ticked,
    }


def _home_words(home: Place | None, site: Site | None) -> str:
    """« Vierzon, 3 km »: straight-line kilometres between the commune and the place of the session."""
    if home is None:
        return "commune non connue"
    if site is None or None in (home.latitude, home.longitude, site.latitude, site.longitude):
        return home.name
    kilometres = haversine_km(home.latitude, home.longitude, site.latitude, site.longitude)  # type: ignore[arg-type]
    return f"{home.name}, {format_number(kilometres)}\u00a0km"


def _absence_words(absence: LastAbsence) -> str:
    """« absence du 12 nov., convocation par lettre »."""
    mode = _MODE_WORDS[absence.mode] if absence.mode else "invitation" if absence.channel else ""
    how = f"{mode} par {CHANNEL_LABELS[absence.channel]}" if absence.channel else mode
    return f"absence du {format_short_day(absence.on, today())}{f', {how}' if how else ''}"


def slot_days(offered: OfferedSlots, form: forms.BaseForm) -> list[dict[str, Any]]:
    """Slots by day; a full one is shown and cannot be ticked."""
    ticked = set(form["meetings"].value() or ())
    return [
        {"label": label, "slots": [_slot_row(each, offered, ticked) for each in meetings]}
        for label, meetings in groupby(offered.meetings, lambda each: day_words(each.starts_at).capitalize())
    ]


def _slot_row(each: Meeting, offered: OfferedSlots, ticked: set[str]) -> dict[str, Any]:
    left, kind = offered.left[each.pk], MeetingKind(each.kind)
    is_of_another = each.session is not None and each.session_id != offered.session_id
    notes = [
        "" if kind in _UNSAID_KINDS else KIND_LABELS[kind].lower(),
        "à distance" if each.is_remote else "",
        f"avec la session {_start_words(each)}" if is_of_another else "",
        each.title if each.training_action_id is None and kind is not MeetingKind.INDIVIDUAL else "",
    ]
    return {
        "value": each.pk,
        "hour": hour_words(each.starts_at),
        "left": _left_words(each, offered),
        "note": ", ".join(note for note in notes if note),
        "is_full": not left,
        "is_ticked": bool(left) and str(each.pk) in ticked,
    }


def _left_words(each: Meeting, offered: OfferedSlots) -> str:
    """« 3 places », « complet »; among the slots of a session, an individual appointment is « avec vous »."""
    left = offered.left[each.pk]
    if not left:
        return "complet"
    return "avec vous" if each.kind == MeetingKind.INDIVIDUAL and offered.session_id else pluralise(left, "place")


def _start_words(each: Meeting) -> str:
    starts = each.session.starts_on if each.session else None
    return f"du {format_short_day(starts, today())}" if starts else "sans date"


def text_preview(answer_by: date) -> str:
    """The SMS that each person would get, with their first name and a link of their own."""
    address = f"{settings.PUBLIC_URL}{slot_path('...')}"
    return choose_sms(first_name="[prénom]", answer_by=answer_by, address=address)
