"""Draws ``docs/rooms.svg``: which room imports which, counted in the source.

A row imports a column; the number is how many modules do so. Rooms stand in the order of Import Linter's contract, so a
mark above the diagonal would be an import that goes up. Usage: ``python scripts/draw_rooms.py`` writes the picture,
``--check`` tells whether it is up to date.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "rooms.svg"
CELL, LEFT, TOP = 34, 132, 128


def rooms() -> list[str]:
    """Rooms that exist, from the highest to the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("containers") == ["pacte"])
    names = [name.strip(" ()") for layer in layers for name in layer.split("|")]
    return [name for name in names if (ROOT / "src" / "pacte" / name).is_dir()]


def imports(names: list[str]) -> Counter[tuple[str, str]]:
    """Number of modules of a room that import another room."""
    found: Counter[tuple[str, str]] = Counter()
    for room in names:
        for path in (ROOT / "src" / "pacte" / room).rglob("*.py"):
            found.update({(room, other) for other in _imported_rooms(path) if other in names and other != room})
    return found


def _imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        yield from (module.split(".")[1] for module in modules if module.startswith("pacte."))


def draw(names: list[str], counts: Counter[tuple[str, str]]) -> str:
    """The picture, as SVG: one square for each pair of rooms, darker where more modules import."""
    side = CELL * len(names)
    most = max(counts.values())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + side + 8} {TOP + side + 8}" role="img" '
        'font-family="sans-serif" font-size="13">',
        "<title>Which room imports which</title>",
        "<desc>Rows import columns; the number of modules that do so. Nothing stands above the diagonal.</desc>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for rank, name in enumerate(names):
        middle = CELL * rank + CELL // 2
        lines += [
            f'<text x="{LEFT - 8}" y="{TOP + middle + 5}" text-anchor="end">{escape(name)}</text>',
            f'<text transform="translate({LEFT + middle + 5} {TOP - 8}) rotate(-60)">{escape(name)}</text>',
            f'<rect x="{LEFT + CELL * rank}" y="{TOP + CELL * rank}" width="{CELL}" height="{CELL}" fill="#d5d9e2"/>',
        ]
    for row, importer in enumerate(names):
        for column, imported in enumerate(names):
            if number := counts[importer, imported]:
                lines += _square(row, column, number, most)
    return "\n".join([*lines, f'<path d="{_grid(len(names))}" stroke="#e5e8ef" fill="none"/>', "</svg>", ""])


def _square(row: int, column: int, number: int, most: int) -> list[str]:
    x, y = LEFT + CELL * column, TOP + CELL * row
    strength = 0.12 + 0.68 * (number / most) ** 0.5
    ink = "#fff" if strength > 0.5 else "#1b2340"
    return [
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="#1f4b99" fill-opacity="{strength:.2f}"/>',
        f'<text x="{x + CELL // 2}" y="{y + CELL // 2 + 5}" text-anchor="middle" fill="{ink}">{number}</text>',
    ]


def _grid(number: int) -> str:
    side = CELL * number
    lines = [f"M{LEFT} {TOP + CELL * each}h{side}M{LEFT + CELL * each} {TOP}v{side}" for each in range(number + 1)]
    return "".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 when the picture is out of date")
    names = rooms()
    picture = draw(names, imports(names))
    if parser.parse_args().check:
        return int(PICTURE.read_text(encoding="utf-8") != picture)
    PICTURE.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
