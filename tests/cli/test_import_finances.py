"""``./pacte import finances``: output, written rows, exit code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.cli.commands import import_finances
from pacte.cli.french_parser import FrenchParser
from pacte.finance.models import Commitment, Movement
from pacte.finance.services import save_column_mapping
from pacte.kernel.errors import NotFound, ValidationError
from tests.cast import MACHINE
from tests.exchange.accounting.extracts import csv, line, workbook
from tests.finance.accounts import Purse, purse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests is ready; the command must not use the owner's connection."""
    monkeypatch.setattr(import_finances, "ensure_database_ready", lambda: None)


@pytest.fixture
def stage() -> Purse:
    return purse()


def run(folder: Path, data: bytes, *words: str, name: str = "extrait.xlsx") -> int:
    (folder / name).write_bytes(data)
    return import_finances.run(_parsed(str(folder / name), *words), MACHINE)


def _parsed(*words: str) -> argparse.Namespace:
    parser = FrenchParser(prog="essai")
    import_finances.arguments(parser)
    return parser.parse_args(list(words))


def last(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def counts(told: dict[str, object]) -> list[object]:
    return [told[name] for name in ("lines", "added", "changed", "known", "unmatched")]


def test_a_good_file_is_written_and_counted_by_stage(
    stage: Purse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, workbook(line("E1"), line("E2", action=57)), "--json") == 0
    told = last(capsys)
    assert counts(told) == [2, 2, 0, 0, 1]
    assert told["total_cents"] == {"committed": 2000_00, "rendered": 1200_00, "ordered": 1000_00, "paid": 800_00}
    assert told["written"] is True
    assert run(tmp_path, workbook(line("E1"), line("E2", action=57)), "--json") == 0
    assert counts(last(capsys)) == [2, 0, 0, 2, 1]


def test_a_changed_file_moves_the_difference(stage: Purse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, workbook(line("E1")))
    assert run(tmp_path, csv(line("E1", committed="900")), "--json", name="autre.csv") == 0
    told = last(capsys)
    assert counts(told) == [1, 0, 1, 0, 0]
    assert told["moved_cents"] == {"committed": -100_00}


def test_defects_end_with_one_and_good_lines_are_written(
    stage: Purse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, workbook(line("E1", ordered="à voir"), line("E2")), "--json") == 1
    told = last(capsys)
    assert counts(told) == [2, 1, 0, 0, 0]
    assert told["left_aside"] == 1
    errors = told["errors"]
    assert isinstance(errors, list)
    assert [(each["sheet"], each["row"], each["column"], each["code"]) for each in errors] == [
        ("Engagements", 2, "K", "amount_words")
    ]


def test_a_dry_run_writes_nothing(stage: Purse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, workbook(line("E1")), "--dry-run", "--json") == 0
    told = last(capsys)
    assert (counts(told), told["written"]) == ([1, 1, 0, 0, 0], False)
    with acting_as(MACHINE):
        assert Commitment.objects.count() == 0


def test_a_saved_mapping_is_used_by_its_name(stage: Purse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with acting_as(MACHINE):
        save_column_mapping(
            actor=MACHINE, organisation=stage.cast.region, name="Notre logiciel", headings={"repere": "number"}
        )
    data = workbook(("x1", 2019, 1, 10), headings=("Repère", "Exercice", "Action", "Engagé"))
    assert run(tmp_path, data) == 1
    assert run(tmp_path, data, "--mapping", "Notre logiciel", "--json") == 0
    assert counts(last(capsys)) == [1, 1, 0, 0, 0]
    with pytest.raises(ValidationError, match="Notre logiciel"):
        run(tmp_path, data, "--mapping", "Inconnue")


def test_the_day_and_the_plan_may_be_given(stage: Purse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = workbook(("E1", 2025, 1, 10), headings=("Engagement", "Exercice", "Action", "Engagé"))
    run(tmp_path, data, "--dry-run", "--json")
    assert counts(last(capsys)) == [1, 1, 0, 0, 1]
    assert run(tmp_path, data, "--plan", "pacte-essai", "--on", "2025-06-30", "--json") == 0
    assert counts(last(capsys)) == [1, 1, 0, 0, 0]
    with acting_as(MACHINE):
        assert Movement.objects.get().happened_on.isoformat() == "2025-06-30"
    with pytest.raises(ValidationError):
        run(tmp_path, data, "--on", "hier")
    with pytest.raises(NotFound):
        run(tmp_path, data, "--plan", "nulle-part")


def test_a_file_that_is_absent_or_no_table_is_said(stage: Purse, tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        import_finances.run(_parsed(str(tmp_path / "absent.xlsx")), MACHINE)
    assert run(tmp_path, b"%PDF-1.7", "--json") == 1


def test_without_a_plan_there_is_nothing_to_import_into(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="aucun plan"):
        run(tmp_path, workbook(line("E1")))
