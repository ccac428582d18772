"""The invitation of one journey that waits for a choice, and its slots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pacte.journeys.models import Invitation, Journey
from pacte.journeys.permissions import may
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import InvitationOutcome
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A slot offered to somebody, still to come, with the seats ``left`` over all networks."""

    meeting_id: int
    starts_at: datetime
    place: str
    left: int


def pending_invitation(*, actor: Actor, journey: Journey) -> Invitation | None:
    """The invitation of the journey that waits for a choice, prepared or sent, for those who may invite.

    An appointment with the adviser is none of the journey. Raises ``NotFound``.
    """
    hide_unless(may(actor, "journeys.invite", journey_scope(journey)))
    waiting = Invitation.objects.filter(
        journey=journey, session__isnull=False, outcome__in=("", InvitationOutcome.NONE_SUITS)
    )
    return waiting.order_by("-pk").first()


def slots_of_pending_invitation(*, actor: Actor, journey: Journey) -> list[OfferedSlot]:
    """Slots that the person may still choose, by date; empty without an invitation. Raises ``NotFound``."""
    invitation = pending_invitation(actor=actor, journey=journey)
    if invitation is None:
        return []
    meetings = list(
        invitation.meetings.filter(cancelled_at=None, starts_at__gt=now()).exclude(pk=invitation.chosen_id or 0)
        .order_by("starts_at", "pk")
    )  # fmt: skip
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in meetings])
    return [
        OfferedSlot(
            each.pk, each.starts_at, "à distance" if each.is_remote else each.place,
            max(0, each.seats - taken.get(each.pk, 0)),
        )
        for each in meetings
    ]  # fmt: skip
