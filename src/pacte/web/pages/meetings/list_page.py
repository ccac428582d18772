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
from pacte.web.pages.meetings.page_context import (
    can_invite,
    meeting_kind_label,
    meeting_place_text,
    meeting_time_text,
    meetings_page_context,
    meetings_region_id,
    request_actor,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.queries.invitations import SlotShortage
    from pacte.journeys.records import NoShowCount
    from pacte.journeys.records.outreach import ModeCount

_MEETING_COLUMNS = [
    {"label": "Quand"}, {"label": "Quoi"}, {"label": "Où"}, {"label": "Places", "kind": "num"},
    {"label": "Prises", "kind": "num"}, {"label": "Libres", "kind": "num"},
]  # fmt: skip
_NO_SHOW_COLUMNS = [
    {"label": "Façon"}, {"label": "Par"}, {"label": "Attendues", "kind": "num"}, {"label": "Venues", "kind": "num"},
    {"label": "Absentes", "kind": "num"}, {"label": "Part d’absences", "kind": "num"},
    {"label": "Excusées", "kind": "num"},
]  # fmt: skip
_MODE_COLUMNS = [
    {"label": "Façon d’inviter"}, {"label": "Attendues", "kind": "num"}, {"label": "Venues", "kind": "num"},
    {"label": "Absentes", "kind": "num"}, {"label": "Part d’absences", "kind": "num"},
    {"label": "Excusées", "kind": "num"},
]  # fmt: skip
_A_YEAR = timedelta(days=365)
_RECORDING_DELAY = timedelta(days=60)
# Below this number of people, a percentage says no more than the count.
_MIN_FOR_SHARE = 11


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor, moment = request_actor(request), now()
    host_id = meetings_region_id(actor)
    coming = upcoming_meetings(actor=actor, host_id=host_id, after=moment)
    past = recent_meetings(actor=actor, host_id=host_id, since=moment - _RECORDING_DELAY, until=moment)
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in (*coming, *past)])
    shortages = [each for each in slot_shortages(actor=actor, meetings=coming, taken=taken) if each.lacks]
    values = meetings_page_context() | {
        "trail": [],
        "title": "Qui vient à nos rendez-vous ?",
        "answer": _answer(coming, taken),
        "short": [_shortage_sentence(each) for each in shortages],
        "may_invite": can_invite(actor),
        "columns": _MEETING_COLUMNS,
        "coming": [_meeting_cells(each, taken) for each in coming],
        "past": [_meeting_cells(each, taken) for each in past if taken.get(each.pk)],
        "shown_columns": _NO_SHOW_COLUMNS,
        "shown": [_no_show_cells(each) for each in no_show_counts(actor=actor, host_id=host_id)],
        "noted_columns": _MODE_COLUMNS,
        "noted": [
            _mode_cells(each)
            for each in attendance_by_mode(actor=actor, host_id=host_id, since=moment.date() - _A_YEAR)
        ],
    }
    return render(request, "meetings/list.html", values)


def _answer(coming: list[Meeting], taken: dict[int, int]) -> str:
    live = [each for each in coming if each.cancelled_at is None]
    if not live:
        return "Aucun créneau à venir. Ouvrez-en : on ne peut inviter que vers de vraies dates."
    seats = sum(each.seats for each in live)
    taken_count = sum(taken.get(each.pk, 0) for each in live)
    return (
        f"{pluralise(len(live), 'créneau')} à venir : "
        f"{pluralise(taken_count, 'personne attendue', 'personnes attendues')}, "
        f"{pluralise(seats - taken_count, 'place libre', 'places libres')} sur {format_number(seats)}."
    ).replace("créneaus", "créneaux")


def _shortage_sentence(each: SlotShortage) -> str:
    return (
        f"{each.title} : {pluralise(each.waiting, 'personne doit', 'personnes doivent')} encore choisir, "
        f"{pluralise(each.left, 'place reste', 'places restent')}. Ouvrez un créneau de plus."
    )


def _meeting_cells(each: Meeting, taken: dict[int, int]) -> list[Any]:
    taken_count = taken.get(each.pk, 0)
    state = "annulé" if each.cancelled_at else meeting_kind_label(each)
    return [
        {
            "text": meeting_time_text(each).capitalize(),
            "url": reverse("meetings:meeting", args=[each.pk]),
            "note": state,
        },
        each.title,
        {"text": meeting_place_text(each), "note": each.provider.name if each.provider else ""},
        {"text": format_number(each.seats), "value": str(each.seats)},
        {"text": format_number(taken_count), "value": str(taken_count)},
        {"text": format_number(max(0, each.seats - taken_count)), "value": str(max(0, each.seats - taken_count))},
    ]


def _mode_cells(each: ModeCount) -> list[Any]:
    mode = MODE_LABELS[each.mode] if each.mode else "façon non dite"
    return [mode[:1].upper() + mode[1:], *_attendance_cells(each)]


def _no_show_cells(each: NoShowCount) -> list[Any]:
    return [MODE_LABELS[each.mode].capitalize(), CHANNEL_LABELS[each.channel], *_attendance_cells(each)]


def _attendance_cells(each: NoShowCount | ModeCount) -> list[Any]:
    share = format_percent(each.missed / each.expected) if each.expected >= _MIN_FOR_SHARE else ""
    return [
        {"text": format_number(each.expected), "value": str(each.expected)},
        {"text": format_number(each.attended), "value": str(each.attended)},
        {"text": format_number(each.missed), "value": str(each.missed)},
        {"text": share or "trop peu pour une part"},
        {"text": format_number(each.excused), "value": str(each.excused)},
    ]
