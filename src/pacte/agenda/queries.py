"""Queries on meetings. Their dates are public, like the training offer; their pages are for staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from pacte.agenda.models import Meeting
from pacte.agenda.permissions import MeetingScope, may, may_on_any_meeting
from pacte.agenda.records import MeetingKind, MeetingSlot
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ensure_found, hide_unless

_INDIVIDUAL = Q(kind=MeetingKind.INDIVIDUAL)
_RELATED = ("provider", "session__training_action__training", "training_action__training")


def meeting_scope(meeting: Meeting) -> MeetingScope:
    return MeetingScope(
        meeting.organisation_id, meeting.held_by_id, is_individual=meeting.kind == MeetingKind.INDIVIDUAL
    )


def meeting_by_id(*, actor: Actor, identifier: int, act: str = "agenda.read") -> Meeting:
    """Raises ``NotFound`` when there is none, or when the actor may not do ``act`` on it."""
    meeting = ensure_found(Meeting.objects.select_related(*_RELATED).filter(pk=identifier).first())
    hide_unless(may(actor, act, meeting_scope(meeting)))
    return meeting


def upcoming_meetings(*, actor: Actor, host_id: int, after: datetime, limit: int = 200) -> list[Meeting]:
    """Upcoming meetings that the actor hosts or may send people to, soonest first.

    Raises ``NotFound`` without any right.
    """
    hide_unless(may_on_any_meeting(actor, "agenda.read", host_id))
    meetings = Meeting.objects.select_related(*_RELATED).filter(organisation_id=host_id, ends_at__gte=after)
    if not may(actor, "agenda.read", MeetingScope(host_id)):
        meetings = meetings.filter(held_by_id__in=_own_organisation_ids(actor))
    if not actor.is_system:
        meetings = meetings.filter(~_INDIVIDUAL | Q(held_by_id__in=actor.organisation_ids))
    return list(meetings.order_by("starts_at", "pk")[:limit])


def meetings_of_no_training(*, actor: Actor, after: datetime) -> list[Meeting]:
    """Upcoming meetings that the actor's organisations hold for all trainings, soonest first."""
    meetings = Meeting.objects.select_related(*_RELATED).filter(
        ~_INDIVIDUAL, training_action=None, held_by_id__in=_own_organisation_ids(actor), cancelled_at=None,
        starts_at__gt=after,
    )  # fmt: skip
    return list(meetings.order_by("starts_at", "pk")[:100])


def individual_meetings(*, actor: Actor, after: datetime) -> list[Meeting]:
    """Upcoming individual appointments with the actor, soonest first; empty for who receives nobody alone."""
    if actor.person_id is None:
        return []
    meetings = Meeting.objects.select_related(*_RELATED).filter(
        _INDIVIDUAL, adviser_id=actor.person_id, held_by_id__in=actor.organisation_ids, cancelled_at=None,
        starts_at__gt=after,
    )  # fmt: skip
    return list(meetings.order_by("starts_at", "pk")[:200])


def last_individual_place(*, actor: Actor) -> str:
    """Where the actor gave individual appointments last; "" when they never did."""
    if actor.person_id is None:
        return ""
    places = Meeting.objects.filter(_INDIVIDUAL, adviser_id=actor.person_id, held_by_id__in=actor.organisation_ids)
    return places.exclude(place="").order_by("-pk").values_list("place", flat=True).first() or ""


def recent_meetings(*, actor: Actor, host_id: int, since: datetime, until: datetime) -> list[Meeting]:
    """Meetings hosted by the actor's organisations in the period, whose attendance may still be due."""
    meetings = Meeting.objects.select_related(*_RELATED).filter(
        organisation_id=host_id,
        held_by_id__in=_own_organisation_ids(actor),
        cancelled_at=None,
        starts_at__range=(since, until),
    )
    return list(meetings.order_by("-starts_at", "-pk")[:100])


def upcoming_meetings_of_actions(
    *, actor: Actor, action_ids: Iterable[int], after: datetime, limit: int = 100
) -> list[Meeting]:
    """Upcoming meetings of some training actions, soonest first: those to which people are invited. Public."""
    meetings = Meeting.objects.select_related(*_RELATED).filter(
        ~_INDIVIDUAL, training_action_id__in=list(action_ids), cancelled_at=None, starts_at__gte=after
    )
    return list(meetings.order_by("starts_at", "pk")[:limit])


def meeting_ids_between(*, actor: Actor, first: datetime, last: datetime) -> list[int]:
    """Identifiers of the meetings of a day, for the reminder job.

    Raises ``NotFound`` unless the actor is the system.
    """
    actor.require_system()
    return list(
        Meeting.objects.filter(starts_at__gte=first, starts_at__lt=last, cancelled_at=None).values_list("pk", flat=True)
    )


def meeting_slots(meetings: Iterable[Meeting], taken: Mapping[int, int], *, actor: Actor) -> list[MeetingSlot]:
    """Slots to show for these meetings. ``taken``: number of seats taken by meeting."""
    return [
        MeetingSlot(
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


def _own_organisation_ids(actor: Actor) -> set[int]:
    return {
        membership.organisation_id
        for membership in actor.memberships
        if membership.role in (Role.PROVIDER, Role.ADVISER)
    }
