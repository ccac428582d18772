"""Queries on meetings. Their dates are public, like the training offer; their pages are for staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pacte.agenda.models import Meeting
from pacte.agenda.permissions import MeetingScope, may, may_somewhere
from pacte.agenda.records import MeetingKind, Slot
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Unseen
from pacte.offer.models import Session

_WITH = ("provider", "session__training_action__training", "training_action__training")


def scope_of(meeting: Meeting) -> MeetingScope:
    return MeetingScope(meeting.organisation_id, meeting.held_by_id)


def meeting_by_id(*, actor: Actor, identifier: int, act: str = "agenda.read") -> Meeting:
    """Raises ``NotFound`` when there is none, or when the actor may not do ``act`` on it."""
    meeting = Meeting.objects.select_related(*_WITH).filter(pk=identifier).first()
    if meeting is None or not may(actor, act, scope_of(meeting)):
        raise Unseen
    return meeting


def meetings_to_come(*, actor: Actor, host_id: int, after: datetime, limit: int = 200) -> list[Meeting]:
    """Upcoming meetings that the actor hosts or may send people to, soonest first.

    Raises ``NotFound`` without any right.
    """
    if not may_somewhere(actor, "agenda.read", host_id):
        raise Unseen
    found = Meeting.objects.select_related(*_WITH).filter(organisation_id=host_id, ends_at__gte=after)
    if not may(actor, "agenda.read", MeetingScope(host_id)):
        found = found.filter(held_by_id__in=_own_bodies(actor))
    return list(found.order_by("starts_at", "pk")[:limit])


def meetings_just_past(*, actor: Actor, host_id: int, since: datetime, until: datetime) -> list[Meeting]:
    """Meetings hosted by the actor's organisations in the period, whose attendance may still be due."""
    found = Meeting.objects.select_related(*_WITH).filter(
        organisation_id=host_id, held_by_id__in=_own_bodies(actor), cancelled_at=None, starts_at__range=(since, until)
    )
    return list(found.order_by("-starts_at", "-pk")[:100])


def meetings_of_session(*, actor: Actor, session: Session, after: datetime) -> list[Meeting]:
    """Upcoming meetings of a training session, or of its training action when they name no session. Public."""
    found = Meeting.objects.select_related(*_WITH).filter(
        training_action_id=session.training_action_id, cancelled_at=None, starts_at__gte=after
    )
    return [each for each in found.order_by("starts_at", "pk")[:100] if each.session_id in (None, session.pk)]


def meetings_on(*, actor: Actor, first: datetime, last: datetime) -> list[int]:
    """Identifiers of the meetings of a day, for the reminder job.

    Raises ``NotFound`` unless the actor is the system.
    """
    if not actor.is_system:
        raise Unseen
    return list(
        Meeting.objects.filter(starts_at__gte=first, starts_at__lt=last, cancelled_at=None).values_list("pk", flat=True)
    )


def slots_of(meetings: Iterable[Meeting], taken: Mapping[int, int], *, actor: Actor) -> list[Slot]:
    """Slots to show for these meetings. ``taken``: number of seats taken by meeting."""
    return [
        Slot(
            meeting_id=each.pk,
            kind=MeetingKind(each.kind),
            title=each.title,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            place=each.place,
            is_remote=each.is_remote,
            link=each.link,
            host_name=each.provider.name if each.provider else "",
            seats=each.seats,
            taken=taken.get(each.pk, 0),
            is_cancelled=each.cancelled_at is not None,
        )
        for each in meetings
    ]


def _own_bodies(actor: Actor) -> set[int]:
    return {post.organisation_id for post in actor.posts if post.role in (Role.PROVIDER, Role.ADVISER)}
