"""A cancelled session owes a seat or a call to each person on the way to it. Only those allowed read names."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Obligation
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.consequences import Consequence
from pacte.notifications.models import Notification
from pacte.offer.models import Session, SessionPlaces
from pacte.offer.records import ChangeCause, ProviderRequestKind, SessionState
from pacte.offer.rules.alternatives import AlternativeSession, assign_alternatives
from pacte.offer.services import submit_request
from tests.cast import MACHINE
from tests.journeys.making import somebody, walk
from tests.kept import kept_for_module
from tests.web.supply_stage import VIERZON, Stage, supply_stage

pytestmark = pytest.mark.django_db

K = StepKind
ON = date(2021, 1, 6)
DECIDED = {"cause": "no_trainer", "decided_by": "buyer", "on": "2021-01-06", "why": ""}


@pytest.fixture(autouse=True)
def _that_day(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    for page in ("session_actions_page", "requests_page", "session_page"):
        monkeypatch.setattr(f"pacte.web.pages.sessions.{page}.today", lambda: ON)


kept_stage = kept_for_module(supply_stage)


def admitted(stage: Stage, first_name: str) -> Journey:
    cast, session = stage.offer.cast, stage.offer.session()
    journey = somebody(cast, first_name=first_name)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.TESTED, K.ADMITTED)
    return journey


def proposed(stage: Stage, first_name: str) -> Journey:
    journey = somebody(stage.offer.cast, first_name=first_name)
    walk(stage.offer.cast["adviser"].actor, journey, stage.offer.session(), K.PROPOSED)
    return journey


def again(journey: Journey) -> Journey:
    with acting_as(MACHINE):
        return Journey.objects.get(pk=journey.pk)


def leave(stage: Stage, number: str, left: int) -> None:
    """Leaves ``left`` places in another session, and none elsewhere."""
    with acting_as(MACHINE):
        for each in Session.objects.exclude(number="24_407731"):
            count = left if each.number == number else 0
            SessionPlaces.objects.update_or_create(
                session=each, defaults={"opened": count, "counted": count, "changed_at": each.changed_at}
            )


def test_cancelling_owes_a_seat_or_a_call_to_each_person_and_tells_who_accompanies_them(stage: Stage) -> None:
    journeys = [admitted(stage, "Inès"), admitted(stage, "Karim"), proposed(stage, "Léa")]
    leave(stage, "24_407732", 1)
    told = stage.send("buyer", VIERZON + "annuler/", DECIDED)
    assert "15 places perdues" in told
    assert "3 personnes sont à replacer ou à appeler" in told
    assert "3 personnes à replacer, dont 2 à appeler" in told
    for journey in journeys:
        assert again(journey).state == JourneyState.TO_RESEAT
        with acting_as(MACHINE):
            assert Obligation.objects.filter(journey=journey, what=Consequence.RESEAT_OR_CALL, settled_on=None).exists()
    with acting_as(MACHINE):
        assert Notification.objects.filter(kind="journeys.session_cancelled").count() == 3


def test_names_are_for_the_referrer_and_the_provider_and_not_for_the_region(stage: Stage) -> None:
    admitted(stage, "Inès")
    stage.send("buyer", VIERZON + "annuler/", DECIDED)
    for part in ("adviser", "provider"):
        assert "Inès" in stage.get(part, VIERZON)
    for part in ("buyer", "pilot"):
        told = stage.get(part, VIERZON)
        assert "Personne 1" in told
        assert "Inès" not in told
        assert "Vous ne voyez pas les noms" in told
    for part in ("", "partner"):
        assert "à replacer" not in stage.get(part, VIERZON)


def test_somebody_placed_elsewhere_leaves_the_list(stage: Stage) -> None:
    first, second = admitted(stage, "Inès"), admitted(stage, "Karim")
    stage.send("buyer", VIERZON + "annuler/", DECIDED)
    leave(stage, "24_407732", 4)
    walk(stage.offer.cast["adviser"].actor, first, stage.offer.session("24_407732"), K.RESEATED, on=ON)
    told = stage.get("adviser", VIERZON)
    assert "1 personne à replacer" in told
    assert "Inès" not in told
    assert again(second).state == JourneyState.TO_RESEAT


def test_an_accepted_request_to_cancel_owes_the_same(stage: Stage) -> None:
    journey = admitted(stage, "Inès")
    provider = stage.offer.cast["provider"].actor
    with acting_as(provider):
        one = submit_request(
            actor=provider, session=stage.offer.session(), kind=ProviderRequestKind.CANCEL, reason="Plus de formateur.",
            cause=ChangeCause.NO_TRAINER,
        )  # fmt: skip
    stage.send("buyer", f"/sessions/demande/{one.pk}/", {"act": "accept", "on": "2021-01-06", "why": "D’accord."})
    assert again(journey).state == JourneyState.TO_RESEAT


def test_what_cannot_be_cancelled_leaves_every_journey_where_it_was(stage: Stage) -> None:
    journey = admitted(stage, "Inès")
    with acting_as(MACHINE):
        Session.objects.filter(number="24_407731").update(state=SessionState.RUNNING)
    answer = stage.client("buyer").post(VIERZON + "annuler/", DECIDED)
    assert answer.status_code == 422
    assert again(journey).state == JourneyState.ADMITTED


def test_somebody_who_moved_on_after_the_decision_is_still_told(stage: Stage) -> None:
    journey = admitted(stage, "Inès")
    stage.send("buyer", VIERZON + "annuler/", DECIDED | {"on": "2020-12-20"})
    assert again(journey).state == JourneyState.TO_RESEAT


def test_the_page_costs_the_same_for_one_person_and_for_ten(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get("adviser", VIERZON)
        return len(seen)

    admitted(stage, "Inès")
    stage.send("buyer", VIERZON + "annuler/", DECIDED)
    count()
    before = count()
    for name in "ABCDEFGH":
        admitted_before = proposed(stage, name)
        with acting_as(MACHINE):
            Journey.objects.filter(pk=admitted_before.pk).update(state=JourneyState.TO_RESEAT)
    assert count() == before


def seat(number: int, left: int | None) -> AlternativeSession:
    return AlternativeSession(number, True, True, True, date(2021, 2, 1), is_rolling=False, kilometres=5.0, left=left)


@pytest.mark.parametrize(
    ("lefts", "people", "expected"),
    [
        ([2, 1], 4, [0, 0, 1, None]),
        ([], 2, [None, None]),
        ([1, None], 3, [0, 1, 1]),
        ([3], 0, []),
    ],
)
def test_a_seat_is_proposed_to_one_person_only(
    lefts: list[int | None], people: int, expected: list[int | None]
) -> None:
    found = assign_alternatives([seat(rank, left) for rank, left in enumerate(lefts)], people)
    assert [each.session_id if each else None for each in found] == expected
