"""Reference files by the command of every file: output, last line, exit code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from pacte.cli.commands import import_file
from pacte.intake.kinds import reference as reference_kind
from pacte.reference import queries
from tests.cast import MACHINE, Cast, gather_cast
from tests.kept import kept_for_module
from tests.reference.flux import flux, sheet, write

pytestmark = pytest.mark.django_db
cast = kept_for_module(gather_cast)


@pytest.fixture(autouse=True)
def _database_already_prepared(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The suite's database is prepared once, by its owner, before the tests."""
    monkeypatch.setattr(import_file, "ensure_database_ready", lambda: False)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_file.arguments(parser)
    return import_file.run(parser.parse_args(["reference", *words]), MACHINE)


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    result: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return result


def test_a_dry_run_counts_as_the_load_would_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (str(write(tmp_path, flux(sheet("RNCP1"), sheet("faux")))), "--option", "edition=2026-08-16", "--json")
    assert run(*words, "--dry-run") == 1
    assert last_line(capsys)["counts"] == {"added": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert queries.certification_by_code("RNCP1") is None
    assert run(*words) == 1
    assert last_line(capsys)["counts"] == {"added": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert queries.certification_by_code("RNCP1") is not None


def test_refused_lines_are_listed_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "ZE2020,LIBZE2020\n2404,Blois\n2405,\n", "zones.csv")
    assert run(str(path)) == 1
    shown = capsys.readouterr().out.replace("\u202f", " ")
    assert "zones.csv, ligne 3 : LIBZE2020 : le nom manque." in shown


def test_a_file_that_says_no_edition_is_not_loaded_and_says_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(write(tmp_path, flux(sheet())))) == 1
    assert "Donnez l’édition avec le fichier" in capsys.readouterr().out


def test_a_page_in_the_place_of_a_file_has_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(write(tmp_path, "<!DOCTYPE html><html></html>", "rome.csv"))) == 1
    assert "page web" in capsys.readouterr().out


def test_a_long_file_is_loaded_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_kind, "MAX_COMPARED_BYTES", 10)
    assert run(str(write(tmp_path, flux(sheet("RNCP1")))), "--option", "edition=2026-08-16") == 0
    assert queries.certification_by_code("RNCP1") is not None
