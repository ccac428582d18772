"""An installation stores how far its day is from the true one; a real one has none."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pacte.infra.instance import Instance
from pacte.kernel.errors import ConfigurationError


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PACTE_HOME", str(tmp_path))


@pytest.mark.parametrize("name", ["demo", "dev"])
def test_the_offset_is_read_by_all_processes_whoever_runs_them(name: str) -> None:
    instance = Instance(name)
    assert (instance.day_offset(), instance.has_day_offset) == (0, False)
    instance.set_day_offset(-2196)
    instance.set_day_offset(-2197)
    assert (Instance(name).day_offset(), Instance(name).has_day_offset) == (-2197, True)
    assert [path.name for path in instance.folder.iterdir()] == ["day-offset"]
    assert stat.S_IMODE((instance.folder / "day-offset").stat().st_mode) == 0o644


def test_a_real_installation_refuses_an_offset_and_says_what_to_do() -> None:
    real = Instance("real")
    real.set_day_offset(-1)
    with pytest.raises(ConfigurationError) as refusal:
        real.day_offset()
    assert refusal.value.code == "shifted_clock"
    assert f"Supprimez le fichier « {real.folder / 'day-offset'} »" in str(refusal.value)
    real.set_day_offset(0)
    assert real.day_offset() == 0


def test_a_file_that_is_no_number_of_days_is_refused() -> None:
    demo = Instance("demo")
    demo.ensure_folder()
    (demo.folder / "day-offset").write_text("hier\n")
    with pytest.raises(ConfigurationError, match="ne contient pas un nombre de jours"):
        demo.day_offset()
