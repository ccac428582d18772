"""Files of rows from other tools and our samples: reading, writing back, and defects by line and column."""

from __future__ import annotations

import io
from datetime import date

import pytest

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.formats.orientation_acts import act_status
from pacte.exchange.orientation.layouts import detect_layout, rows_formats, suggested_headings
from pacte.exchange.orientation.reading import ActFileColumns, read_acts, read_without_applying
from pacte.exchange.rows.checking import RowChecker
from pacte.exchange.rows.reading import read_rows
from pacte.exchange.rows.records import RowsFormat
from pacte.interop.records import ActStatus, OrientationAct
from tests.shared import shared_file

FORMATS = rows_formats()
ACTS = [code for code, each in FORMATS.items() if each.act]
REAL = {
    "trainees_pe": ("stagiaires-pe.csv", 5, 38),
    "trainees_idf": ("stagiaires-idf.csv", 5, 17),
    "kairos_organisations": ("kairos-organismes.csv", 3, 12),
}
HEAD = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"


def acts(text: str | bytes, columns: ActFileColumns | None = None) -> list[OrientationAct]:
    data = text.encode() if isinstance(text, str) else text
    with read_acts(io.BytesIO(data), columns=columns) as found:
        return [row.act for row in found.rows if row.act]


def said(text: str | bytes) -> list[tuple[int, str, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(line.row, line.column, line.code) for line in read_without_applying(io.BytesIO(data)).lines]


@pytest.mark.parametrize("layout", FORMATS.values(), ids=list(FORMATS))
def test_the_sample_of_a_layout_reads_whole_and_is_written_back_as_it_was(layout: RowsFormat) -> None:
    with read_rows(io.BytesIO(layout.sample.encode())) as found:
        assert detect_layout(found.headings) is layout
        check = RowChecker(layout.columns, found.headings, empty=layout.empty)
        assert check.missing == []
        read = [check.read(*row) for row in found.rows]
    assert [row.defects for row in read] == [()]


@pytest.mark.parametrize("code", list(REAL))
def test_a_real_file_is_known_by_its_columns_and_each_row_is_read(code: str) -> None:
    name, count, width = REAL[code]
    path = shared_file(f"data/exchange/stagiaires/{name}")
    with path.open("rb") as stream, read_rows(stream) as found:
        assert len(found.headings) == width
        layout = detect_layout(found.headings)
        check = RowChecker(layout.columns, found.headings, empty=layout.empty)
        rows = [check.read(*row) for row in found.rows]
    assert layout.code == code
    assert len(rows) == count
    assert [row.row for row in rows if not row.is_good] == []


@pytest.mark.parametrize("code", list(REAL))
def test_a_real_file_is_written_back_cell_by_cell(code: str) -> None:
    name, _, _ = REAL[code]
    path = shared_file(f"data/exchange/stagiaires/{name}")
    layout = FORMATS[code]
    with path.open("rb") as stream, read_rows(stream) as found:
        headings, rows = found.headings, [cells for _, cells in found.rows]
    fields = {column.heading: column.field for column in layout.columns}
    again = layout.write({fields[head]: cell for head, cell in zip(headings, cells, strict=True)} for cells in rows)
    with read_rows(io.BytesIO(again)) as found:
        kept = [found.headings.index(head) for head in headings]
        assert [[cells[place] for place in kept] for _, cells in found.rows] == rows


def test_the_real_trainees_of_pole_emploi_are_enrolments_on_their_intercarif_session() -> None:
    found = acts(shared_file("data/exchange/stagiaires/stagiaires-pe.csv").read_bytes())
    assert {act.status for act in found} == {ActStatus.ENROLLED}
    assert (found[0].session.session, found[0].session.action) == ("SE_0000160070", "14_SE_0000160070")
    assert found[0].on == date(2018, 5, 22)
    assert all(act.is_day_supposed for act in found)


def test_the_real_trainees_of_ile_de_france_are_entries_and_exits() -> None:
    found = acts(shared_file("data/exchange/stagiaires/stagiaires-idf.csv").read_bytes())
    assert [act.status for act in found] == [ActStatus.COMPLETED] * 5
    assert found[0].also_on == ((ActStatus.ENTERED, date(2017, 3, 15)),)


def test_the_false_siret_of_the_real_conventions_is_said_and_the_row_kept() -> None:
    layout = FORMATS["kairos_organisations"]
    path = shared_file("data/exchange/stagiaires/kairos-organismes.csv")
    with path.open("rb") as stream, read_rows(stream) as found:
        check = RowChecker(layout.columns, found.headings)
        read = [check.read(*row) for row in found.rows]
    assert [[(each.column, each.code) for each in row.defects] for row in read] == [[("SIRET (A)", "siret")]] * 3
    assert all(row.is_good for row in read)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (";Exemple;Camille;24_1;positionne;01/12/2020", "Numéro de la personne (A)", "missing"),
        ("1;Exemple;Camille;24_1;positionne;32/12/2020", "Date (F)", "date"),
        ("1;Exemple;Camille;24_1;XYZ;01/12/2020", "Statut (E)", "status_unknown"),
        ("1;Exemple;Camille;24_1;PFR;01/12/2020", "Statut (E)", "status_unknown"),
        ("1;Exemple;Camille;24_1;positionne;01/12/2020;de trop", "", "row_width"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_column_and_the_good_rows_are_kept(
    row: str, column: str, code: str
) -> None:
    text = f"{HEAD}2;Exemple;Camille;24_1;ICR;2020-12-02\n{row}\n"
    assert said(text) == [(3, column, code)]
    assert len(acts(text)) == 1


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Abandon", ActStatus.DROPPED_OUT), ("ABANDONS", ActStatus.DROPPED_OUT), ("Terminée", ActStatus.COMPLETED),
        ("non-retenue", ActStatus.NOT_KEPT), ("Retenus", ActStatus.KEPT), ("Liste d’attente", None),
        ("icr", ActStatus.KEPT), ("Liste attente", ActStatus.WAITING), ("Entrées", ActStatus.ENTERED), ("PFR", None),
        ("--", None),
    ],
)  # fmt: skip
def test_a_status_is_known_whatever_its_capitals_accents_and_plural(word: str, status: ActStatus | None) -> None:
    assert act_status(word) == status


