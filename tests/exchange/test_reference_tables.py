"""Reference files as their producers publish them: workbooks with titles above, XML records, other headings."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.reference_tables import as_csv_tables
from pacte.kernel.errors import ValidationError
from pacte.reference.models import NomenclatureTerm, Zone
from pacte.reference.records import FileReport, ZoneKind
from pacte.reference.services import load_official_files, load_shipped_territory
from tests.cast import MACHINE


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TITLES: list[list[object]] = [["Zones d'emploi 2030"], ["Géographie au 01/01/2024"], [], ["© Insee"], []]
ZONES = [*TITLES, ["ZE2030", "LIBZE2030", "NB_COM"], ["2404", "Blois", 120], ["2405", "Bourges", 140]]
COMMUNES = [
    *TITLES,
    ["CODGEO", "LIBGEO", "ZE2030", "LIBZE2030", "ZE2030_PARTIE_REG", "DEP", "REG"],
    ["18033", "Bourges", "2405", "Bourges", "24", "18", "24"],
    ["41018", "Blois", "2404", "Blois", "24", "41", "24"],
]
ROME = """<?xml version="1.0" encoding="iso-8859-15" ?>
<ogr>
<item_referentiel_code_rome>
<code_ogr>6</code_ogr><code_rome>A1101</code_rome><libelle>Conduite d&apos;engins</libelle><statut1>1</statut1>
</item_referentiel_code_rome>
<item_referentiel_code_rome>
<code_ogr>7</code_ogr><code_rome>A1201</code_rome><libelle>Bûcheronnage et élagage</libelle><statut1>1</statut1>
</item_referentiel_code_rome>
</ogr>
"""
FAP = (
    "Code_FAP22;Intitulé_FAP22;Code_FAP86;Intitulé_FAP86;Code_FAP228;Intitulé_FAP228;Code_FAP341;Intitulé_FAP341\n"
    "A;Agriculture;A0X;Agriculteurs;A0X41;Éleveurs;A0X41c;Éleveurs de lapins\n"
)


def load(source: Path, edition: str | None = None) -> list[FileReport]:
    with as_csv_tables(source) as tables, acting_as(MACHINE):
        return load_official_files(actor=MACHINE, source=tables, edition=edition)


@pytest.mark.django_db
def test_the_workbook_of_the_zones_of_employment_names_them_and_says_their_communes(tmp_path: Path) -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    path = tmp_path / "ZE2030_au_01-01-2024.xlsx"
    path.write_bytes(workbook(Documentation=[["Lisez-moi"]], Liste=ZONES, Composition_communale=COMMUNES))
    reports = load(path)
    assert {report.kind for report in reports} == {"employment_zones", "employment_zone_communes"}
    assert sum(report.defect_count for report in reports) == 0
    found = Zone.objects.filter(kind=ZoneKind.EMPLOYMENT_ZONE, edition=2030)
    assert dict(found.values_list("code", "name")) == {"2404": "Blois", "2405": "Bourges"}


@pytest.mark.django_db
def test_the_rome_is_read_as_records_of_xml_in_its_old_encoding(tmp_path: Path) -> None:
    path = tmp_path / "unix_referentiel_code_rome_v344_iso8859-15.xml"
    path.write_bytes(ROME.encode("iso-8859-15"))
    (report,) = load(path)
    assert (report.edition_name, report.lines, report.defect_count) == ("3.44", 2, 0)
    assert NomenclatureTerm.objects.get(scheme="rome", code="A1201").label == "Bûcheronnage et élagage"


@pytest.mark.django_db
def test_the_families_of_occupations_are_read_under_the_headings_of_their_producer(tmp_path: Path) -> None:
    path = tmp_path / "intitules_fap.csv"
    path.write_text(FAP, encoding="utf-8-sig")
    (report,) = load(path)
    assert (report.kind, report.edition_name, report.added) == ("fap_2021", "2021", 4)


@pytest.mark.django_db
def test_a_folder_keeps_its_other_files_and_the_option_is_for_those_that_tell_no_edition(tmp_path: Path) -> None:
    folder = tmp_path / "metiers"
    folder.mkdir()
    (folder / "referentiel_code_rome.xml").write_bytes(ROME.encode("iso-8859-15"))
    (folder / "activites_v347.csv").write_text(
        "code_ogr,libelle,libelle_activite\n100003,Conduire les engins,BASE\n", encoding="utf-8"
    )
    told = {report.file: report.edition_name for report in load(folder, edition="3.44")}
    assert told == {"referentiel_code_rome.csv": "3.44", "activites_v347.csv": "3.47"}


@pytest.mark.django_db
def test_a_file_without_any_edition_is_not_loaded_and_says_how_to_give_it(tmp_path: Path) -> None:
    path = tmp_path / "referentiel_code_rome.xml"
    path.write_bytes(ROME.encode("iso-8859-15"))
    (report,) = load(path)
    assert (report.kind, [defect.code for defect in report.defects]) == ("", ["edition_missing"])
    assert NomenclatureTerm.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook(Feuille=[["a", "b"], [1, 2]]), "file_unknown"),
        (b"not a workbook at all", "file_unknown"),
    ],
    ids=["no table that is known", "no workbook"],
)
def test_what_holds_no_known_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "autre.xlsx"
    path.write_bytes(data)
    with pytest.raises(ValidationError) as refused, as_csv_tables(path):
        pass
    assert refused.value.code == code


def test_records_that_declare_a_doctype_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rome.xml"
    path.write_bytes(ROME.replace("<ogr>", '<!DOCTYPE ogr [<!ENTITY a "b">]><ogr>', 1).encode("iso-8859-15"))
    with pytest.raises(ValidationError) as refused, as_csv_tables(path):
        pass
    assert refused.value.code == "xml_forbidden"
