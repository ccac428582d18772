"""Builds src/pacte/reference/data/region_neighbours.json: the regions with a commune near one of each region.

From the shipped territories only. Same files, same bytes.

    python3 scripts/build_region_neighbours.py
"""

from __future__ import annotations

import json
import lzma
import math
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src/pacte/reference/data"
NEAR_KM = 30.0
POINT_GRID, KM_PER_DEGREE = 100_000, 111.195

Point = tuple[float, float]


def points(region: str) -> list[Point]:
    """Latitude and longitude of each commune."""
    content = json.loads(lzma.decompress((DATA / f"region_{region}.json.xz").read_bytes()))
    return [(each[-1] / POINT_GRID, each[-2] / POINT_GRID) for each in content["communes"]]


def cells(places: list[Point]) -> set[tuple[int, int]]:
    """Cells of a grid with sides of about ``NEAR_KM``."""
    side = NEAR_KM / KM_PER_DEGREE
    return {(math.floor(latitude / side), math.floor(longitude * math.cos(math.radians(46)) / side))
            for latitude, longitude in places}  # fmt: skip


def main() -> None:
    regions = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))
    grid = {region: cells(points(region)) for region in regions}
    neighbours: dict[str, list[str]] = defaultdict(list)
    for region, here in grid.items():
        around = {(row + up, column + right) for row, column in here for up in (-1, 0, 1) for right in (-1, 0, 1)}
        neighbours[region] = sorted(other for other in grid if other != region and around & grid[other])
    text = json.dumps(neighbours, indent=1, sort_keys=True)
    (DATA / "region_neighbours.json").write_text(text + "\n", encoding="utf-8")
    print(f"region_neighbours.json: {sum(map(len, neighbours.values())) // 2} borders")


if __name__ == "__main__":
    main()