def test_a_double_inside_a_file_is_found() -> None:
    line = "1;Exemple;Camille;24_1;positionne;01/12/2020\n"
    assert said(f"{HEAD}{line}{line}") == [(3, "", "double")]


@pytest.mark.parametrize("delimiter", [";", "|", "\t", ","])
def test_any_usual_delimiter_and_encoding_is_read(delimiter: str) -> None:
    text = f"{HEAD}1;Éxemple;Zoé;24_1;positionne;01/12/2020\n".replace(";", delimiter)
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        (act,) = acts(text.encode(encoding))
        assert act.person.first_name == "Zoé"


def test_columns_are_found_under_the_names_that_tools_give_them() -> None:
    found = suggested_headings(
        ["idRegionalDE", "numeroSession", "codeStatutInscription", "Date du statut", "Mail", "Ville"]
    )
    assert found == {
        "person": "idRegionalDE", "session": "numeroSession", "status": "codeStatutInscription",
        "on": "Date du statut", "email": "Mail",
    }  # fmt: skip


def test_a_network_says_its_own_headings_and_words_once() -> None:
    text = "Code;Où;Quoi;Quand\nA1;24_1;Est venu et pris;05/01/2021\n"
    columns = ActFileColumns(
        {"person": "Code", "session": "Où", "status": "Quoi", "on": "Quand"}, {"Est venu et pris": "retenu"}
    )
    (act,) = acts(text, columns)
    assert (act.status, act.on) == (ActStatus.KEPT, date(2021, 1, 5))


def test_a_missing_column_is_named_and_no_row_is_read() -> None:
    text = "Nom;Prénom\nExemple;Camille\n"
    assert [code for _, _, code in said(text)] == ["column_missing"] * 4


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"a;b\n\x00\x01", "text_nul"),
        ((HEAD + '1;"Exemple;Camille;24_1;positionne;01/12/2020\n2;Un;Deux;24_1;positionne;01/12/2020\n').encode(),
         "csv_quote"),
        (b"PK\x03\x04nothing", "xlsx_damaged"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    (line,) = said(data)
    assert line[2] == code or code == "xlsx_damaged"


def test_a_file_of_conventions_says_no_act() -> None:
    with pytest.raises(UnreadableFile, match="Il ne dit pas d’actes"):
        acts(FORMATS["kairos_organisations"].sample)


def test_fifty_thousand_rows_are_read_in_the_child_without_the_whole_in_memory() -> None:
    lines = "".join(f"{rank};Exemple;Camille;24_1;positionne;01/12/2020\n" for rank in range(50_000))
    assert len(acts(HEAD + lines)) == 50_000
