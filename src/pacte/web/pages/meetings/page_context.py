"""Shared by the pages of meetings: Region and organisation, menu, breadcrumb, text of a slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.agenda.permissions import MeetingScope, may
from pacte.agenda.records import KIND_LABELS, MeetingKind
from pacte.journeys.rules.messages import hour_words, slot_words
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import NotFound

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting

MEETINGS_NAV = "meetings"
MEETINGS_STYLESHEET = "pacte/css/meetings.css"
_RECEIVING_ROLES = (Role.PROVIDER, Role.ADVISER)


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


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


def meetings_page_context(*breadcrumb: tuple[str, str]) -> dict[str, Any]:
    """Menu and breadcrumb, which starts at the list; its last label is the page itself."""
    trail = (("Rendez-vous", reverse("meetings:home")), *breadcrumb)
    return {
        "nav": MEETINGS_NAV,
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in trail],
        "stylesheet": MEETINGS_STYLESHEET,
    }


def meeting_time_text(meeting: Meeting) -> str:
    """« mardi 1er décembre à 9 h 30, jusqu’à 11 h »."""
    return f"{slot_words(meeting.starts_at)}, jusqu’à {hour_words(meeting.ends_at)}"


def meeting_kind_label(meeting: Meeting) -> str:
    return KIND_LABELS[MeetingKind(meeting.kind)]


def meeting_place_text(meeting: Meeting) -> str:
    return "à distance" if meeting.is_remote else meeting.place


def meeting_year(meeting: Meeting) -> int:
    return meeting.starts_at.astimezone(PARIS).year
