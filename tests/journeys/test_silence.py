"""A silence is notified once: before the last day of an invitation or after it, not both. A lapse is written once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Invitation, Journey, Learner, Step
from pacte.journeys.records import StepKind
from pacte.kernel.clock import now, today
from pacte.notifications.models import Notification
from pacte.workflows.remind_invited import remind_invited
from pacte.workflows.remind_people import remind_people
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with
from tests.journeys.slots import invited, proposed, slots, soon

pytestmark = pytest.mark.django_db
KINDS = ("journeys.lapses_soon", "journeys.no_answer", "journeys.silent")


@pytest.fixture
def journey() -> Journey:
    """A person silent for ten days, invited to a session open all year; the last day to answer was yesterday."""
    cast: Cast = gather_cast()
    session = session_with(cast, opened=9, rolling=True)
    made = proposed(cast, session, phone="06")
    invited(cast, [made], slots(cast, session, soon(20), seats=5))
    with acting_as(MACHINE):
        Invitation.objects.update(expires_on=today() - timedelta(days=1))
        Learner.objects.update(last_seen_on=today() - timedelta(days=10))
    return made


def told() -> list[str]:
    return list(Notification.objects.filter(kind__in=KINDS).order_by("pk").values_list("kind", flat=True))


def test_who_was_warned_before_the_last_day_is_not_told_again_after_it(journey: Journey) -> None:
    with acting_as(MACHINE):
        assert remind_people(actor=MACHINE, on=today() - timedelta(days=2)).reminded == 1
        assert told() == ["journeys.lapses_soon"], "told one by one, it is not counted among the silent beside"
        assert remind_invited(actor=MACHINE, at=now())["lapsed"] == 1
        assert told() == ["journeys.lapses_soon"]


def test_who_was_not_warned_is_told_after_it(journey: Journey) -> None:
    with acting_as(MACHINE):
        remind_invited(actor=MACHINE, at=now())
        assert told() == ["journeys.no_answer"]


def test_the_lapse_of_an_invitation_is_written_once(journey: Journey) -> None:
    with acting_as(MACHINE):
        assert remind_invited(actor=MACHINE, at=now())["lapsed"] == 1
        assert remind_people(actor=MACHINE).lapsed == 1
        assert remind_people(actor=MACHINE).lapsed == 0
        assert remind_invited(actor=MACHINE, at=now())["lapsed"] == 0
        assert Step.objects.filter(journey=journey, kind=StepKind.LAPSED).count() == 1
