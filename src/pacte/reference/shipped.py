"""Reads the territory of a region from the files shipped with pacte (see ``data/README.md``). Pure."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pacte.kernel.errors import ConfigurationError, ValidationError
from pacte.reference.outlines import arcs_from_steps, outline_of, rings_of
from pacte.reference.records import ChangeRow, ContourRow, ZoneKind, ZoneRow

DATA = Path(__file__).parent / "data"
FORMAT = 1
GRID = 10_000
POINT_GRID = 100_000


@dataclass(frozen=True, slots=True)
class Territory:
    """Rows of one region, ready to write."""

    region_code: str
    name: str
    editions: tuple[int, ...]
    source: str
    zones: list[ZoneRow]
    changes: list[ChangeRow]
    contours: list[ContourRow]


@cache
def shipped_regions() -> dict[str, str]:
    """Return the names of the shipped regions by code, sorted by name as in the file."""
    listing: dict[str, str] = json.loads((DATA / "regions.json").read_text(encoding="utf-8"))
    return listing


def digest_of(region_code: str) -> str:
    """Return the SHA-256 of the shipped file. Raise ``ValidationError`` for a region that is not shipped."""
    return hashlib.sha256(_packed(region_code)).hexdigest()


def read_territory(region_code: str) -> Territory:
    """Return all rows of the region.

    Raises ``ValidationError`` for an unknown region, ``ConfigurationError`` for a damaged file.
    """
    try:
        content = json.loads(lzma.decompress(_packed(region_code)))
    except (lzma.LZMAError, ValueError) as error:
        raise _damaged(region_code) from error
    if content.get("format") != FORMAT:
        raise _damaged(region_code)
    editions = tuple(content["editions"])
    communes = [zone for each in content["communes"] for zone in _communes(each, region_code, editions)]
    zones = [*communes, *_epci(content, editions, communes), *_groups(content, editions, communes)]
    return Territory(
        region_code=region_code,
        name=content["region"][1],
        editions=editions,
        source="; ".join(content["sources"]),
        zones=zones,
        changes=[ChangeRow(old, new, edition) for old, new, edition in content["changes"]],
        contours=list(_contours(content, editions[-1], communes)),
    )


def _packed(region_code: str) -> bytes:
    if region_code not in shipped_regions():
        raise ValidationError(
            "region_code",
            f"« {region_code} » n’est pas une région connue.",
            "Le code attendu est celui de l’Insee, à deux chiffres.",
            f"Choisissez parmi\u202f: {', '.join(shipped_regions())}.",
        )
    try:
        return (DATA / f"region_{region_code}.json.xz").read_bytes()
    except OSError as error:
        raise _damaged(region_code) from error


def _damaged(region_code: str) -> ConfigurationError:
    return ConfigurationError(
        "territory_file",
        f"Le fichier du territoire de la région {region_code} ne se lit pas.",
        "Il manque, ou il n’est plus celui du programme.",
        "Réinstallez le programme.",
    )


def _values(runs: Sequence[Any], count: int) -> list[Any]:
    """Expand [rank, value, rank, value, …] to one value per edition."""
    values: list[Any] = []
    for rank in range(0, len(runs), 2):
        end = runs[rank + 2] if rank + 2 < len(runs) else count
        values += [runs[rank + 1]] * (end - runs[rank])
    return values


def _department(commune_code: str) -> str:
    return commune_code[:3] if commune_code.startswith("97") else commune_code[:2]


def _communes(packed: Sequence[Any], region_code: str, editions: Sequence[int]) -> Iterator[ZoneRow]:
    code, *runs, longitude, latitude = packed
    timed = (_values(each, len(editions)) for each in runs)
    for edition, name, arrondissement, epci, population, postal in zip(editions, *timed, strict=True):
        if name is not None:
            yield ZoneRow(
                ZoneKind.COMMUNE,
                code,
                edition,
                name,
                region_code=region_code,
                department_code=_department(code),
                arrondissement_code=arrondissement,
                epci_code=epci,
                population=None if population < 0 else population,
                latitude=latitude / POINT_GRID,
                longitude=longitude / POINT_GRID,
                postal_codes=postal,
            )


def _epci(content: Any, editions: Sequence[int], communes: Iterable[ZoneRow]) -> Iterator[ZoneRow]:
    """Yield EPCI rows. EPCI have no region: some span two."""
    members: dict[tuple[str, int], list[ZoneRow]] = defaultdict(list)
    for commune in communes:
        members[commune.epci_code, commune.edition].append(commune)
    for code, *runs in content["epci"]:
        timed = (_values(each, len(editions)) for each in runs)
        for edition, name, nature, population in zip(editions, *timed, strict=True):
            if name is not None and (code, edition) in members:
                latitude, longitude = _centre(members[code, edition])
                yield ZoneRow(
                    ZoneKind.EPCI, code, edition, name, nature=nature, population=population, latitude=latitude,
                    longitude=longitude,
                )  # fmt: skip


def _groups(content: Any, editions: Sequence[int], communes: Iterable[ZoneRow]) -> Iterator[ZoneRow]:
    """Yield departments, arrondissements and the region, with the totals of their communes."""
    region_code, region_name = content["region"]
    members: dict[tuple[str, str, int], list[ZoneRow]] = defaultdict(list)
    for commune in communes:
        members["department", commune.department_code, commune.edition].append(commune)
        members["arrondissement", commune.arrondissement_code, commune.edition].append(commune)
        members["region", region_code, commune.edition].append(commune)
    names = [
        *((ZoneKind.REGION, region_code, region_name),),
        *((ZoneKind.DEPARTMENT, code, name) for code, name in content["departments"]),
        *((ZoneKind.ARRONDISSEMENT, code, name) for code, name in content["arrondissements"]),
    ]
    for kind, code, name in names:
        for edition in editions:
            inside = members.get((kind.value, code, edition))
            if inside:
                latitude, longitude = _centre(inside)
                yield ZoneRow(
                    kind,
                    code,
                    edition,
                    name,
                    region_code="" if kind is ZoneKind.REGION else region_code,
                    department_code=inside[0].department_code if kind is ZoneKind.ARRONDISSEMENT else "",
                    population=sum(each.population or 0 for each in inside),
                    latitude=latitude,
                    longitude=longitude,
                )


def _centre(communes: Sequence[ZoneRow]) -> tuple[float, float]:
    """Return the population-weighted centre, where a map places its circle."""
    weights = [(each.population or 0) + 1 for each in communes]
    total = sum(weights)
    latitude = sum((each.latitude or 0) * weight for each, weight in zip(communes, weights, strict=True)) / total
    longitude = sum((each.longitude or 0) * weight for each, weight in zip(communes, weights, strict=True)) / total
    return round(latitude, 5), round(longitude, 5)


def _contours(content: Any, last: int, communes: Iterable[ZoneRow]) -> Iterator[ContourRow]:
    """Yield contours of the last edition, and of the last edition of each EPCI that ended before it."""
    arcs = arcs_from_steps(content["arcs"], GRID)
    shapes: dict[str, list[list[int]]] = content["rings"]
    groups: dict[tuple[ZoneKind, str], tuple[int, list[str]]] = {}
    for commune in sorted(communes, key=lambda each: -each.edition):
        if commune.code not in shapes:
            continue
        if commune.edition == last:
            yield ContourRow(ZoneKind.COMMUNE, commune.code, last, rings_of(shapes[commune.code], arcs))
        for kind, code in (
            (ZoneKind.REGION, commune.region_code),
            (ZoneKind.DEPARTMENT, commune.department_code),
            (ZoneKind.EPCI, commune.epci_code),
        ):
            edition, codes = groups.setdefault((kind, code), (commune.edition, []))
            if code and edition == commune.edition:
                codes.append(commune.code)
    for (kind, code), (edition, codes) in groups.items():
        if codes:
            yield ContourRow(kind, code, edition, outline_of((shapes[each] for each in codes), arcs))
