"""Any catalogue valid for the norm enters whole, is found, and is exported unchanged."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo.catalogue_export import export_catalogue
from pacte.exchange.lheo.checker import CatalogueChecker
from pacte.exchange.lheo.numbers import normalise_integer, normalise_price
from pacte.offer.models import SearchRow, SearchText, Session, TrainingAction
from tests.cast import MACHINE, Cast, gather_cast
from tests.effort import share
from tests.exchange.lheo import documents
from tests.exchange.lheo.importing import import_catalogue
from tests.exchange.lheo.valid_documents import catalogue


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


@settings(max_examples=share(60), deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 2**32))
def test_a_catalogue_drawn_from_the_norm_has_no_defect(seed: int) -> None:
    check = CatalogueChecker(io.BytesIO(catalogue(seed)))
    defects = [each for checked in check for each in checked.defects if each.is_error]
    assert [*defects, *(each for each in check.outside if each.is_error)] == []


@pytest.mark.django_db
def test_it_enters_whole_is_found_and_goes_round(cast: Cast) -> None:
    for seed in (1, 2, 3):
        data = io.BytesIO(catalogue(seed, trainings=12))
        done = import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=data, file_name="c.xml")
        assert (done.tally.trainings_added, done.tally.quarantined) == (12, 0)
    assert SearchText.objects.count() == 36
    assert SearchRow.objects.count() == Session.objects.count()
    out = io.BytesIO()
    export_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out)
    back = import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out, file_name="e.xml", is_full=True)
    written = {name: count for name, count in back.tally.as_dict().items() if count}
    assert written == {"trainings_unchanged": 36}


@pytest.mark.django_db
def test_numbers_are_kept_as_they_are_read(cast: Cast) -> None:
    text = documents.changed("<prix-total-TTC>[^<]*", "<prix-total-TTC>12\u202f345,60", count=0)
    text = documents.changed("<nombre-heures-total>[^<]*", "<nombre-heures-total>1\u00a0400", text=text, count=0)
    import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name="c.xml")
    assert set(TrainingAction.objects.values_list("price_total_cents", "hours_total")) == {(1234560, 1400)}
    out = io.BytesIO()
    export_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out)
    assert b"<prix-total-TTC>12345.60<" in out.getvalue()
    assert b"<nombre-heures-total>1400<" in out.getvalue()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1 250,50", "1250.50"), ("1\u00a0250", "1250"), ("1\u202f250,5", "1250.50"), ("12.345,60", "12345.60"),
        ("1.250", "1250"), ("1,250.00", "1250.00"), ("1 250 €", "1250"), ("9 €", "9"), ("9,5", "9,5"),
        ("1250,505", "1250.51"), ("12 345 678", "12345678"), ("1,250", ""), ("1 25", ""), ("gratuit", ""), ("-5", ""),
    ],
)  # fmt: skip
def test_a_price_is_read_as_french_people_write_it(written: str, told: str) -> None:
    assert normalise_price("prix-total-TTC", written) == told


@pytest.mark.parametrize(("written", "told"), [("9.125", "9.13"), ("9,1667", "9.17"), ("1 050", "1050")])
def test_a_price_an_hour_has_decimals_rather_than_thousands(written: str, told: str) -> None:
    assert normalise_price("prix-horaire-TTC", written) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [("1 400", "1400"), ("1.400", "1400"), ("35,00", "35"), ("1 400,0", "1400"), ("35,5", ""), ("douze", "")],
)
def test_a_whole_number_is_read_as_french_people_write_it(written: str, told: str) -> None:
    assert normalise_integer(written) == told
