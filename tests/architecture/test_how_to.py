"""The guides of ``docs/how-to`` are correct: their diffs apply to the source, and what they add passes its tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from pacte.infra.instance import PROJECT_ROOT
from tests.architecture.patches import PatchError, apply_diff

GUIDES = sorted(path for path in (PROJECT_ROOT / "docs" / "how-to").glob("add-*.md"))
_DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CHECK = re.compile(r"<!-- checked by: (\S+) -->")
_ADDRESSES = ("DATABASE_URL", "DATABASE_JOBS_URL", "DATABASE_OWNER_URL")


def diff_of(guide: Path) -> str:
    (diff,) = _DIFF.findall(guide.read_text(encoding="utf-8"))
    return str(diff)


def copied(folder: Path) -> Path:
    """Copies the files of the repository that the tests need."""
    for name in ("src", "tests", "plans", "docs"):
        shutil.copytree(PROJECT_ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "row_access.toml"):
        shutil.copy(PROJECT_ROOT / name, folder)
    return folder


def environment() -> dict[str, str]:
    """Environment with another database of the same server, because the guides add migrations.

    ``CI`` is empty: a file that the copy lacks skips its test.
    """
    named = {
        f"PACTE_TEST_{name}": urlunsplit(urlsplit(os.environ[name])._replace(path="/pacte_test_how_to"))
        for name in _ADDRESSES
    }
    return os.environ | named | {"PYTEST_XDIST_WORKER": "how_to", "CI": ""}


def test_what_the_guides_add_passes_its_tests(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for guide in GUIDES:
        apply_diff(diff_of(guide), root)
    checks = [_CHECK.findall(guide.read_text(encoding="utf-8"))[0] for guide in GUIDES]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", *checks]
    done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_diff_of_a_guide_applies_to_the_source(guide: Path, tmp_path: Path) -> None:
    for name in re.findall(r"^--- a/(\S+)$", diff_of(guide), re.MULTILINE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT_ROOT / name, tmp_path / name)
    assert apply_diff(diff_of(guide), tmp_path)


def test_a_hunk_whose_context_has_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\n")
    with pytest.raises(PatchError, match="not there once"):
        apply_diff("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n one\n-three\n+four\n", tmp_path)
    assert apply_diff("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n one\n-two\n+four\n", tmp_path)[0].read_text() == (
        "one\nfour\n"
    )
