"""Entries into training, counted for operations that cross rooms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey
from pacte.journeys.queries.training_entries import last_entries
from tests.cast import MACHINE, gather_cast
from tests.interop.making import lives
from tests.journeys.making import DAY, session_with

pytestmark = pytest.mark.django_db


def test_the_last_entries_begin_with_all_those_of_their_first_day() -> None:
    cast = gather_cast()
    journeys = lives(cast, session_with(cast), 4)
    with acting_as(MACHINE):
        later = DAY + timedelta(days=7)
        Journey.objects.filter(pk=journeys[0].pk).update(entered_on=later, ended_on=later)

        def last(count: int) -> tuple[date | None, int]:
            return last_entries(actor=MACHINE, host_id=cast.region.pk, at_least=count)

        assert last(1) == (later, 1)
        assert last(2) == (DAY, 4)
        assert last(50) == (DAY, 4)
        assert last_entries(actor=MACHINE, host_id=cast.provider.pk, at_least=1) == (None, 0)
