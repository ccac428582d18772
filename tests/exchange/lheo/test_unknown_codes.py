"""A code unknown to the loaded edition gets a remark that names the edition, never a refusal."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.unknown_codes import unknown_code_remarks
from pacte.kernel.defects import Defect
from pacte.offer.models import Training
from pacte.reference.models import CertificationVersion, Edition, Nomenclature, NomenclatureTerm, Zone
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue, changed, line_of
from tests.exchange.lheo.importing import import_catalogue

pytestmark = pytest.mark.django_db
LOADED = datetime(2026, 11, 1, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def loaded(scheme: str, edition: str, *codes: str, is_excerpt: bool = False) -> None:
    Nomenclature.objects.filter(scheme=scheme).delete()
    NomenclatureTerm.objects.filter(scheme=scheme).delete()
    Nomenclature.objects.create(
        scheme=scheme, edition=edition, starts_on=date(2026, 1, 1), source="essai", is_excerpt=is_excerpt,
        loaded_at=LOADED,
    )  # fmt: skip
    NomenclatureTerm.objects.bulk_create(
        NomenclatureTerm(scheme=scheme, edition=edition, code=code, label=code, plain_words="", kind="", parent_code="")
        for code in codes
    )


def remarks(text: str) -> list[Defect]:
    report = check_catalogue(io.BytesIO(text.encode()), look_up=unknown_code_remarks)
    assert report.is_valid
    return [each for each in report.advice if each.code in ("code_unknown", "code_not_loaded")]


@pytest.fixture(autouse=True)
def _editions(db: None) -> None:
    """Loads every code that the catalogue of one training uses."""
    loaded("rome", "4.60", "F1602")
    loaded("nsf", "1994", "255")
    loaded("formacode", "V14", "24066", "80006", "80007", "80009", "80010", "81031", "81024", "81020", "82044")
    CertificationVersion.objects.all().delete()
    CertificationVersion.objects.create(
        code="RNCP30000", edition=date(2026, 8, 16), register="RNCP", title="Titre", plain_title="titre"
    )
    Edition.objects.all().delete()
    Zone.objects.all().delete()
    Edition.objects.create(year=2026, source="essai", loaded_at=LOADED)
    Zone.objects.create(
        kind="commune", code="18033", edition=2026, name="Bourges", plain_name="bourges", nature="",
        region_code="24", department_code="18", arrondissement_code="", epci_code="",
    )  # fmt: skip


def test_codes_that_exist_get_no_remark() -> None:
    assert remarks(catalogue(1)) == []


@pytest.mark.parametrize(
    ("pattern", "replacement", "told"),
    [
        (">F1602<", ">F9999<", "Le code ROME F9999 est inconnu de l’édition chargée (4.60)."),
        (">255<", ">499<", "Le code NSF 499 est inconnu de l’édition chargée (1994)."),
        (
            "<code-RNCP>RNCP30000",
            "<code-RNCP>RNCP1",
            "Le code RNCP RNCP1 est inconnu de l’édition chargée (16/08/2026).",
        ),
        (">18033<", ">18999<", "Le code de commune 18999 est inconnu de l’édition chargée (2026)."),
        (
            ">24066<",
            ">99999<",
            "Le code Formacode 99999 est inconnu de l’édition chargée (V14), qui n’a qu’une partie des codes.",
        ),
    ],
)
def test_a_code_that_does_not_exist_gets_one_with_its_edition_and_its_line(
    pattern: str, replacement: str, told: str
) -> None:
    text = changed(pattern, replacement)
    [found] = remarks(text)
    assert found.message == told
    assert found.row == line_of(text, replacement)


def test_the_same_code_is_told_once_at_its_first_line() -> None:
    text = changed(">18033<", ">18999<", count=0)
    assert [each.row for each in remarks(text)] == [line_of(text, ">18999<")]


def test_an_excerpt_says_that_it_is_one() -> None:
    loaded("rome", "4.0", "A1101", is_excerpt=True)
    [found] = remarks(catalogue(1))
    assert (found.code, found.value) == ("code_not_loaded", "F1602")


def test_what_is_not_loaded_is_not_judged() -> None:
    Nomenclature.objects.all().delete()
    CertificationVersion.objects.all().delete()
    Edition.objects.all().delete()
    assert remarks(changed(">F1602<", ">F9999<")) == []


def test_a_commune_of_a_department_that_is_not_loaded_is_not_judged() -> None:
    assert remarks(changed(">18033<", ">75056<")) == []


def test_an_import_counts_the_same_remark_and_lets_the_training_in(cast: Cast) -> None:
    text = changed(">F1602<", ">F9999<")
    done = import_catalogue(
        actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name="catalogue.xml"
    )
    assert done.file.result["advice"] == len(remarks(text)) == 1
    assert Training.objects.count() == 1
