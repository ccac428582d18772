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
from pacte.reference.outlines import decode_arcs, outline_of_group, rings_from_arcs
from pacte.reference.records import CodeChangeRow, ContourRow, ZoneKind, ZoneMembershipRow, ZoneRow
from pacte.reference.rules import zones_through_changes
from pacte.reference.shipped_zonings import ZONINGS_FILE, read_shipped_zonings

DATA_FOLDER = Path(__file__).parent / "data"
FORMAT_VERSION = 1
ARC_GRID = 10_000
POINT_GRID = 100_000


@dataclass(frozen=True, slots=True)
class ShippedTerritory:
    """Rows of one region, ready to write."""

    region_code: str
    name: str
    editions: tuple[int, ...]
    source: str
    zones: list[ZoneRow]
    memberships: list[ZoneMembershipRow]
    changes: list[CodeChangeRow]
    contours: list[ContourRow]


@cache
def shipped_regions() -> dict[str, str]:
    """Return the names of the shipped regions by code, sorted by name as in the file."""
    listing: dict[str, str] = json.loads((DATA_FOLDER / "regions.json").read_text(encoding="utf-8"))
    return listing


def shipped_territory_digest(region_code: str) -> str:
    """Return the SHA-256 of the shipped files of a region. Raise ``ValidationError`` for one that is not shipped."""
    return hashlib.sha256(_read_packed_file(region_code) + ZONINGS_FILE.read_bytes()).hexdigest()


def read_shipped_territory(region_code: str) -> ShippedTerritory:
    """Return all rows of the region.

    Raises ``ValidationError`` for an unknown region, ``ConfigurationError`` for a damaged file.
    """
    content = _read_content(region_code)
    editions = tuple(content["editions"])
    communes = [zone for each in content["communes"] for zone in _commune_rows(each, region_code, editions)]
    zones = [*communes, *_epci_rows(content, editions, communes), *_administrative_rows(content, editions, communes)]
    changes = [CodeChangeRow(old, new, edition) for old, new, edition in content["changes"]]
    known_codes = {each.code for each in communes} | {each.old_code for each in changes}
    zonings = [row for each in read_shipped_zonings() for row in each.rows(known_codes)]
    return ShippedTerritory(
        region_code=region_code,
        name=content["region"][1],
        editions=editions,
        source="; ".join(content["sources"]),
        zones=[*zones, *(row for row in zonings if isinstance(row, ZoneRow))],
        memberships=[row for row in zonings if isinstance(row, ZoneMembershipRow)],
        changes=changes,
        contours=[
            *_contour_rows(content, editions[-1], communes),
            *_zoning_contour_rows(content, [each.code for each in communes if each.edition == editions[-1]], changes),
        ],
    )


def shipped_communes(region_code: str) -> list[ZoneRow]:
    """Return the communes of a region in its last edition. Raises as ``read_shipped_territory``."""
    content = _read_content(region_code)
    editions = tuple(content["editions"])
    rows = (row for each in content["communes"] for row in _commune_rows(each, region_code, editions))
    return [row for row in rows if row.edition == editions[-1]]


def _read_content(region_code: str) -> Any:
    try:
        content = json.loads(lzma.decompress(_read_packed_file(region_code)))
    except (lzma.LZMAError, ValueError) as error:
        raise _damaged_file_error(region_code) from error
    if content.get("format") != FORMAT_VERSION:
        raise _damaged_file_error(region_code)
    return content


def _read_packed_file(region_code: str) -> bytes:
    if region_code not in shipped_regions():
        raise ValidationError(
            "region_code",
            f"« {region_code} » n’est pas une région connue.",
            "Le code attendu est celui de l’Insee, à deux chiffres.",
            f"Choisissez parmi\u202f: {', '.join(shipped_regions())}.",
        )
    try:
        return (DATA_FOLDER / f"region_{region_code}.json.xz").read_bytes()
    except OSError as error:
        raise _damaged_file_error(region_code) from error


def _damaged_file_error(region_code: str) -> ConfigurationError:
    return ConfigurationError(
        "territory_file",
        f"Le fichier du territoire de la région {region_code} ne se lit pas.",
        "Il manque, ou il n’est plus celui du programme.",
        "Réinstallez le programme.",
    )


