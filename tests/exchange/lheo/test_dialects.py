"""A partner with its own codes: files are read in its codes, stored in those of the norm, written back in its codes."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.catalogue_export import export_catalogue
from pacte.exchange.lheo.dialects import NORM, Dialect, dialect_by_name, dialects
from pacte.exchange.lheo.structure import structure
from pacte.intake.models import RefusedRow
from pacte.kernel.errors import ValidationError
from pacte.offer.models import TrainingAction
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue, changed
from tests.exchange.lheo.importing import Imported, import_catalogue

HOW = "<modalites-enseignement>{}</modalites-enseignement>"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def saying(code: str) -> str:
    """One training whose actions all have the teaching mode ``code``."""
    return changed("<modalites-enseignement>[0-9]</modalites-enseignement>", HOW.format(code), count=0)


def entered(cast: Cast, text: str, dialect: Dialect) -> Imported:
    stream = io.BytesIO(text.encode())
    return import_catalogue(
        actor=MACHINE, host_id=cast.region.pk, stream=stream, file_name="catalogue.xml", partner=dialect.name
    )


def written(cast: Cast, dialect: Dialect) -> str:
    out = io.BytesIO()
    export_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out, dialect=dialect)
    return out.getvalue().decode()


@pytest.mark.parametrize("dialect", dialects().values(), ids=str)
def test_a_dialect_is_codes_of_the_norm_in_another_order_and_says_where_it_was_read(dialect: Dialect) -> None:
    assert dialect.codes
    assert dialect.label
    assert dialect.source
    for table, codes in dialect.codes.items():
        assert set(codes) == set(codes.values())
        assert set(codes) <= set(structure("2.3").tables[table])


def test_a_partner_that_is_not_known_gets_the_names_of_those_that_are() -> None:
    with pytest.raises(ValidationError, match="data-inclusion, edof"):
        dialect_by_name("nulle-part")
    assert dialect_by_name("") is NORM


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["data-inclusion", "edof"])
@pytest.mark.parametrize(("theirs", "ours"), [("0", 0), ("1", 2), ("2", 1)])
def test_the_codes_of_a_partner_are_kept_in_those_of_the_norm(cast: Cast, name: str, theirs: str, ours: int) -> None:
    result = entered(cast, saying(theirs), dialect_by_name(name))
    assert result.tally.quarantined == 0
    assert set(TrainingAction.objects.values_list("modality", flat=True)) == {ours}
    assert HOW.format(ours) in written(cast, NORM)
    assert HOW.format(theirs) in written(cast, dialect_by_name(name))


@pytest.mark.django_db
def test_what_a_partner_gave_comes_back_to_it_and_changes_nothing(cast: Cast) -> None:
    partner = dialect_by_name("data-inclusion")
    entered(cast, catalogue(12), partner)
    out = written(cast, partner)
    again = entered(cast, out, partner)
    assert again.tally.trainings_unchanged == 12
    assert again.tally.rows == 0


@pytest.mark.django_db
def test_the_same_file_said_to_be_of_a_partner_after_all_is_read_again(cast: Cast) -> None:
    text = saying("1")
    entered(cast, text, NORM)
    mended = entered(cast, text, dialect_by_name("data-inclusion"))
    assert mended.tally.actions_changed == TrainingAction.objects.count() > 0
    assert set(TrainingAction.objects.values_list("modality", flat=True)) == {2}


@pytest.mark.django_db
def test_what_waits_in_quarantine_is_in_the_codes_of_the_norm_and_a_code_of_no_table_stays(cast: Cast) -> None:
    text = changed("<certifiante>1", "<certifiante>7", text=saying("1"))
    entered(cast, text, dialect_by_name("edof"))
    assert HOW.format(2) in RefusedRow.objects.get().text
    report = check_catalogue(io.BytesIO(saying("8").encode()), dialect=dialect_by_name("edof"))
    assert {(each.code, each.value) for each in report.defects} == {("unknown_code", "8")}


def test_advice_shows_the_code_that_stands_in_the_file_and_says_the_partners_codes() -> None:
    text = changed("<lieu-de-formation.*?</lieu-de-formation>", "", text=saying("2"), count=0)
    assert check_catalogue(io.BytesIO(text.encode())).advice == []
    report = check_catalogue(io.BytesIO(text.encode()), dialect=dialect_by_name("data-inclusion"))
    assert {(each.code, each.value) for each in report.advice} == {("modality", "2")}
    assert "0 en présence, 1 entièrement à distance, 2 mixte" in report.advice[0].hint
