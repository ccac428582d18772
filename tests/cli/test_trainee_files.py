"""``./pacte check|import trainees`` and ``import conventions``: output, written rows, exit codes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from types import ModuleType

import pytest

from pacte.accounts.row_context import acting_as
from pacte.cli.commands import check_trainees, import_conventions, import_trainees
from pacte.cli.french_parser import FrenchParser
from pacte.exchange.orientation.layouts import rows_formats
from pacte.interop.models import KairosConvention
from pacte.journeys.models import Journey
from pacte.kernel.errors import ValidationError
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.shared import shared_file

pytestmark = pytest.mark.django_db
ROWS = (
    "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"
    "1;Un;Camille;24_1;positionne;05/01/2021\n2;Deux;Camille;24_9;positionne;05/01/2021\n3;Trois;C;24_1;XX;05/01/2021\n"
)


@pytest.fixture(autouse=True)
def _ready_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests is ready; the commands must not use the owner's connection."""
    for module in (import_trainees, import_conventions):
        monkeypatch.setattr(module, "ensure_database_ready", lambda: None)


def made_cast() -> Cast:
    found = gather_cast()
    session_with(found)
    return found


kept_cast = kept_for_module(made_cast)


def run(command: ModuleType, path: Path, *words: str) -> int:
    parser = FrenchParser(prog="essai")
    command.arguments(parser)
    options: argparse.Namespace = parser.parse_args([str(path), *words])
    options.instance = "demo"
    return int(command.run(options, MACHINE))


def last(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def test_a_check_writes_nothing_and_says_what_is_wrong(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "actes.csv"
    path.write_text(ROWS, encoding="utf-8")
    assert run(check_trainees, path, "--json") == 1
    told = last(capsys)
    assert (told["layout"], told["rows"], told["acts"], told["errors"]) == ("orientation_acts", 3, 2, 1)
    with acting_as(MACHINE):
        assert not Journey.objects.exists()


def test_an_import_counts_by_outcome_and_ends_with_one_when_something_is_left(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "actes.csv"
    path.write_text(ROWS, encoding="utf-8")
    name = "Mission locale de Bourges"
    assert cast.network
    assert run(import_trainees, path, "--network", name, "--json") == 1
    told = last(capsys)
    assert [told[name] for name in ("rows", "new", "to_settle", "error")] == [3, 1, 1, 1]
    assert run(import_trainees, path, "--network", name, "--json") == 1
    told = last(capsys)
    assert (told["same"], told["new"]) == (1, 0)
    assert told["received_before"]


def test_a_network_that_nobody_knows_is_said(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "actes.csv"
    path.write_text(ROWS, encoding="utf-8")
    with pytest.raises(ValidationError, match="pas dans l’annuaire"):
        run(import_trainees, path, "--network", "Personne")
    with pytest.raises(ValidationError, match="ne se lit pas"):
        run(check_trainees, tmp_path / "absent.csv")


def test_a_file_of_something_else_is_refused_with_its_reason(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "autre.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    assert run(import_trainees, path, "--json") == 1
    assert "column_missing" in json.dumps(last(capsys))
    assert run(import_conventions, path, "--json") == 1


def test_conventions_enter_then_update(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kairos.csv"
    sample = rows_formats()["kairos_organisations"].sample
    path.write_text(sample, encoding="utf-8")
    assert run(import_conventions, path, "--json") == 0
    assert last(capsys)["new"] == 1
    path.write_text(sample.replace("05/09/2020", "05/09/2023"), encoding="utf-8")
    assert run(import_conventions, path, "--json") == 0
    assert last(capsys)["changed"] == 1
    with acting_as(MACHINE):
        assert str(KairosConvention.objects.get().ends_on) == "2023-09-05"


def test_the_real_files_are_read_by_the_commands(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    folder = "data/exchange/stagiaires"
    for name in ("stagiaires-pe.csv", "stagiaires-idf.csv"):
        assert run(check_trainees, shared_file(f"{folder}/{name}"), "--json") == 0
        assert last(capsys)["acts"] == 5
    assert run(import_conventions, shared_file(f"{folder}/kairos-organismes.csv"), "--json") == 0
    assert last(capsys)["new"] == 3
