"""``docs/architecture.md`` names every room, and its picture is the one generated from the source."""

from __future__ import annotations

import re
import subprocess
import sys

from pacte.infra.instance import PROJECT_ROOT

DOCUMENT = PROJECT_ROOT / "docs" / "architecture.md"
SOURCE = PROJECT_ROOT / "src" / "pacte"


def test_the_picture_of_the_rooms_is_up_to_date() -> None:
    script = PROJECT_ROOT / "scripts" / "draw_rooms.py"
    done = subprocess.run([sys.executable, script, "--check"], check=False)
    assert done.returncode == 0, "run: python scripts/draw_rooms.py"


def test_every_room_has_its_line() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {path.parent.name for path in SOURCE.glob("*/__init__.py")}
