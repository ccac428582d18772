"""Base classes of the pages of meetings, the Region and organisation of the reader, text of a slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase

from pacte.accounts.queries import host_organisation
from pacte.agenda.permissions import MeetingScope, may
from pacte.agenda.queries import meeting_by_id
from pacte.agenda.records import KIND_LABELS, MeetingKind
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.rules.messages import hour_words, slot_words
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import NotFound
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting

_RECEIVING_ROLES = (Role.PROVIDER, Role.ADVISER)


class MeetingsPage(Page):
    """A page under the list of meetings. ``for_inviters``: only for those who may have people to invite."""

    nav = "meetings"
    stylesheet = "pacte/css/meetings.css"
    for_inviters: bool = False
    # Label and URL name of the pages between the list and this one.
    above: Sequence[Crumb] = ()

    def load(self, *args: Any, **kwargs: Any) -> None:
        if self.for_inviters and not can_invite(self.actor):
            raise NotFound

    def breadcrumb(self) -> Sequence[Crumb]:
        above = [("Rendez-vous", "meetings:home"), *self.above]
        return [*((label, self.url(name)) for label, name in above), *super().breadcrumb()]


class MeetingsFormPage(MeetingsPage, FormPage):
    """A form about meetings or invitations."""


class MeetingPage(MeetingsPage):
    """A page of the meeting whose identifier is in the URL."""

    meeting: Meeting
    # Right that the page needs on the meeting.
    act: str = "agenda.read"
    taken: int

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


def meetings_region_id(actor: Actor) -> int:
    """Region of the pact of the actor; that of this installation first. Raises ``NotFound`` when there is none."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    if not actor.host_ids:
        raise NotFound
    return min(actor.host_ids)


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


def meeting_time_text(meeting: Meeting) -> str:
    """« mardi 1er décembre à 9 h 30, jusqu’à 11 h »."""
    return f"{slot_words(meeting.starts_at)}, jusqu’à {hour_words(meeting.ends_at)}"


def meeting_kind_label(meeting: Meeting) -> str:
    return KIND_LABELS[MeetingKind(meeting.kind)]


def meeting_place_text(meeting: Meeting) -> str:
    return "à distance" if meeting.is_remote else meeting.place
