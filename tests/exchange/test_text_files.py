"""Text files: detecting kind and encoding, csv without silent loss, YAML without surprising types."""

from __future__ import annotations

import pytest

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.parsers.csv_grid import grid_from_csv
from pacte.exchange.parsers.file_format import detect_file_format
from pacte.exchange.parsers.text_decoding import decode_text
from pacte.exchange.parsers.yaml_tree import tree_from_yaml
from pacte.exchange.records import FileFormat

FRENCH = "Étoile ; « l’œuvre » … à 3 000 €"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_a_text_is_read_in_its_encoding(encoding: str, told: str) -> None:
    read = decode_text(FRENCH.encode(encoding))
    assert (read.text, read.encoding) == (FRENCH, told)


def test_bytes_that_no_french_text_has_are_not_guessed_at() -> None:
    with pytest.raises(UnreadableFile, match="ligne 2"):
        decode_text(b"a;b\n\x81\x8d\x8f\x90\xa1\xa8\xf0;\xfe\n")


def test_a_csv_whose_cells_are_all_quoted_is_no_yaml() -> None:
    data = '"Libellé";"Mis à jour"\n"Cher";"01/07/2024 12:00"\n'.encode()
    assert detect_file_format(data, "valeurs.csv") is FileFormat.CSV
    assert detect_file_format(b'"title": "Plan"\n"rows":\n  - a\n', "plan.txt") is FileFormat.YAML


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_with_its_delimiter_and_its_line_ends(delimiter: str, end: str) -> None:
    rows = [["a", "b", "c"], ["1", "x, y; z", "3"], ["4", "", "6"]]
    lines = [delimiter.join(f'"{cell}"' if "x" in cell else cell for cell in row) for row in rows]
    grid = grid_from_csv(end.join(lines).encode(), "plan.csv")
    assert {place: cell.text for place, cell in grid.cells.items()} == {
        (row, column): cell for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells, 1) if cell
    }


def test_a_cell_over_several_lines_is_one_row() -> None:
    grid = grid_from_csv(b'a;b\n"one\ntwo ""quoted""";2\n3;4\n', "plan.csv")
    assert grid.cells[(2, 1)].text == 'one\ntwo "quoted"'
    assert grid.cells[(3, 2)].text == "4"


@pytest.mark.parametrize(
    ("data", "code", "row", "column"),
    [
        (b'a;b\n1;"2\n3;4\n', "csv_quote", 2, "B"),
        (b'a;b\n1;2"\n3;4\n', "csv_quote", 2, "B"),
        (b'a;b\n1;"2"x\n3;4\n', "csv_quote", 2, "B"),
        (b"a;b;c\n1;2;3\n4;5\n", "csv_ragged", 3, ""),
        (b"a;b\n1;2;3\n4;5\n", "csv_ragged", 2, ""),
        (b'a;b;c\n1;2;"3\n4;5;6\n7;8;9";\n', "csv_ragged", 2, ""),
        (b'a;b;c\n1;2;"3\n4;5;6\n7;8;9"\n4;5;6\n', "csv_quote", 2, "C"),
    ],
)
def test_a_row_that_would_be_lost_or_shifted_is_refused_with_its_place(
    data: bytes, code: str, row: int, column: str
) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        grid_from_csv(data, "plan.csv")
    assert (refusal.value.code, refusal.value.row, refusal.value.column) == (code, row, column)


def test_a_title_alone_on_its_line_and_blank_lines_are_no_ragged_rows() -> None:
    grid = grid_from_csv("Pacte régional\n\na;b;c\n1;2;3\n\n".encode(), "plan.csv")
    assert grid.cells[(1, 1)].text == "Pacte régional"
    assert grid.cells[(4, 3)].text == "3"


def test_yaml_scalars_stay_what_a_person_wrote() -> None:
    tree, lines = tree_from_yaml(
        b"a: no\nb: 01\nc: 12:30\nd: 2021-2022\ne: 3\nf: 1.5\ng: ~\nh: true\ni: '7'\nj:\n - x\n - k: z\n", "p.yaml"
    )
    assert tree == {
        "a": "no",
        "b": "01",
        "c": "12:30",
        "d": "2021-2022",
        "e": 3,
        "f": 1.5,
        "g": None,
        "h": True,
        "i": "7",
        "j": ["x", {"k": "z"}],
    }
    assert (lines["a"], lines["j/0"], lines["j/1/k"]) == (1, 11, 12)


def test_a_fault_of_yaml_is_named_with_its_line() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        tree_from_yaml(b"plan:\n  title: [a\nrows: b\n", "p.yaml")
    assert (refusal.value.code, refusal.value.row) == ("yaml_broken", 3)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"PK\x03\x04", "plan.csv", FileFormat.XLSX),
        (b"plan:\n  title: a\naxes:\n  - code: 1\n", "plan.csv", FileFormat.YAML),
        (b"# note\n---\nplan:\n  a: 1\n", "plan", FileFormat.YAML),
        (b"a;b;c;d\n1;2;3;4\n5;6;7;8\n", "plan.yaml", FileFormat.CSV),
        (b"Plan : essai;;;\na;b;c;d\n1;2;3;4\n", "plan.txt", FileFormat.CSV),
        ("Axe;N°\n1;2\n".encode("utf-16"), "plan.csv", FileFormat.CSV),
        (b"BMW;x;y\n1;2;3\n", "plan.csv", FileFormat.CSV),
    ],
)
def test_bytes_say_what_a_file_is_and_its_name_does_not(data: bytes, name: str, kind: FileFormat) -> None:
    assert detect_file_format(data, name) is kind
