"""The first plan of an installation, by a command: its Region is opened with it, and not before."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.commands import import_file
from pacte.plan.models import PlanVersion
from tests.cast import MACHINE
from tests.plan.contents import row, small_plan
from tests.plan.workbooks import typing, workbook

pytestmark = pytest.mark.django_db
ANSWERS = ("--agree", "reason=Premier plan", "--agree", "accept")


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_file, "ensure_database_ready", lambda: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook(small_plan(row("A01", 1), row("A02", 2))))
    return path


def imported(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_file.arguments(parser)
    return import_file.run(parser.parse_args(["plan", *words]), MACHINE)


def written_labels() -> list[str]:
    with acting_as(MACHINE):
        return list(PlanVersion.objects.values_list("label", flat=True))


def test_the_first_plan_opens_the_region(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(str(path), *ANSWERS) == 0
    (label,) = written_labels()
    assert f"gardé comme « {label} »" in capsys.readouterr().out
    assert host_organisation() is not None


def test_a_trial_opens_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(str(path), "--dry-run") == 0
    assert "Rien n’a été écrit." in capsys.readouterr().out
    assert host_organisation() is None


def test_a_file_that_is_no_plan_opens_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    assert imported(str(path), *ANSWERS) == 1
    assert "plan.xlsx" in capsys.readouterr().out
    assert host_organisation() is None


def test_a_column_is_said_by_its_letter(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = small_plan(row("A01", 1), row("A02", 2))
    path.write_bytes(workbook(content, typing("Projets / actions", "Ce que nous ferons")))
    assert imported(str(path), "--dry-run") == 1
    assert "Rien n’a été écrit." in capsys.readouterr().out
    assert imported(str(path), "--dry-run", "--column", "F=title") == 0
    assert "2 actions" in capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
