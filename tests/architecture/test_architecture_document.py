"""``docs/architecture.md`` names every room and what exists; its picture is the one of the source."""

from __future__ import annotations

import re
import subprocess
import sys

from pacte.infra.instance import PROJECT_ROOT

DOCUMENT = PROJECT_ROOT / "docs" / "architecture.md"
SOURCE = PROJECT_ROOT / "src" / "pacte"
# Paths as the document writes them: from the root of the repository, or from the source.
_PATH = re.compile(r"`((?:[a-z_-]+/)+[a-z_.-]*)`")


def test_the_picture_of_the_rooms_is_up_to_date() -> None:
    script = PROJECT_ROOT / "scripts" / "draw_rooms.py"
    done = subprocess.run([sys.executable, script, "--check"], check=False)
    assert done.returncode == 0, "run: python scripts/draw_rooms.py"


def test_every_room_has_its_line() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {path.parent.name for path in SOURCE.glob("*/__init__.py")}


def test_every_path_exists() -> None:
    paths = set(_PATH.findall(DOCUMENT.read_text(encoding="utf-8")))
    assert len(paths) > 10
    missing = {path for path in paths if not any(_exists(root, path) for root in (PROJECT_ROOT, SOURCE))}
    assert missing == set()


def _exists(root: object, path: str) -> bool:
    place = SOURCE / path if root == SOURCE else PROJECT_ROOT / path
    return place.exists() or place.with_suffix(".py").exists()
