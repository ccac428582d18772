"""Whom a campaign reached, which days it allows, and why somebody stopped before any entry."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.journeys.records import JourneyState
from pacte.journeys.records.campaigns import CampaignContactState, CampaignInput, CampaignKind
from pacte.journeys.rules.campaigns import (
    STALLED_STATES,
    contact_state,
    refuse_campaign_faults,
    refuse_planned_day,
    refuse_reached_day,
    stop_text,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import Conflict, ValidationError

FIRST, LATER, LAST = date(2021, 2, 1), date(2021, 3, 1), date(2021, 6, 30)


@pytest.mark.parametrize(
    ("reached_on", "consent_on", "withdrawn_on", "state"),
    [
        (None, None, None, CampaignContactState.PLANNED),
        (LATER, None, None, CampaignContactState.NOT_COUNTED),
        (LATER, LATER, None, CampaignContactState.COUNTED),
        (LATER, LATER, LAST, CampaignContactState.WITHDRAWN),
    ],
)
def test_a_person_is_reached_by_a_contact_that_took_place_and_that_they_agreed_to_have_counted(
    reached_on: date | None, consent_on: date | None, withdrawn_on: date | None, state: CampaignContactState
) -> None:
    assert contact_state(reached_on=reached_on, consent_on=consent_on, withdrawn_on=withdrawn_on) is state


@pytest.mark.parametrize(
    ("title", "ends_on", "code"), [("  ", None, "title"), ("Parrains", date(2021, 1, 31), "ends_on")]
)
def test_a_campaign_has_a_title_and_does_not_end_before_it_begins(title: str, ends_on: date | None, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        refuse_campaign_faults(CampaignInput(ActionCode(15), title, CampaignKind.MEETING, FIRST, ends_on))
    assert refused.value.code == code


def test_nobody_joins_a_campaign_outside_its_days_nor_once_it_is_closed() -> None:
    refuse_planned_day(LATER, starts_on=FIRST, ends_on=LAST, closed_on=None)
    for day in (date(2021, 1, 31), date(2021, 7, 1)):
        with pytest.raises(ValidationError, match="pas un jour"):
            refuse_planned_day(day, starts_on=FIRST, ends_on=LAST, closed_on=None)
    with pytest.raises(Conflict, match="close"):
        refuse_planned_day(LATER, starts_on=FIRST, ends_on=LAST, closed_on=LATER)


def test_a_contact_to_come_or_before_the_campaign_did_not_take_place() -> None:
    refuse_reached_day(LATER, starts_on=FIRST, on=LATER)
    for day in (date(2021, 1, 31), date(2021, 3, 2)):
        with pytest.raises(ValidationError, match="pas possible"):
            refuse_reached_day(day, starts_on=FIRST, on=LATER)


@pytest.mark.parametrize(
    ("state", "has_lapsed", "detail", "text"),
    [
        (JourneyState.DECLINED, False, {"reason": "money"}, "A renoncé : ne peut pas se le permettre"),
        (JourneyState.DECLINED, False, {}, "A renoncé"),
        (JourneyState.NOT_KEPT, False, {"reason": "no_room"}, "Non retenue : plus de place cette fois-ci"),
        (JourneyState.WAITING, False, {}, "En liste d’attente"),
        (JourneyState.PROPOSED, True, {}, "L’invitation est échue, sans réponse"),
        # A reason of another list says nothing here.
        (JourneyState.MISSED, False, {"reason": "money"}, "Absente à l’information collective"),
    ],
)
def test_why_it_stopped_is_the_state_and_the_reason_noted(
    state: JourneyState, has_lapsed: bool, detail: dict[str, str], text: str
) -> None:
    assert stop_text(state, has_lapsed=has_lapsed, detail=detail) == text


def test_each_state_in_which_somebody_stops_has_its_words_and_no_state_of_a_training_is_one() -> None:
    assert all(stop_text(state, has_lapsed=False, detail={}) for state in STALLED_STATES)
    assert not {JourneyState.IN_TRAINING, JourneyState.INTERRUPTED, JourneyState.ENDED}.intersection(STALLED_STATES)
