"""« Qui vient à nos rendez-vous ? »: seats by slot, people who still have to choose, attendance to record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pacte.agenda.queries import recent_meetings, upcoming_meetings
from pacte.journeys.queries.invitations import attendance_by_mode, no_show_counts, slot_shortages, taken_by_meeting
from pacte.journeys.records import CHANNEL_LABELS, MODE_LABELS
from pacte.kernel.clock import now
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.web.pages.meetings.meetings_pages import (
    MeetingsPage,
    can_invite,
    meeting_kind_label,
    meeting_place_text,
    meeting_time_text,
    meetings_region_id,
)
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.queries.invitations import SlotShortage
    from pacte.journeys.records import NoShowCount
    from pacte.journeys.records.outreach import ModeCount

_A_YEAR = timedelta(days=365)
_RECORDING_DELAY = timedelta(days=60)
# Below this number of people, a percentage says no more than the count.
_MIN_FOR_SHARE = 11


@MeetingsPage.view(template_name="meetings/list.html", breadcrumb=lambda page: [])
def list_meetings(page: MeetingsPage) -> dict[str, Any]:
    actor, moment = page.actor, now()
    host_id = meetings_region_id(actor)
    coming = upcoming_meetings(actor=actor, host_id=host_id, after=moment)
    past = recent_meetings(actor=actor, host_id=host_id, since=moment - _RECORDING_DELAY, until=moment)
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in (*coming, *past)])
    shortages = [each for each in slot_shortages(actor=actor, meetings=coming, taken=taken) if each.lacks]
    return {
        "title": "Qui vient à nos rendez-vous ?",
        "answer": _answer(coming, taken),
        "short": [_shortage_sentence(each) for each in shortages],
        "may_invite": can_invite(actor),
        "coming": _meeting_table(coming, taken, page, id="creneaux", caption="Créneaux à venir"),
        "past": _meeting_table(
            [each for each in past if taken.get(each.pk)], taken, page, id="passes", caption="Rendez-vous passés"
        ),
        "by_channel": Table(
            no_show_counts(actor=actor, host_id=host_id),
            Column("Façon", lambda each: MODE_LABELS[each.mode].capitalize()),
            Column("Par", lambda each: CHANNEL_LABELS[each.channel]),
            *_ATTENDANCE_COLUMNS,
            id="absences",
            caption="Venues et absences par façon et par moyen",
        ),
        "by_mode": Table(
            attendance_by_mode(actor=actor, host_id=host_id, since=moment.date() - _A_YEAR),
            Column("Façon d’inviter", _mode_label),
            *_ATTENDANCE_COLUMNS,
            id="venues-table",
            caption="Venues et absences notées depuis un an",
            empty="Aucune présence n’a encore été notée.",
        ),
    }


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


def _meeting_table(
    meetings: list[Meeting], taken: dict[int, int], page: MeetingsPage, *, id: str, caption: str
) -> Table[Meeting]:
    def when(each: Meeting) -> dict[str, Any]:
        state = "annulé" if each.cancelled_at else meeting_kind_label(each)
        return cell(meeting_time_text(each).capitalize(), url=page.url("meetings:meeting", each.pk), note=state)

    return Table(
        meetings,
        Column("Quand", when),
        Column("Quoi", lambda each: each.title),
        Column("Où", lambda each: cell(meeting_place_text(each), note=each.provider.name if each.provider else "")),
        number_column("Places", lambda each: _count_cell(each.seats)),
        number_column("Prises", lambda each: _count_cell(taken.get(each.pk, 0))),
        number_column("Libres", lambda each: _count_cell(max(0, each.seats - taken.get(each.pk, 0)))),
        id=id,
        caption=caption,
        empty="Aucun créneau à venir.",
    )


def _mode_label(each: ModeCount) -> str:
    mode = MODE_LABELS[each.mode] if each.mode else "façon non dite"
    return mode[:1].upper() + mode[1:]


def _missed_share(each: NoShowCount | ModeCount) -> str:
    share = format_percent(each.missed / each.expected) if each.expected >= _MIN_FOR_SHARE else ""
    return share or "trop peu pour une part"


def _count_cell(count: int) -> dict[str, Any]:
    return cell(format_number(count), value=str(count))


_ATTENDANCE_COLUMNS: tuple[Column[Any], ...] = (
    number_column("Attendues", lambda each: _count_cell(each.expected)),
    number_column("Venues", lambda each: _count_cell(each.attended)),
    number_column("Absentes", lambda each: _count_cell(each.missed)),
    number_column("Part d’absences", _missed_share),
    number_column("Excusées", lambda each: _count_cell(each.excused)),
)
