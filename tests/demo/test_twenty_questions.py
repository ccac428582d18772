"""The counts of the night and the indicators answer the same questions alike, on the same day."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from pacte.infra.instance import PROJECT_ROOT
from tests.demo.twenty_questions import QUESTIONS, Counts
from tests.demonstration import bare_environment, copied_demonstration
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("figures_agree")
_READ = "from tests.demo.twenty_questions import main; main()"


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, tuple[Counts, Counts]]]:
    with open_folder() as home:
        copied_demonstration(home)
        path = f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"
        done = subprocess.run(
            [sys.executable, "-m", "pacte", "django", "shell", "--verbosity", "0", "-c", _READ],
            env=bare_environment(home) | {"PYTHONPATH": path}, cwd=home, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        yield json.loads(done.stdout.strip().splitlines()[-1])


def test_there_are_twenty_questions_or_more() -> None:
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_night_and_the_catalogue_answer_alike(question: str, told: dict[str, tuple[Counts, Counts]]) -> None:
    ours, theirs = told[question]
    assert sum(ours.values()) > 0
    assert ours == theirs
