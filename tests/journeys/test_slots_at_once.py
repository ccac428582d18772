"""Forty people choose the same slot at once: the seats are filled, and the others get « full »."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation, Step
from pacte.journeys.records import StepKind
from pacte.journeys.services import OpenedLink
from pacte.kernel.errors import Conflict
from pacte.workflows.choose_slot import choose_slot
from tests.cast import MACHINE, gather_cast
from tests.journeys.making import session_with
from tests.journeys.slots import invited, opened, proposed, secret_of, slots, soon

PEOPLE, SEATS, THREADS = 40, 7, 12
Stage = tuple[list[Meeting], list[OpenedLink]]


@pytest.fixture
def stage(lasting_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock():
        cast = gather_cast()
        session = session_with(cast, opened=PEOPLE)
        meetings = slots(cast, session, soon(3), soon(5), seats=SEATS)
        people = [proposed(cast, session, first_name=f"P{rank}") for rank in range(PEOPLE)]
        yield meetings, [opened(secret_of(cast, each)) for each in invited(cast, people, meetings).invitations]
        connection.close()


def _choose(link: OpenedLink, meeting: Meeting) -> str:
    """Chooses in a transaction and a connection of its own, as a request does."""
    try:
        with acting_as(link.actor):
            choose_slot(link=link, meeting_id=meeting.pk)
        return "taken"
    except Conflict as error:
        return error.code
    finally:
        connection.close()


def test_however_many_choose_at_once_seats_are_never_exceeded(
    stage: Stage,
) -> None:
    (first, second), links = stage
    with ThreadPoolExecutor(THREADS) as pool:
        said = list(pool.map(lambda link: _choose(link, first), links))
    assert Counter(said) == {"taken": SEATS, "slot_full": PEOPLE - SEATS}
    # Everybody tries the other slot, then the first one again.
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda link: (_choose(link, second), _choose(link, first)), links))
    with acting_as(MACHINE):
        assert Invitation.objects.filter(chosen=first).count() <= SEATS
        assert Invitation.objects.filter(chosen=second).count() <= SEATS
        assert Invitation.objects.exclude(chosen=None).count() >= SEATS
        assert Step.objects.filter(kind=StepKind.SLOT_CHOSEN).count() >= SEATS
