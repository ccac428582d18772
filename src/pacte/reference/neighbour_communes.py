"""Communes of the regions around one, from the shipped files: people live there, and type their names. Pure."""

from __future__ import annotations

import json
from functools import cache

from pacte.reference.records import Place, ZoneKind
from pacte.reference.shipped_territory import DATA_FOLDER, shipped_communes

_NEIGHBOURS_FILE = DATA_FOLDER / "region_neighbours.json"


@cache
def communes_of_neighbours(region_code: str) -> tuple[Place, ...]:
    """Communes of the neighbours of a region, in their last edition; empty for a region that has none.

    Raises ``ConfigurationError`` for a damaged file. The first call reads one file a neighbour.
    """
    neighbours: dict[str, list[str]] = json.loads(_NEIGHBOURS_FILE.read_text(encoding="utf-8"))
    return tuple(
        Place(
            kind=ZoneKind.COMMUNE,
            code=row.code,
            name=row.name,
            edition=row.edition,
            region_code=row.region_code,
            department_code=row.department_code,
            population=row.population,
            latitude=row.latitude,
            longitude=row.longitude,
            postal_codes=tuple(str(row.postal_codes).split()),
        )
        for neighbour in neighbours.get(region_code, ())
        for row in shipped_communes(neighbour)
    )
