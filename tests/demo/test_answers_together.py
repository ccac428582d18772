"""What a page asks together, it would read one by one: every indicator, in one scope, on the demonstration."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pacte.infra.instance import PROJECT_ROOT
from tests.demonstration import bare_environment, copied_demonstration
from tests.effort import tries_all
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("figures_agree")
_READ = "from tests.demo.answers_together import main; main({}, {})"


def test_the_answers_of_a_page_do_not_depend_on_being_computed_together(request: pytest.FixtureRequest) -> None:
    """Of indicators drawn on each commit, all with ``--full``; each in a scope that is drawn too."""
    most = 200 if tries_all() else 20
    seed = int(request.config.getoption("randomly_seed", 0))
    with open_folder() as home:
        copied_demonstration(home)
        done = subprocess.run(
            [sys.executable, "-m", "pacte", "django", "shell", "--verbosity", "0", "-c", _READ.format(seed, most)],
            env=bare_environment(home) | {"PYTHONPATH": f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"}, cwd=home,
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[str]] = json.loads(done.stdout.strip().splitlines()[-1])
    assert len(found) >= min(most, 80)
    assert [text for texts in found.values() for text in texts] == []
