"""An .ods file enters wherever an .xlsx file does, with the same answer."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pacte.exchange.documents import places_xlsx, presence_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.exchange.documents.presence_xlsx import PresenceRow
from pacte.exchange.formats.finance_extract import FORMAT as EXTRACT
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.reference_tables import as_csv_tables
from pacte.exchange.series_files.reading import read_series
from pacte.intake.kinds.acts import ActsKind
from pacte.intake.kinds.places import PlacesKind
from pacte.intake.kinds.presence import PresenceKind
from pacte.intake.records import FileContext, FileSender
from pacte.intake.row_reading import read_kind_rows
from pacte.intake.table_kind import TableKind
from pacte.journeys.rules.attendance import Week
from pacte.reference.records import ZoneKind
from tests.cast import MACHINE
from tests.exchange.accounting.extracts import line
from tests.exchange.accounting.extracts import workbook as extract_workbook
from tests.exchange.opendocument_files import opendocument, saved_as_opendocument
from tests.exchange.tables import small_plan
from tests.shared import shared_file

MONDAY = date(2020, 9, 7)
DOSSIER = "0b4a3f62-6c0b-4c4e-9d0a-6a52f9f4f001"


def test_a_plan_table() -> None:
    data = small_plan()
    read = read_plan_file(saved_as_opendocument(data), name="plan.ods")
    assert read.content is not None
    assert read.errors == ()
    assert read == read_plan_file(data, name="plan.ods")


def test_the_real_plan_table() -> None:
    data = shared_file("plan/plan-as-excel.xlsx").read_bytes()
    read = read_plan_file(saved_as_opendocument(data), name="plan.ods")
    assert read.content is not None
    assert len(read.content.rows) >= 39
    assert read == read_plan_file(data, name="plan.ods")


def test_an_accounting_extract() -> None:
    data = extract_workbook(line("E1", committed=1234.56), line("E2", day=date(2019, 3, 15).isoformat()))
    read = EXTRACT.read(saved_as_opendocument(data), name="extrait.ods")
    assert [each.number for each in read.lines] == ["E1", "E2"]
    assert read == EXTRACT.read(data, name="extrait.ods")


def test_a_file_of_acts() -> None:
    rows = [
        ["Numéro de la personne", "Nom", "Prénom", "Numéro de session", "Statut", "Date"],
        ["ML-18-0042", "Exemple", "Camille", "24_407731", "positionné", date(2020, 12, 1)],
        ["ML-18-0043", "Exemple", "Dominique", "24_407731", "peut-être", date(2020, 12, 1)],
    ]
    data = opendocument({"Actes": rows})
    with read_kind_rows(ActsKind(), io.BytesIO(data), FileContext(MACHINE, FileSender("", ""), "actes.ods")) as reading:
        first, second = reading.rows
    assert first.item is not None
    assert (first.item.session.session, first.item.on) == ("24_407731", date(2020, 12, 1))
    assert [(each.row, each.code) for each in second.errors] == [(3, "status_unknown")]


def test_a_file_of_series() -> None:
    rows = [
        ["annee", "code_metier", "nom_metier", "dep", "bassin", "nom_bassin", "met", "xmet", "smet"],
        [2024, "A0X40", "Agriculteurs", 18, 2401, "BOURGES", 253, 127, "*"],
    ]
    known = {ZoneKind.DEPARTMENT: frozenset({"18"})}
    read = read_series(opendocument({"BMO": rows}), name="bmo.ods", known=known)
    assert read.source is not None
    assert (read.source.code, read.errors, read.hidden) == ("bmo", (), 1)
    assert [point.value for point in read.points["hiring_projects"]] == [Decimal(253)]


def test_a_reference_file_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "ZE2030_au_01-01-2024"
    path.write_bytes(
        opendocument({"Liste": [["Zones d'emploi"], [], ["ZE2030", "LIBZE2030", "NB_COM"], [2404, "Blois", 1]]})
    )
    with as_csv_tables(path) as folder:
        (table,) = folder.iterdir()
        assert table.read_text(encoding="utf-8").splitlines() == ["ZE2030,LIBZE2030,NB_COM", "2404,Blois,1"]


def items_of(kind: TableKind[Any], data: bytes) -> list[Any]:
    context = FileContext(MACHINE, FileSender("", ""), "saisie")
    with read_kind_rows(kind, io.BytesIO(data), context) as reading:
        rows = list(reading.rows)
    assert [row.errors for row in rows] == [()] * len(rows)
    return [row.item for row in rows]


def test_a_sheet_of_presences_whose_hours_the_program_made_a_duration() -> None:
    rows = [PresenceRow(DOSSIER, "Camille Exemple", MONDAY, Week(MONDAY, "PP" * 5 + "----", 35 * 60))]
    data = presence_xlsx.write(rows, title="Soudage", as_of=MONDAY)
    (read,) = items_of(PresenceKind(), saved_as_opendocument(data))
    assert (str(read.key), read.week.minutes) == (DOSSIER, 35 * 60)
    assert [read] == items_of(PresenceKind(), data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    table = list(book.active.iter_rows(values_only=True))
    table[3] = (*table[3][:2], MONDAY, *table[3][3:-1], timedelta(hours=34, minutes=30))
    (edited,) = items_of(PresenceKind(), opendocument({"Présences": table}))
    assert (edited.week.monday, edited.week.minutes) == (MONDAY, 34 * 60 + 30)


def test_a_sheet_of_places() -> None:
    rows = [PlacesRow("24_1", "24_2", "24_3", "Soudage", MONDAY, None, "Bourges", "ouverte", 12, 3, 10, 6)]
    data = places_xlsx.write(rows, provider="Organisme A", as_of=MONDAY)
    read = items_of(PlacesKind(), saved_as_opendocument(data))
    assert len(read) == 1
    assert read == items_of(PlacesKind(), data)


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv", "sans-nom"])
def test_a_plan_table_under_another_name(name: str) -> None:
    assert read_plan_file(saved_as_opendocument(small_plan()), name=name).content is not None
