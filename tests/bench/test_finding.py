"""Benches are outside the product: each is found by its file, and the product says when they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacte.cli import benches
from pacte.cli.main import main
from pacte.infra.instance import PROJECT_ROOT

NAMES = ("facts", "indicators", "journeys", "lheo", "pages", "partners", "search", "steering")


def test_each_bench_has_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in NAMES if f"  bench {name} " not in shown] == []


def test_a_folder_of_a_bench_is_no_command() -> None:
    assert {path.parent for path in benches.bench_files()} == {PROJECT_ROOT / "bench"}


@pytest.mark.parametrize("words", [["bench"], ["bench", "search"], ["bench", "search", "--help"]])
def test_without_benches_one_sentence_says_so(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benches, "PROJECT_ROOT", tmp_path)
    assert main(words) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 1
    assert "ne sont pas installées" in written.err


def test_an_unknown_bench_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "nothing"]) == 2
    assert "n’est pas une commande" in capsys.readouterr().err