def _expand_runs(runs: Sequence[Any], count: int) -> list[Any]:
    """Expand [rank, value, rank, value, …] to one value per edition."""
    values: list[Any] = []
    for rank in range(0, len(runs), 2):
        end = runs[rank + 2] if rank + 2 < len(runs) else count
        values += [runs[rank + 1]] * (end - runs[rank])
    return values


def _department_code(commune_code: str) -> str:
    return commune_code[:3] if commune_code.startswith("97") else commune_code[:2]


def _commune_rows(encoded_commune: Sequence[Any], region_code: str, editions: Sequence[int]) -> Iterator[ZoneRow]:
    code, *runs, longitude, latitude = encoded_commune
    values_by_edition = (_expand_runs(each, len(editions)) for each in runs)
    for edition, name, arrondissement, epci, population, postal in zip(editions, *values_by_edition, strict=True):
        if name is not None:
            yield ZoneRow(
                ZoneKind.COMMUNE,
                code,
                edition,
                name,
                region_code=region_code,
                department_code=_department_code(code),
                arrondissement_code=arrondissement,
                epci_code=epci,
                population=None if population < 0 else population,
                latitude=latitude / POINT_GRID,
                longitude=longitude / POINT_GRID,
                postal_codes=postal,
            )


def _epci_rows(content: Any, editions: Sequence[int], communes: Iterable[ZoneRow]) -> Iterator[ZoneRow]:
    """Yield EPCI rows. EPCI have no region: some span two."""
    members: dict[tuple[str, int], list[ZoneRow]] = defaultdict(list)
    for commune in communes:
        members[commune.epci_code, commune.edition].append(commune)
    for code, *runs in content["epci"]:
        values_by_edition = (_expand_runs(each, len(editions)) for each in runs)
        for edition, name, nature, population in zip(editions, *values_by_edition, strict=True):
            if name is not None and (code, edition) in members:
                latitude, longitude = _population_centre(members[code, edition])
                yield ZoneRow(
                    ZoneKind.EPCI, code, edition, name, nature=nature, population=population, latitude=latitude,
                    longitude=longitude,
                )  # fmt: skip


def _administrative_rows(content: Any, editions: Sequence[int], communes: Iterable[ZoneRow]) -> Iterator[ZoneRow]:
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
                latitude, longitude = _population_centre(inside)
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


def _population_centre(communes: Sequence[ZoneRow]) -> tuple[float, float]:
    """Return the population-weighted centre, where a map places its circle."""
    weights = [(each.population or 0) + 1 for each in communes]
    total = sum(weights)
    latitude = sum((each.latitude or 0) * weight for each, weight in zip(communes, weights, strict=True)) / total
    longitude = sum((each.longitude or 0) * weight for each, weight in zip(communes, weights, strict=True)) / total
    return round(latitude, 5), round(longitude, 5)


def _contour_rows(content: Any, last_edition: int, communes: Iterable[ZoneRow]) -> Iterator[ContourRow]:
    """Yield contours of the last edition, and of the last edition of each EPCI that ended before it."""
    arcs = decode_arcs(content["arcs"], ARC_GRID)
    shapes: dict[str, list[list[int]]] = content["rings"]
    groups: dict[tuple[ZoneKind, str], tuple[int, list[str]]] = {}
    for commune in sorted(communes, key=lambda each: -each.edition):
        if commune.code not in shapes:
            continue
        if commune.edition == last_edition:
            yield ContourRow(ZoneKind.COMMUNE, commune.code, last_edition, rings_from_arcs(shapes[commune.code], arcs))
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
            yield ContourRow(kind, code, edition, outline_of_group((shapes[each] for each in codes), arcs))


def _zoning_contour_rows(
    content: Any, commune_codes: Sequence[str], changes: Sequence[CodeChangeRow]
) -> Iterator[ContourRow]:
    """Yield the outline of each zone around its communes of the last edition; of its part here if it spans regions."""
    arcs = decode_arcs(content["arcs"], ARC_GRID)
    shapes: dict[str, list[list[int]]] = content["rings"]
    pairs = [(each.old_code, each.new_code) for each in changes]
    for zoning in read_shipped_zonings():
        members: dict[str, list[str]] = defaultdict(list)
        for commune, zone in sorted(zones_through_changes(commune_codes, zoning.zone_of, pairs).items()):
            if commune in shapes:
                members[zone].append(commune)
        for zone, codes in sorted(members.items()):
            yield ContourRow(zoning.kind, zone, zoning.vintage, outline_of_group((shapes[c] for c in codes), arcs))
