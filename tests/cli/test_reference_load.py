"""The command that loads territories: output, last line, exit code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from pacte.cli.commands import reference_load
from pacte.kernel.errors import ValidationError
from pacte.reference import queries
from tests.cast import MACHINE
from tests.reference.flux import flux, sheet, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database_already_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's database is prepared once, by its owner, before the tests."""
    monkeypatch.setattr(reference_load, "ensure_database_ready", lambda: False)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    reference_load.arguments(parser)
    return reference_load.run(parser.parse_args(words), MACHINE)


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_a_shipped_region_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--region", "94", "--json") == 0
    first = last_line(capsys)
    assert first["kinds"] == {"territory": 1}
    assert first["edition"] == 2026
    assert isinstance(first["added"], int)
    assert first["added"] > 2_000
    assert run("--region", "94", "--json") == 0
    second = last_line(capsys)
    assert (second["added"], second["changed"]) == (0, 0)


def test_defects_are_listed_with_their_line_and_exit_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zones.csv"
    path.write_text("ZE2020,LIBZE2020\n2404,Blois\n2405,\n", encoding="utf-8")
    assert run(str(path), "--json") == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("zones.csv")
    assert "ligne 3" in shown[1]
    summary = json.loads(shown[-1])
    assert summary["defects"] == [
        {
            "sheet": "zones.csv",
            "row": 3,
            "column": "LIBZE2020",
            "code": "cell",
            "message": "LIBZE2020\u202f: le nom manque.",
            "value": "",
            "hint": "",
            "severity": "error",
        }
    ]
    assert summary["files"][0]["added"] == 1


def test_nothing_to_load_is_a_wrong_use() -> None:
    with pytest.raises(ValidationError, match="--region"):
        run()


def test_a_file_of_another_kind_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "autre.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run(str(path)) == 1
    assert "autre.csv\u202f: non chargé." in capsys.readouterr().out


def test_a_dry_run_counts_as_the_load_would_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, flux(sheet("RNCP1"), sheet("faux")))
    assert run(str(path), "--edition", "2026-08-16", "--dry-run", "--json") == 1
    tried = last_line(capsys)
    assert (tried["added"], tried["defect_count"], tried["dry_run"]) == (1, 1, True)
    assert queries.certification_by_code("RNCP1") is None
    assert run(str(path), "--edition", "2026-08-16", "--json") == 1
    loaded = last_line(capsys)
    assert (loaded["added"], loaded["dry_run"]) == (1, False)
    assert queries.certification_by_code("RNCP1") is not None


def test_the_starter_nomenclature_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--starter", "--json") == 0
    assert last_line(capsys)["kinds"] == {"starter": 1}
    assert run("--starter", "--json") == 0
    assert last_line(capsys)["added"] == 0


def test_sheets_are_called_sheets_and_the_edition_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(write(tmp_path, flux(sheet()))), "--edition", "2026-08-16") == 0
    shown = capsys.readouterr().out.replace("\u00a0", " ")
    assert "édition 2026-08-16" in shown
    assert "1 fiche lue" in shown


def test_a_page_in_the_place_of_a_file_has_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "<!DOCTYPE html><html></html>", "rome.csv")
    assert run(str(path), "--json") == 1
    shown = capsys.readouterr().out.splitlines()
    assert "page web" in shown[1]
    assert json.loads(shown[-1])["files"][0]["kind"] == ""
