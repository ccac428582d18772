"""A complete sheet is locked by the entry of its first participant, in one of its own sessions when it has any."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pacte.accounts.row_context import acting_as
from pacte.evaluation.models import Experiment
from pacte.evaluation.records import Arm
from pacte.evaluation.services import attach_sessions, open_experiment
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput
from pacte.kernel.action_codes import ActionCode
from pacte.notifications.models import Notification
from pacte.offer.models import Order, OrderItem, Session
from pacte.plan.models import PlanAction
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
TO_THE_SEAT = (StepKind.PROPOSED, StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED)
ENTERED = date(2021, 1, 11)


kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


def paid(stage: Stage, number: int, session: Session) -> Session:
    """The session, paid by an order that names the action."""
    with acting_as(MACHINE):
        order = Order.objects.create(
            organisation=stage.cast.region, buyer=stage.cast.region, provider=session.training_action.training.provider,
            number=f"BC-{session.pk}", title="Essai", form="purchase_order", domain_code="230", nature="certifying",
            price_unit="trainee_hour", unit_price_cents=900, signed_on=DAY, ends_on=DAY + timedelta(days=400),
            recorded_at=timezone.now(), recorded_by_name="Essai",
        )  # fmt: skip
        OrderItem.objects.create(
            organisation=stage.cast.region, order=order, session=session, fund="pact", plan=stage.plan,
            plan_action=PlanAction.objects.get(plan=stage.plan, number=number),
        )  # fmt: skip
    return session


def opened(stage: Stage, number: int, title: str = "Essai", on: date = DAY) -> Experiment:
    with acting_as(MACHINE):
        lead = stage.cast["lead"].person
        return open_experiment(
            actor=MACHINE, plan=stage.plan, number=ActionCode(number), title=title, on=on, owner=lead
        )


def enter(stage: Stage, session: Session, *, name: str = "Inès", on: date = ENTERED) -> None:
    journey = somebody(stage.cast, first_name=name)
    walk(stage.cast["adviser"].actor, journey, session, *TO_THE_SEAT)
    provider = stage.cast["provider"].actor
    with acting_as(provider):
        given = StepInput(StepKind.ENTERED, on, session_id=session.pk)
        record_journey_step(actor=provider, key=journey.key, step_input=given)


def locked_on(experiment: Experiment) -> date | None:
    with acting_as(MACHINE):
        experiment.refresh_from_db()
    return experiment.locked_on


def asked() -> list[str]:
    with acting_as(MACHINE):
        return list(Notification.objects.filter(kind="sheet_entry").order_by("pk").values_list("address", flat=True))


def test_the_first_entry_locks_the_only_sheet_of_the_action_that_pays(stage: Stage) -> None:
    mine, other = opened(stage, 1), opened(stage, 2)
    session = paid(stage, 1, session_with(stage.cast, opened=4))
    enter(stage, session)
    enter(stage, session, name="Omar", on=ENTERED + timedelta(days=1))
    assert (locked_on(mine), locked_on(other)) == (ENTERED, None)
    assert "entrées en formation" in mine.locked_by_name
    assert asked() == []


def test_an_entry_that_no_action_pays_for_locks_nothing(stage: Stage) -> None:
    mine = opened(stage, 1)
    enter(stage, session_with(stage.cast))
    assert locked_on(mine) is None


def test_between_two_sheets_the_owners_are_asked_once_and_nothing_is_locked(stage: Stage) -> None:
    first, second = opened(stage, 1), opened(stage, 1, "Autre essai")
    session = paid(stage, 1, session_with(stage.cast, opened=4))
    enter(stage, session)
    enter(stage, session, name="Omar")
    assert (locked_on(first), locked_on(second)) == (None, None)
    assert len(asked()) == 2


def test_where_people_entered_before_the_sheet_was_opened_its_owner_says_which_entry_counts(stage: Stage) -> None:
    session = paid(stage, 1, session_with(stage.cast, opened=4))
    enter(stage, session)
    later = opened(stage, 1, on=ENTERED + timedelta(days=5))
    enter(stage, session, name="Omar", on=ENTERED + timedelta(days=8))
    assert locked_on(later) is None
    assert asked() == [f"/plan/{stage.plan.code}/experimentations/{later.number}/"]


def attached(experiment: Experiment, session: Session, arm: Arm = Arm.WITH) -> None:
    with acting_as(MACHINE):
        attach_sessions(actor=MACHINE, experiment=experiment, arms={session.pk: arm}, on=DAY)


def test_between_two_sheets_an_entry_locks_the_one_that_has_the_session(stage: Stage) -> None:
    first, second = opened(stage, 1), opened(stage, 1, "Autre essai")
    mine, other = paid(stage, 1, session_with(stage.cast, opened=4)), session_with(stage.cast, number="24_2")
    attached(first, mine, Arm.WITHOUT)
    attached(second, other)
    enter(stage, mine)
    assert (locked_on(first), locked_on(second)) == (ENTERED, None)
    assert asked() == []


def test_an_entry_in_a_session_that_no_order_ties_to_the_action_locks_the_sheet_that_has_it(stage: Stage) -> None:
    mine, session = opened(stage, 1), session_with(stage.cast)
    attached(mine, session)
    enter(stage, session)
    assert locked_on(mine) == ENTERED


def test_an_entry_in_another_session_of_the_action_does_not_lock_a_sheet_that_has_its_own(stage: Stage) -> None:
    mine = opened(stage, 1)
    attached(mine, session_with(stage.cast, number="24_2"))
    enter(stage, paid(stage, 1, session_with(stage.cast, opened=4)))
    assert locked_on(mine) is None
    assert asked() == []
