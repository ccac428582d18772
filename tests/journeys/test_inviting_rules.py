"""Whom to invite first, by which channel, until which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.journeys.records import Channel, InvitationOutcome, JourneyState
from pacte.journeys.rules.inviting import (
    InvitationGroup,
    default_answer_day,
    invitation_group,
    known_channels,
    preferred_channel,
)

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("state", "waiting", "group"),
    [
        (JourneyState.PROPOSED, "", InvitationGroup.TO_INVITE),
        (JourneyState.MISSED, "", InvitationGroup.ABSENT),
        (JourneyState.INVITED, "waits", InvitationGroup.INVITED),
        (JourneyState.PROPOSED, "prepared", InvitationGroup.INVITED),
        (JourneyState.INVITED, "", InvitationGroup.INVITED),
        (JourneyState.SLOT_CHOSEN, "chosen", InvitationGroup.INVITED),
        (JourneyState.INVITED, InvitationOutcome.LAPSED, InvitationGroup.TO_INVITE),
        (JourneyState.INVITED, InvitationOutcome.NONE_SUITS, InvitationGroup.TO_INVITE),
    ],
)
def test_who_answered_nothing_is_to_be_invited_again(state: JourneyState, waiting: str, group: InvitationGroup) -> None:
    assert invitation_group(state, waiting) is group


def test_a_text_comes_before_a_mail_and_a_letter_reaches_everybody() -> None:
    assert known_channels(has_phone=True, has_email=True) == (Channel.SMS, Channel.EMAIL, Channel.LETTER)
    assert known_channels(has_phone=False, has_email=True) == (Channel.EMAIL, Channel.LETTER)
    assert known_channels(has_phone=False, has_email=False) == (Channel.LETTER,)


def test_the_way_that_led_to_an_absence_is_not_proposed_again_unless_it_is_the_only_one() -> None:
    assert preferred_channel((Channel.SMS, Channel.LETTER), None) is Channel.SMS
    assert preferred_channel((Channel.SMS, Channel.LETTER), Channel.SMS) is Channel.LETTER
    assert preferred_channel((Channel.LETTER,), Channel.LETTER) is Channel.LETTER


def test_the_last_day_to_answer_is_never_after_the_last_slot() -> None:
    near, far = DAY + timedelta(days=2), DAY + timedelta(days=9)
    assert default_answer_day(DAY, []) == DAY + timedelta(days=5)
    assert default_answer_day(DAY, [near]) == near
    assert default_answer_day(DAY, [far, near]) == DAY + timedelta(days=5)
