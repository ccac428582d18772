"""Base classes of the pages of meetings, text of a slot; « Qui vient à nos rendez-vous ? »: seats, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase

from pacte.accounts.queries import actor_region_id
from pacte.agenda.permissions import MeetingScope, may
from pacte.agenda.queries import meeting_by_id, recent_meetings, upcoming_meetings
from pacte.agenda.records import KIND_LABELS, MeetingKind
from pacte.journeys.queries.invitations import (
    attendance_by_mode,
    no_show_counts,
    slot_shortages,
    taken_by_meeting,
)
from pacte.journeys.records import CHANNEL_LABELS, MODE_LABELS, NoShowCount
from pacte.journeys.records.outreach import ModeCount
from pacte.journeys.rules.messages import hour_words, slot_words
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting

_RECEIVING_ROLES = (Role.PROVIDER, Role.ADVISER)
_A_YEAR = timedelta(days=365)
_RECORDING_DELAY = timedelta(days=60)
# Below this number of people, a percentage says no more than the count.
_MIN_FOR_SHARE = 11


class MeetingsPage(Page):
    """A page under the list of meetings. ``for_inviters``: only for those who may have people to invite."""

    nav = "meetings"
    stylesheet = "pacte/css/meetings.css"
    for_inviters: bool = False
    # Label and URL name of the pages between the list and this one.
    above: Sequence[Crumb] = ()

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        if self.for_inviters and not can_invite(self.actor):
            raise NotFound
        return None

    def breadcrumb(self) -> Sequence[Crumb]:
        above = [("Rendez-vous", "meetings:home"), *self.above]
        return [*((label, self.url(name)) for label, name in above), *super().breadcrumb()]


class MeetingsFormPage(MeetingsPage, FormPage):
    """A form about meetings or invitations."""


class MeetingPage(MeetingsPage):
    """A page of the meeting whose identifier is in the URL."""

    # Right that the page needs on the meeting.
    act: str = "agenda.read"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.meeting = meeting_by_id(actor=self.actor, identifier=kwargs["identifier"], act=self.act)
        self.taken = taken_by_meeting(actor=self.actor, meeting_ids=[self.meeting.pk]).get(self.meeting.pk, 0)

    @property
    def meeting_url(self) -> str:
        return self.url("meetings:meeting", self.meeting.pk)

    def breadcrumb(self) -> Sequence[Crumb]:
        home, *own = super().breadcrumb()
        return [home, (self.meeting.title, self.meeting_url if own else ""), *own]


class MeetingFormPage(MeetingPage, FormPage):
    """A form of those who hold the meeting."""

    act = "agenda.hold"

    @property
    def back_url(self) -> str:
        return self.meeting_url


class NewLinkPage(MeetingsPage):
    """A page or a file with a personal link made for it: asked by a button, and never kept by the browser."""

    http_method_names = ("post",)

    def post(self, request: Request) -> HttpResponseBase:
        response = self.get(request)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def receiving_organisation_id(actor: Actor) -> int:
    """Organisation that receives people. Raises ``NotFound``: the Region opens no meetings of its own."""
    for post in actor.memberships:
        if post.role in _RECEIVING_ROLES and may(
            actor, "agenda.hold", MeetingScope(post.host_id, post.organisation_id)
        ):
            return post.organisation_id
    raise NotFound


def can_invite(actor: Actor) -> bool:
    """True when the actor may have people to invite."""
    return any(post.role in _RECEIVING_ROLES for post in actor.memberships)


def is_adviser(actor: Actor) -> bool:
    """True when the actor may give individual appointments."""
    return any(post.role is Role.ADVISER for post in actor.memberships)


def meeting_time_text(meeting: Meeting) -> str:
    """« mardi 1er décembre à 9 h 30, jusqu’à 11 h »."""
    return f"{slot_words(meeting.starts_at)}, jusqu’à {hour_words(meeting.ends_at)}"


def meeting_kind_label(meeting: Meeting) -> str:
    return KIND_LABELS[MeetingKind(meeting.kind)]


def meeting_place_text(meeting: Meeting) -> str:
    return "à distance" if meeting.is_remote else meeting.place


@MeetingsPage.view(template_name="meetings/list.html", breadcrumb=lambda page: [])
def list_meetings(page: MeetingsPage) -> dict[str, Any]:
    actor, moment = page.actor, now()
    host_id = actor_region_id(actor=actor)
    coming = upcoming_meetings(actor=actor, host_id=host_id, after=moment)
    past = recent_meetings(actor=actor, host_id=host_id, since=moment - _RECORDING_DELAY, until=moment)
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in (*coming, *past)])
    shortages = [each for each in slot_shortages(actor=actor, meetings=coming, taken=taken) if each.lacks]
    return {
        "title": "Qui vient à nos rendez-vous ?",
        "answer": _answer(coming, taken),
        "short": [
            (
                f"{each.title} : {pluralise(each.waiting, 'personne doit', 'personnes doivent')} encore choisir, "
                f"{pluralise(each.left, 'place reste', 'places restent')}. Ouvrez un créneau de plus."
            )
            for each in shortages
        ],
        "may_invite": can_invite(actor),
        "is_adviser": is_adviser(actor),
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


def _meeting_table(
    meetings: list[Meeting], taken: dict[int, int], page: MeetingsPage, *, id: str, caption: str
) -> Table[Meeting]:
    return Table(
        meetings,
        Column(
            "Quand",
            lambda each: cell(
                meeting_time_text(each).capitalize(),
                url=page.url("meetings:meeting", each.pk),
                note="annulé" if each.cancelled_at else meeting_kind_label(each),
            ),
        ),
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
