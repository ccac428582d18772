"""The database and the program have the same day, today and in the tests that run a year ahead."""

from __future__ import annotations

import pytest
from django.db import connection

from pacte.kernel.clock import today
from tests.a_year_ahead import DAYS, goes_ahead


@pytest.mark.django_db
def test_both_clocks_are_moved_together(request: pytest.FixtureRequest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pacte_today(), (clock_timestamp() at time zone 'Europe/Paris')::date")
        (here, true_day) = cursor.fetchone()
    moved = DAYS if goes_ahead(request.path, chosen=request.config.getoption("a_year_ahead")) else 0
    assert (today(), (here - true_day).days) == (here, moved)
