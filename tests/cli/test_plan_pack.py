"""``./pacte plan pack``: three files from one frozen pack, and a clear error for each obstacle."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from pacte.cli.commands import plan_pack
from pacte.infra.system_errors import SystemFailure
from pacte.kernel.errors import Conflict, ValidationError
from tests.cast import MACHINE
from tests.steering.committee_stage import committee_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_pack, "ensure_database_ready", lambda: False)


def typed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    plan_pack.arguments(parser)
    return parser.parse_args(list(words))


def test_the_same_files_come_out_twice_and_the_last_line_is_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    committee_stage()
    told = []
    for folder in ("a", "b"):
        options = typed("--round", "1", "--plan", "round-plan", "--out", str(tmp_path / folder), "--json")
        assert plan_pack.run(options, MACHINE) == 0
        told.append(json.loads(capsys.readouterr().out.strip().splitlines()[-1]))
    assert [each["frozen_now"] for each in told] == [True, False]
    assert told[0]["digest"] == told[1]["digest"]
    assert {"committee": 1, "edition": 1, "actions": 3, "matters": 1}.items() <= told[0].items()
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert [name.rsplit(".")[-1] for name in names] == ["pdf", "pptx", "xlsx"]
    assert [(tmp_path / "a" / name).read_bytes() for name in names] == [
        (tmp_path / "b" / name).read_bytes() for name in names
    ]


def test_one_format_is_enough(tmp_path: Path) -> None:
    committee_stage()
    assert plan_pack.run(typed("--round", "1", "--format", "XLSX, .xlsx", "--out", str(tmp_path)), MACHINE) == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".xlsx"]


@pytest.mark.parametrize("formats", ["docx", "pdf,docx", ",", ""])
def test_a_format_that_does_not_exist_is_told_before_anything_is_read(formats: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        plan_pack.run(typed("--round", "1", "--format", formats), MACHINE)
    assert "pdf, pptx, xlsx" in str(refusal.value)


def test_a_round_that_does_not_exist_is_told_with_those_that_do(tmp_path: Path) -> None:
    committee_stage()
    with pytest.raises(ValidationError) as refusal:
        plan_pack.run(typed("--round", "7", "--out", str(tmp_path)), MACHINE)
    assert "Tours connus : 1." in str(refusal.value)


def test_an_open_round_writes_nothing(tmp_path: Path) -> None:
    committee_stage(closed=False)
    with pytest.raises(Conflict):
        plan_pack.run(typed("--round", "1", "--out", str(tmp_path)), MACHINE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    committee_stage()
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemFailure) as refusal:
        plan_pack.run(typed("--round", "1", "--out", str(tmp_path / "file" / "in")), MACHINE)
    assert refusal.value.code == "file_unwritable"
