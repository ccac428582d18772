"""Builds src/pacte/reference/data/zonings.json.xz: zones d'emploi and bassins de vie of all France, by commune.

Sources are three official files of Insee (Licence Ouverte 2.0), as CSV in UTF-8 in one folder: the table of membership
of the communes (``appartenance_communes_2022.csv``), the names of the zones d'emploi (``zones_emploi_2020.csv``), and
the code officiel géographique with its delegated communes (``communes_france.csv``), from which a bassin de vie takes
the name of its pole. Needs Python 3.11 or newer, and nothing else. Same files, same bytes.

    python3 scripts/build_zonings.py --sources folder/
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parents[1] / "src/pacte/reference/data/zonings.json.xz"
MEMBERSHIP = "appartenance_communes_2022.csv"
EMPLOYMENT_ZONE_NAMES = "zones_emploi_2020.csv"
COMMUNE_NAMES = "communes_france.csv"
GEOGRAPHY = 2022
SOURCE = (
    "Insee, table d’appartenance géographique des communes au 1er janvier 2022 : "
    "zones d’emploi 2020 et bassins de vie 2012"
)
# Kind of ``reference``, vintage, column.
ZONINGS = (("employment_zone", 2020, "ZE2020"), ("living_area", 2012, "BV2012"))
OUTSIDE = "ZZZZZ"
# Poles that merged without leaving a delegated commune (Insee, code officiel géographique).
FORMER_POLES = {"35129": "Guipry"}

Facts = dict[str, Any]


def main() -> int:
    """Reads, writes, and says what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="folder of the official files")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    names = {"employment_zone": _employment_zone_names(options.sources), "living_area": _pole_names(options.sources)}
    content = {
        "format": 1,
        "source": SOURCE,
        "geography": GEOGRAPHY,
        "zonings": [_zoning(options.sources, kind, vintage, column, names[kind]) for kind, vintage, column in ZONINGS],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    options.output.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    for each in content["zonings"]:
        communes = sum(len(zone[2]) for zone in each["zones"])
        print(f"{each['kind']} {each['vintage']}: {len(each['zones'])} zones, {communes} communes")
    print(f"{options.output.name}: {options.output.stat().st_size} bytes")
    return 0


def _zoning(sources: Path, kind: str, vintage: int, column: str, names: dict[str, str]) -> Facts:
    members: dict[str, list[str]] = defaultdict(list)
    for row in _rows(sources / MEMBERSHIP):
        if row[column] != OUTSIDE:
            members[row[column]].append(row["CODGEO"])
    nameless = sorted(members.keys() - names.keys())
    if nameless:
        raise SystemExit(f"{kind} without a name: {', '.join(nameless)}")
    zones = [[code, names[code], sorted(codes)] for code, codes in sorted(members.items())]
    return {"kind": kind, "vintage": vintage, "zones": zones}


def _employment_zone_names(sources: Path) -> dict[str, str]:
    return {row["ZE2020"]: row["LIBZE2020"] for row in _rows(sources / EMPLOYMENT_ZONE_NAMES)}


def _pole_names(sources: Path) -> dict[str, str]:
    """A bassin de vie bears the code of its pole, which may have become a delegated commune since.

    A delegated commune sometimes keeps the code of the new one: the name of the commune of today comes first.
    """
    delegated, communes = {}, {}
    for row in _rows(sources / COMMUNE_NAMES):
        known = communes if row["type"] == "commune-actuelle" else delegated
        known.setdefault(row["code_insee"], row["nom"])
    return FORMER_POLES | delegated | communes


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


if __name__ == "__main__":
    raise SystemExit(main())
