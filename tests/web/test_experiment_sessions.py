"""The page of an experiment lists the sessions that the orders of its action buy, while it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.evaluation.services import lock_protocol
from pacte.offer.models import Session
from tests.cast import MACHINE
from tests.evaluation.test_lock_on_entry import opened, paid
from tests.journeys.making import session_with
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(settings: LazySettings) -> Stage:
    settings.TOTP_REQUIRED = False
    return staged(small_plan(row("A01", 1), row("A02", 2)))


def page_of(stage: Stage, session: Session, *, days_after: int = 0) -> str:
    """The page of an experiment of action 1, begun some days after the session starts."""
    assert session.starts_on is not None
    began_on = session.starts_on + timedelta(days=days_after)
    experiment = opened(stage, 1, on=began_on - timedelta(days=30))
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=began_on, by="première entrée")
    return stage.get(f"experimentations/{experiment.number}/", "pilot")


def test_a_session_of_the_action_is_on_the_page_of_its_experiment(stage: Stage) -> None:
    page = page_of(stage, paid(stage, 1, session_with(stage.cast, opened=4)))
    assert "1 session que les commandes rattachent à l’action 1" in page
    assert 'id="sessions-essai"' in page


def test_a_session_of_another_action_is_not(stage: Stage) -> None:
    assert "Les sessions de l’action" not in page_of(stage, paid(stage, 2, session_with(stage.cast, opened=4)))


def test_a_session_that_began_before_the_experiment_is_not(stage: Stage) -> None:
    page = page_of(stage, paid(stage, 1, session_with(stage.cast, opened=4)), days_after=3)
    assert "Les sessions de l’action" not in page
