"""Columns, words and cells of a file of acts, as the tool of each network writes them."""

from __future__ import annotations

import io
from datetime import date

import pytest

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.formats.kairos_organisations import FORMAT as KAIROS
from pacte.intake.kinds.acts import KIND
from pacte.intake.records import FileContext, FileMapping, FileSender
from pacte.intake.row_reading import KindRow, missing_column_defects, read_kind_rows
from pacte.interop.records import ActStatus, OrientationAct
from pacte.kernel.actor import NOBODY
from pacte.kernel.defects import Defect

HEAD = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"
NO_SENDER = FileSender(None, None)  # type: ignore[arg-type]


def context(mapping: FileMapping | None = None) -> FileContext:
    return FileContext(NOBODY, NO_SENDER, "actes.csv", {"tool": "reseau"}, mapping or FileMapping())


def rows(text: str | bytes, mapping: FileMapping | None = None) -> list[KindRow[OrientationAct]]:
    data = text.encode() if isinstance(text, str) else text
    with read_kind_rows(KIND, io.BytesIO(data), context(mapping)) as reading:
        assert missing_column_defects(KIND, reading) == []
        return list(reading.rows)


def acts(text: str | bytes, mapping: FileMapping | None = None) -> list[OrientationAct]:
    return [row.item for row in rows(text, mapping) if row.item]


def said(text: str) -> list[tuple[int, str, str]]:
    defects: list[Defect] = [each for row in rows(text) for each in (*row.errors, *row.warnings)]
    return [(each.row, each.column, each.code) for each in defects]


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


def test_a_double_inside_a_file_is_found_and_read_all_the_same() -> None:
    line = "1;Exemple;Camille;24_1;positionne;01/12/2020\n"
    assert said(f"{HEAD}{line}{line}") == [(3, "", "double")]
    assert len(acts(f"{HEAD}{line}{line}")) == 2


@pytest.mark.parametrize("delimiter", [";", "|", "\t", ","])
def test_any_usual_delimiter_and_encoding_is_read(delimiter: str) -> None:
    text = f"{HEAD}1;Éxemple;Zoé;24_1;positionne;01/12/2020\n".replace(";", delimiter)
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        (act,) = acts(text.encode(encoding))
        assert act.person.first_name == "Zoé"


def test_columns_are_found_under_the_names_that_tools_give_them() -> None:
    text = "idRegionalDE;numeroSession;codeStatutInscription;Date du statut;Mail;Ville\n"
    with read_kind_rows(KIND, io.BytesIO(text.encode()), context()) as reading:
        assert reading.chosen == {
            "person": "idRegionalDE", "session": "numeroSession", "status": "codeStatutInscription",
            "on": "Date du statut", "email": "Mail",
        }  # fmt: skip


def test_a_network_says_its_own_headings_and_words_once() -> None:
    text = "Code;Où;Quoi;Quand\nA1;24_1;Est venu et pris;05/01/2021\n"
    mapping = FileMapping(
        {"person": "Code", "session": "Où", "status": "Quoi", "on": "Quand"}, {"Est venu et pris": "retenu"}
    )
    (act,) = acts(text, mapping)
    assert (act.status, act.on) == (ActStatus.KEPT, date(2021, 1, 5))


def test_a_saved_heading_that_the_tool_renamed_gives_way_to_the_one_that_is_there() -> None:
    text = f"{HEAD}1;Exemple;Camille;24_1;positionne;01/12/2020\n"
    assert len(acts(text, FileMapping({"on": "Ancien titre"}))) == 1


@pytest.mark.parametrize("text", ["Nom;Prénom\nExemple;Camille\n", KAIROS.sample])
def test_a_missing_column_is_named_and_no_row_is_read(text: str) -> None:
    with read_kind_rows(KIND, io.BytesIO(text.encode()), context()) as reading:
        assert [each.code for each in missing_column_defects(KIND, reading)] == ["column_missing"] * 4
        assert list(reading.rows) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"a;b\n\x00\x01", "text_nul"),
        ((HEAD + '1;"Exemple;Camille;24_1;positionne;01/12/2020\n2;Un;Deux;24_1;positionne;01/12/2020\n').encode(),
         "csv_quote"),
        (b"PK\x03\x04nothing", "zip_broken"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        rows(data)
    assert refusal.value.code == code


def test_fifty_thousand_rows_are_read_in_the_child_without_the_whole_in_memory() -> None:
    lines = "".join(f"{rank};Exemple;Camille;24_1;positionne;01/12/2020\n" for rank in range(50_000))
    assert len(acts(HEAD + lines)) == 50_000
