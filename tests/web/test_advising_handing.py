"""A planned hand-over changes nothing before its day, then moves everything once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, PlannedHandover, Referent
from pacte.journeys.services import assign_referent
from pacte.kernel.clock import today
from pacte.notifications.models import Notification
from pacte.workflows.hand_over_learner import apply_planned_handovers
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def url(journey: Journey) -> str:
    return f"/mes-personnes/{journey.learner.key}/passer-le-relais/"


def plan(stage: Stage, journey: Journey, days: int = 7) -> int:
    other = another_network(stage)
    on = today() + days * DAY
    page = stage.send(url(journey), to=f"{other.pk}-", on=on, why="Départ en congé")
    assert "prendra le relais" in page
    return other.pk


def body_of(journey: Journey) -> int:
    with acting_as(MACHINE):
        return Referent.objects.get(learner=journey.learner, valid_until=None).body_id


def on_the_day(days: int) -> int:
    with acting_as(MACHINE):
        return apply_planned_handovers(actor=MACHINE, on=today() + days * DAY)


def test_before_the_day_the_person_stays_mine_and_the_page_says_when_it_changes(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    plan(stage, journey)
    page = stage.get(f"/mes-personnes/{journey.learner.key}/")
    assert "Relais prévu le" in page
    assert "Départ en congé" in page
    assert on_the_day(6) == 0
    assert body_of(journey) == stage.cast.network.pk


def test_on_the_day_the_other_network_has_them_once_and_is_told(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    other = plan(stage, journey)
    assert (on_the_day(7), on_the_day(7), on_the_day(9)) == (1, 0, 0)
    assert body_of(journey) == other
    with acting_as(MACHINE):
        assert Referent.objects.get(learner=journey.learner, valid_until=None).valid_from == today() + 7 * DAY
        assert Notification.objects.filter(kind="journeys.hand_over", person=stage.cast["lead"].person).count() == 1
        assert not PlannedHandover.objects.exists()
    stage.get(f"/mes-personnes/{journey.learner.key}/", status=404)


def test_a_plan_may_be_given_up(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    plan(stage, journey)
    assert "Le relais prévu est abandonné." in stage.send(url(journey), act="give_up")
    assert on_the_day(7) == 0
    assert body_of(journey) == stage.cast.network.pk


def test_a_plan_made_by_who_is_no_longer_the_referent_does_nothing(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    plan(stage, journey)
    with acting_as(MACHINE):
        assign_referent(
            actor=MACHINE, learner=journey.learner, body=stage.cast.provider, person=None, on=today(), reason="autre"
        )
    assert on_the_day(7) == 0
    assert body_of(journey) == stage.cast.provider.pk


def test_the_network_that_will_have_them_sees_nothing_before(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    plan(stage, journey)
    with acting_as(stage.cast["lead"].actor):
        assert PlannedHandover.objects.count() == 0
    stage.get(f"/mes-personnes/{journey.learner.key}/", "lead", status=404)
