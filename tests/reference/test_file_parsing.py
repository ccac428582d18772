"""Files of producers are read by a child that may die: what it says is checked, and what it cannot read is said."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pacte.infra.sandbox.protocol import send_json_message
from pacte.kernel.errors import ValidationError
from pacte.reference import file_parsing, file_worker
from pacte.reference.file_parsing import (
    read_archive_names,
    read_archive_tables,
    read_features,
    read_table_headings,
    read_table_lines,
)


def write(folder: Path, data: bytes) -> Path:
    path = folder / "fichier"
    path.write_bytes(data)
    return path


def test_a_table_gives_its_headings_then_its_lines_with_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, b'\xef\xbb\xbfcode;nom\r\n2404;Blois\r\n\r\n2405;"Bour\nges"\r\n')
    assert read_table_headings(path, "utf-8-sig") == ["code", "nom"]
    assert list(read_table_lines(path, "utf-8-sig")) == [(2, ["2404", "Blois"]), (5, ["2405", "Bour\nges"])]


def test_a_table_that_breaks_off_says_on_which_line_after_the_good_ones(tmp_path: Path) -> None:
    path = write(tmp_path, b'a,b\n1,2\n3,"4\n')
    assert list(read_table_lines(path, "utf-8-sig")) == [(2, ["1", "2"]), (3, None)]


def test_a_table_of_many_lines_comes_whole(tmp_path: Path) -> None:
    path = write(tmp_path, b"a\n" + b"x\n" * 2_501)
    assert sum(1 for _ in read_table_lines(path, "utf-8-sig")) == 2_501


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"[" * 200_000, "json"), (b"{", "json"), (b"[1]", "geojson"), (b'{"features": 3}', "geojson")],
)
def test_contours_that_are_none_are_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        list(read_features(write(tmp_path, data), "utf-8-sig"))
    assert refused.value.code == code


def test_a_damaged_archive_has_no_names_and_no_tables(tmp_path: Path) -> None:
    path = write(tmp_path, b"PK\x03\x04 and nothing else")
    assert read_archive_names(path) is None
    with pytest.raises(ValidationError) as refused:
        list(read_archive_tables(path))
    assert refused.value.code == "file_archive"


def test_an_archive_gives_the_bytes_of_its_tables_only(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../a.csv", "x\n1\n")
        archive.writestr("image.png", "no")
    path = write(tmp_path, packed.getvalue())
    assert read_archive_names(path) == ["../a.csv", "image.png"]
    member, content = read_archive_tables(path)
    assert isinstance(member, dict)
    assert (member["name"], content) == ("../a.csv", b"x\n1\n")


def test_what_a_child_takes_too_much_memory_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parsing, "_CONTOURS_SPACE", 256 * 1024**2)
    path = write(tmp_path, b'{"features": [' + b"[1,2]," * 6_000_000 + b"1]}")
    with pytest.raises(ValidationError) as refused:
        list(read_features(path, "utf-8-sig"))
    assert refused.value.code == "file_unreadable"


@pytest.mark.parametrize(
    "answer",
    [{"lines": 3}, {"lines": [[1]]}, {"lines": [["1", ["a"]]]}, {"lines": [[1, [2]]]}, {"end": "no"}, [1]],
)
def test_an_answer_of_another_shape_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    """The child, taken over by a file, may answer anything."""
    out = io.BytesIO()
    send_json_message(out, file_worker.JSON, answer)
    body = out.getvalue()
    program = f"import sys; sys.stdout.buffer.write({body!r})"
    monkeypatch.setattr("pacte.infra.sandbox.parent._BOOTSTRAP", program)
    with pytest.raises(ValidationError) as refused:
        list(read_table_lines(write(tmp_path, b"a\n1\n"), "utf-8-sig"))
    assert refused.value.code == "file_unreadable"
