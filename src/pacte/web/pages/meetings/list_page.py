"""« Qui vient à nos rendez-vous ? »: seats by slot, people who still have to choose, attendance to record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.agenda.queries import recent_meetings, upcoming_meetings
from pacte.journeys.queries.invitations import attendance_by_mode, no_show_counts, slot_shortages, taken_by_meeting
from pacte.journeys.records import CHANNEL_LABELS, MODE_LABELS
from pacte.kernel.clock import now
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.web.pages.meetings.frame import (
    actor_in,
    frame,
    inviting,
    kind_words,
    meeting_words,
    region_of,
    where_words,
)
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.queries.invitations import SlotShortage
    from pacte.journeys.records import NoShowCount
    from pacte.journeys.records.outreach import ModeCount

_COLUMNS = [
    {"label": "Quand"}, {"label": "Quoi"}, {"label": "Où"}, {"label": "Places", "kind": "num"},
    {"label": "Prises", "kind": "num"}, {"label": "Libres", "kind": "num"},
]  # fmt: skip
_SHOWN = [
    {"label": "Façon"}, {"label": "Par"}, {"label": "Attendues", "kind": "num"}, {"label": "Venues", "kind": "num"},
    {"label": "Absentes", "kind": "num"}, {"label": "Part d’absences", "kind": "num"},
    {"label": "Excusées", "kind": "num"},
]  # fmt: skip
_NOTED = [
    {"label": "Façon d’inviter"}, {"label": "Attendues", "kind": "num"}, {"label": "Venues", "kind": "num"},
    {"label": "Absentes", "kind": "num"}, {"label": "Part d’absences", "kind": "num"},
    {"label": "Excusées", "kind": "num"},
]  # fmt: skip
_A_YEAR = timedelta(days=365)
_STILL_DUE = timedelta(days=60)
# Below this number of people, a percentage says no more than the count.
_ENOUGH = 11


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor, moment = actor_in(request), now()
    host_id = region_of(actor)
    coming = upcoming_meetings(actor=actor, host_id=host_id, after=moment)
    past = recent_meetings(actor=actor, host_id=host_id, since=moment - _STILL_DUE, until=moment)
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in (*coming, *past)])
    short = [each for each in slot_shortages(actor=actor, meetings=coming, taken=taken) if each.lacks]
    values = frame() | {
        "trail": [],
        "title": "Qui vient à nos rendez-vous ?",
        "answer": _answer(coming, taken),
        "short": [_short(each) for each in short],
        "may_invite": inviting(actor),
        "columns": _COLUMNS,
        "coming": [_line(each, taken) for each in coming],
        "past": [_line(each, taken) for each in past if taken.get(each.pk)],
        "shown_columns": _SHOWN,
        "shown": [_no_show(each) for each in no_show_counts(actor=actor, host_id=host_id)],
        "noted_columns": _NOTED,
        "noted": [
            _noted(each) for each in attendance_by_mode(actor=actor, host_id=host_id, since=moment.date() - _A_YEAR)
        ],
    }
    return render(request, "meetings/list.html", values)


def _answer(coming: list[Meeting], taken: dict[int, int]) -> str:
    live = [each for each in coming if each.cancelled_at is None]
    if not live:
        return "Aucun créneau à venir. Ouvrez-en : on ne peut inviter que vers de vraies dates."
    seats = sum(each.seats for each in live)
    held = sum(taken.get(each.pk, 0) for each in live)
    return (
        f"{pluralise(len(live), 'créneau')} à venir : {pluralise(held, 'personne attendue', 'personnes attendues')}, "
        f"{pluralise(seats - held, 'place libre', 'places libres')} sur {format_number(seats)}."
    ).replace("créneaus", "créneaux")


def _short(each: SlotShortage) -> str:
    return (
        f"{each.title} : {pluralise(each.waiting, 'personne doit', 'personnes doivent')} encore choisir, "
        f"{pluralise(each.left, 'place reste', 'places restent')}. Ouvrez un créneau de plus."
    )


def _line(each: Meeting, taken: dict[int, int]) -> list[Any]:
    held = taken.get(each.pk, 0)
    state = "annulé" if each.cancelled_at else kind_words(each)
    return [
        {"text": meeting_words(each).capitalize(), "url": reverse("meetings:meeting", args=[each.pk]), "note": state},
        each.title,
        {"text": where_words(each), "note": each.provider.name if each.provider else ""},
        {"text": format_number(each.seats), "value": str(each.seats)},
        {"text": format_number(held), "value": str(held)},
        {"text": format_number(max(0, each.seats - held)), "value": str(max(0, each.seats - held))},
    ]


def _noted(each: ModeCount) -> list[Any]:
    mode = MODE_LABELS[each.mode] if each.mode else "façon non dite"
    return [mode[:1].upper() + mode[1:], *_came(each)]


def _no_show(each: NoShowCount) -> list[Any]:
    return [MODE_LABELS[each.mode].capitalize(), CHANNEL_LABELS[each.channel], *_came(each)]


def _came(each: NoShowCount | ModeCount) -> list[Any]:
    share = format_percent(each.missed / each.expected) if each.expected >= _ENOUGH else ""
    return [
        {"text": format_number(each.expected), "value": str(each.expected)},
        {"text": format_number(each.attended), "value": str(each.attended)},
        {"text": format_number(each.missed), "value": str(each.missed)},
        {"text": share or "trop peu pour une part"},
        {"text": format_number(each.excused), "value": str(each.excused)},
    ]
