"""Sessions of the offer of a Region, found to be chosen: past ones too, those that are suggested first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.offer.models import Session, Site, Training
from pacte.offer.queries.session_choice import (
    SessionCriteria,
    session_outlines,
    sessions_by_criteria,
    sessions_of_offer,
)
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with

pytestmark = pytest.mark.django_db
STARTED = date(2021, 1, 11)


@pytest.fixture
def sessions(cast: Cast) -> list[Session]:
    """Three sessions of the Region, a week apart; the second is at Bélâbre."""
    made = [session_with(cast, number=f"24_{rank}") for rank in range(3)]
    with acting_as(MACHINE):
        made[1].site = Site.objects.create(key="k", town="Bélâbre", commune_code="36016")
        for rank, session in enumerate(made):
            session.starts_on = STARTED + timedelta(weeks=rank)
            session.save()
    return made


def found(cast: Cast, *, suggested: tuple[int, ...] = (), left_out: tuple[int, ...] = (), **criteria: Any) -> list[int]:
    rows = sessions_by_criteria(
        actor=NOBODY,
        host_id=cast.region.pk,
        criteria=SessionCriteria(**criteria),
        suggested=suggested,
        left_out=left_out,
    )
    return [each.pk for each in rows]


def test_the_suggested_sessions_come_first_then_the_latest(cast: Cast, sessions: list[Session]) -> None:
    first, second, third = (each.pk for each in sessions)
    assert found(cast) == [third, second, first]
    assert found(cast, suggested=(first,)) == [first, third, second]
    assert found(cast, suggested=(first,), left_out=(third,)) == [first, second]


def test_all_the_words_must_be_there_without_accents_nor_capitals(cast: Cast, sessions: list[Session]) -> None:
    first, second, third = (each.pk for each in sessions)
    assert found(cast, words="SOUDEUR chér") == [third, second, first]
    assert found(cast, words="soudeur maçon") == []
    assert found(cast, words="24_1") == [second]
    assert found(cast, words="100% _") == [], "no pattern of the database"


def test_a_place_is_the_start_of_a_town_or_of_a_commune_code(cast: Cast, sessions: list[Session]) -> None:
    second = sessions[1].pk
    assert found(cast, place="belab") == found(cast, place="36") == [second]
    assert found(cast, place="18") == []


def test_the_days_bound_the_start_both_included(cast: Cast, sessions: list[Session]) -> None:
    first, second, third = (each.pk for each in sessions)
    assert found(cast, first=STARTED + timedelta(weeks=1)) == [third, second]
    assert found(cast, last=STARTED + timedelta(weeks=1)) == [second, first]


def test_the_offer_of_another_region_is_no_part_of_it(cast: Cast, sessions: list[Session]) -> None:
    first, second, third = (each.pk for each in sessions)
    with acting_as(MACHINE):
        Training.objects.filter(pk=sessions[0].training.pk).update(host_id=cast.region.pk + 1)
    assert found(cast) == [third, second]
    assert set(sessions_of_offer(actor=NOBODY, host_id=cast.region.pk, session_ids=[first, second])) == {second}
    outlines = session_outlines(actor=NOBODY, host_id=cast.region.pk)
    assert [(each.session_id, each.department) for each in outlines] == [(second, "36"), (third, "")]
