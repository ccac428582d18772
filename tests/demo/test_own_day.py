"""A demonstration is that of its day: nothing in it happened later, and the true date changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pacte.cli.demo_day import DEFAULT_DAY, read_day
from pacte.infra.instance import PROJECT_ROOT
from tests.demo.tables_digest import UNLIKE
from tests.demonstration import DAY_OF_TWO_PLANS, bare_environment, copied_demonstration
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("own_day")
_READ = "from tests.demo.tables_digest import main; main()"


@pytest.fixture(scope="module")
def demonstration() -> Iterator[tuple[Path, str]]:
    """Folder of the demonstration of the default day, which no test changes, and what its command printed."""
    with open_folder() as folder:
        yield folder, copied_demonstration(folder)


def typed(home: Path, *words: str, ahead: bool = False, **variables: str) -> str:
    module = "tests.demo.a_year_ahead" if ahead else "pacte"
    path = f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"
    done = subprocess.run(
        [sys.executable, "-m", module, *words], env=bare_environment(home) | variables | {"PYTHONPATH": path}, cwd=home,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@cache
def tables_of(home: Path, day: str) -> tuple[dict[str, str], dict[str, int]]:
    read = typed(home, "django", "shell", "--verbosity", "0", "-c", _READ, DEMONSTRATION_DAY=day)
    described = json.loads(read.strip().splitlines()[-1])
    return described["digests"], described["later"]


def test_loaded_a_year_later_it_has_the_same_rows(demonstration: tuple[Path, str]) -> None:
    home, first = demonstration
    with open_folder() as later_home:
        second = typed(later_home, "demo", "--small", "--no-serve", ahead=True)
        counts = [json.loads(text.strip().splitlines()[-1]) for text in (first, second)]
        assert counts[0] | {"seconds": 0, "trainee_path": ""} == counts[1] | {"seconds": 0, "trainee_path": ""}
        here, there = (tables_of(folder, str(DEFAULT_DAY))[0] for folder in (home, later_home))
    assert {name: here[name] for name in here if here[name] != there[name]} == {}
    assert here["journeys_publicresult"].partition(" ")[0] != "0", "its results are public"
    assert set(UNLIKE) - {"django_session"} <= set(here)


def test_nothing_in_it_happened_after_its_day(demonstration: tuple[Path, str]) -> None:
    assert tables_of(demonstration[0], str(DEFAULT_DAY))[1] == {}


def test_nothing_in_the_one_of_two_plans_happened_after_its_day() -> None:
    with open_folder() as home:
        copied_demonstration(home, DAY_OF_TWO_PLANS)
        assert tables_of(home, str(DAY_OF_TWO_PLANS))[1] == {}


def test_its_day_is_asked_once_and_another_is_refused_in_a_sentence(demonstration: tuple[Path, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pacte", "demo", "--small", "--no-serve", "--day", "2022-11-15"],
        env=bare_environment(demonstration[0]), cwd=demonstration[0], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    assert (done.returncode, "elle en est au" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("text", "part"), [("2018-01-01", "va du"), ("2025-01-01", "et pas au"), ("hier", "n’est pas un jour")]
)
def test_a_day_that_it_does_not_have_is_refused_in_french(text: str, part: str) -> None:
    with pytest.raises(ArgumentTypeError, match=part):
        read_day(text)
