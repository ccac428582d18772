"""Whom to invite first, by which channel, and until which day to answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from pacte.agenda.records import MeetingKind
from pacte.journeys.records import Channel, InvitationOutcome, JourneyState
from pacte.journeys.records.adviser_desk import Phase
from pacte.journeys.rules.desk import phase_of
from pacte.kernel.errors import ValidationError

# States, before the entry, from which an adviser may give an individual appointment.
RECEIVABLE = frozenset(
    state for state in JourneyState if phase_of(state) is Phase.BEFORE and state is not JourneyState.CLOSED
)
# Codes of an open invitation: it has not left, the learner has not chosen yet, or has a slot.
PREPARED, WAITS, CHOSEN = "prepared", "waits", "chosen"
ANSWER_DELAY = timedelta(days=5)
_ASK_AGAIN = frozenset({InvitationOutcome.NONE_SUITS, InvitationOutcome.LAPSED})
_INVITED = frozenset({JourneyState.INVITED, JourneyState.SLOT_CHOSEN})
# An SMS is read the same day; a letter needs no device.
_BY_PREFERENCE = (Channel.SMS, Channel.EMAIL, Channel.LETTER)


class InvitationGroup(StrEnum):
    """Where a learner stands between the proposal of a session and its meeting."""

    TO_INVITE = "to_invite"
    ABSENT = "absent"
    INVITED = "invited"


def invitation_group(state: JourneyState, waiting: str) -> InvitationGroup:
    """``waiting``: code of the open invitation, sent or not yet, else outcome of the last one without an answer."""
    if waiting in (PREPARED, WAITS, CHOSEN):
        return InvitationGroup.INVITED
    if state is JourneyState.MISSED:
        return InvitationGroup.ABSENT
    if state in _INVITED and waiting not in _ASK_AGAIN:
        return InvitationGroup.INVITED
    return InvitationGroup.TO_INVITE


def known_channels(*, has_phone: bool, has_email: bool) -> tuple[Channel, ...]:
    """Channels that can reach a learner, the preferred one first. A letter always can."""
    unknown = {channel for channel, has in ((Channel.SMS, has_phone), (Channel.EMAIL, has_email)) if not has}
    return tuple(channel for channel in _BY_PREFERENCE if channel not in unknown)


def preferred_channel(channels: Sequence[Channel], failed: Channel | None) -> Channel:
    """The first channel that did not lead to the last absence, else the only one there is."""
    return next((channel for channel in channels if channel is not failed), channels[0])


def default_answer_day(on: date, slot_days: Iterable[date]) -> date:
    """``ANSWER_DELAY`` after ``on``, never after the day of the last slot."""
    days = list(slot_days)
    latest = on + ANSWER_DELAY
    return min(latest, max(days)) if days else latest


def is_individual_offer(kinds: Iterable[str]) -> bool:
    """True for appointments with an adviser. Raises ``ValidationError`` (``meetings``) when there are others too."""
    individual = {kind == MeetingKind.INDIVIDUAL for kind in kinds}
    if len(individual) > 1:
        raise ValidationError(
            "meetings",
            "Un rendez-vous avec vous ne se propose pas avec les réunions d’une formation.",
            "La personne ne choisirait qu’un des deux.",
            "Faites deux invitations.",
        )
    return True in individual
