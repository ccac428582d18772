"""A barrier is a line of the person's file and a dated step of the journeys open on that day, and of no other."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Barrier, Journey, Step
from pacte.journeys.records import StepKind, Theme
from pacte.journeys.services import StepInput, note_barrier, record_step, solve_barrier
from pacte.kernel.clock import today
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather_cast()


def note(cast: Cast, journey: Journey, theme: Theme, constraint: str = "") -> Barrier:
    with acting_as(cast["adviser"].actor) as adviser:
        return note_barrier(
            actor=adviser, learner=journey.learner, body=cast.network, theme=theme, constraint=constraint
        )


def told(journey: Journey) -> list[tuple[str, dict[str, object]]]:
    with acting_as(MACHINE):
        return list(Step.objects.filter(journey=journey).order_by("pk").values_list("kind", "detail"))[1:]


def test_a_barrier_noted_then_lifted_is_two_steps_that_say_the_theme_and_no_more(cast: Cast) -> None:
    journey = somebody(cast)
    barrier = note(cast, journey, Theme.FAMILY, "not_before_9")
    with acting_as(cast["adviser"].actor) as adviser:
        solve_barrier(actor=adviser, barrier=barrier)
    assert told(journey) == [("barrier_noted", {"theme": "family"}), ("barrier_solved", {"theme": "family"})]
    assert barrier.solved_on == today()


def test_a_journey_that_is_over_hears_no_more_of_it(cast: Cast) -> None:
    journey = somebody(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        record_step(actor=adviser, key=journey.key, step_input=StepInput(StepKind.CLOSED, today()))
    before = told(journey)
    note(cast, journey, Theme.HOUSING)
    assert told(journey) == before
    with acting_as(MACHINE):
        assert Barrier.objects.filter(learner=journey.learner, theme="housing").exists()
