"""What each source of series last gave: the period that it describes and the day on which it came."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.series_files.importer import import_series
from pacte.exchange.series_files.reading import series_sources
from pacte.exchange.series_files.received_sources import ReceivedSource, received_sources
from pacte.kernel.clock import today
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.test_series import GOOD, bmo
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db


def cast_with_needs() -> Cast:
    """The survey of needs of 2024, in a Region whose territory is loaded."""
    cast = gather_cast()
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
        import_series(actor=MACHINE, host=cast.region, data=bmo(GOOD), name="bmo_2024.csv")
    return cast


cast = kept_for_module(cast_with_needs)


def received(cast: Cast, part: str = "analyst") -> dict[str, ReceivedSource]:
    actor = cast[part].actor
    with acting_as(actor):
        return {each.source.code: each for each in received_sources(actor=actor, host=cast.region)}


def test_a_source_says_the_end_of_its_latest_period_and_when_it_came(cast: Cast) -> None:
    needs = received(cast)["bmo"]
    assert (needs.covered_until, needs.received_on) == (date(2024, 12, 31), today())


def test_a_source_that_gave_nothing_has_no_day(cast: Cast) -> None:
    rates = received(cast)["unemployment_by_quarter"]
    assert (rates.covered_until, rates.received_on) == (None, None)


def test_files_that_nobody_awaits_are_left_out(cast: Cast) -> None:
    assert set(received(cast)) == {
        "bmo", "jobseekers_communes", "population_reference", "tensions_fap", "tensions_rome",
        "unemployment_by_quarter",
    }  # fmt: skip


def test_no_series_is_awaited_from_two_sources() -> None:
    awaited = [
        series.code for source in series_sources().values() if source.published_every_months for series in source.series
    ]
    assert len(awaited) == len(set(awaited))
