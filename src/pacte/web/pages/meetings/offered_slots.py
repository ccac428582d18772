"""Slots to which people may be invited: those of the sheet of their session, of no training, of their adviser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.agenda.permissions import may
from pacte.agenda.queries import (
    individual_meetings,
    meeting_scope,
    meetings_of_no_training,
    upcoming_meetings_of_actions,
)
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.kernel.clock import now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.agenda.models import Meeting
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class OfferedSlots:
    """Upcoming meetings, soonest first, of a session or of none. ``left``: seats left by meeting."""

    session_id: int | None
    meetings: tuple[Meeting, ...]
    left: Mapping[int, int]

    @property
    def free(self) -> list[Meeting]:
        return [each for each in self.meetings if self.left[each.pk]]


def slots_of_session(actor: Actor, session: Session) -> OfferedSlots:
    """Those of the training action of the session, of no training, and the actor's own appointments."""
    after = now()
    of_action = upcoming_meetings_of_actions(actor=actor, action_ids=[session.training_action_id], after=after)
    meetings = [
        *(each for each in of_action if may(actor, "agenda.read", meeting_scope(each))),
        *meetings_of_no_training(actor=actor, after=after),
        *individual_meetings(actor=actor, after=after),
    ]
    return offered_slots_of(actor, meetings, session.pk)


def slots_with_adviser(actor: Actor) -> OfferedSlots:
    """The actor's own individual appointments."""
    return offered_slots_of(actor, individual_meetings(actor=actor, after=now()), None)


def offered_slots_of(actor: Actor, meetings: Sequence[Meeting], session_id: int | None) -> OfferedSlots:
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in meetings])
    in_order = tuple(sorted(meetings, key=lambda each: (each.starts_at, each.pk)))
    return OfferedSlots(
        session_id, in_order, {each.pk: max(0, each.seats - taken.get(each.pk, 0)) for each in meetings}
    )
