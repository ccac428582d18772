"""Words of the territory: kinds of zones, rows as files give them, places as pages read them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Ring = list[tuple[float, float]]
"""Longitude and latitude of each corner, first and last the same."""


class ZoneKind(StrEnum):
    COMMUNE = "commune"
    EPCI = "epci"
    ARRONDISSEMENT = "arrondissement"
    DEPARTMENT = "department"
    REGION = "region"
    EMPLOYMENT_ZONE = "employment_zone"
    LIVING_AREA = "living_area"
    LABOUR_BASIN = "labour_basin"
    RURAL_REVITALISATION = "rural_revitalisation"


ADMINISTRATIVE = (
    ZoneKind.COMMUNE,
    ZoneKind.EPCI,
    ZoneKind.ARRONDISSEMENT,
    ZoneKind.DEPARTMENT,
    ZoneKind.REGION,
)
"""Kinds that every edition holds; the others are zonings with a vintage of their own."""

KIND_LABELS = {
    ZoneKind.COMMUNE: ("commune", "communes"),
    ZoneKind.EPCI: ("intercommunalité (EPCI)", "intercommunalités (EPCI)"),
    ZoneKind.ARRONDISSEMENT: ("arrondissement", "arrondissements"),
    ZoneKind.DEPARTMENT: ("département", "départements"),
    ZoneKind.REGION: ("région", "régions"),
    ZoneKind.EMPLOYMENT_ZONE: ("zone d’emploi", "zones d’emploi"),
    ZoneKind.LIVING_AREA: ("bassin de vie", "bassins de vie"),
    ZoneKind.LABOUR_BASIN: ("bassin d’emploi (BMO)", "bassins d’emploi (BMO)"),
    ZoneKind.RURAL_REVITALISATION: ("zone de revitalisation rurale", "zones de revitalisation rurale"),
}
"""One, and many."""


# ---------------------------------------------------------------- rows, as files give them


class ZoneRow(NamedTuple):
    """A zone in an edition (for a zoning: in its vintage). An empty value never erases a known one."""

    kind: str
    code: str
    edition: int
    name: str = ""
    nature: str = ""
    region_code: str = ""
    department_code: str = ""
    arrondissement_code: str = ""
    epci_code: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    postal_codes: str = ""


class MemberRow(NamedTuple):
    """A commune belongs to a zone of a zoning."""

    kind: str
    vintage: int
    commune_code: str
    zone_code: str


class ChangeRow(NamedTuple):
    """``new_code`` took the place of ``old_code``, at the latest in that edition."""

    old_code: str
    new_code: str
    edition: int


class PopulationRow(NamedTuple):
    """Municipal population of a zone, by year of reference of the census."""

    kind: str
    code: str
    year: int
    inhabitants: int


class ContourRow(NamedTuple):
    """Rings to draw with the even-odd rule."""

    kind: str
    code: str
    edition: int
    rings: list[Ring]


TerritoryRow = ZoneRow | MemberRow | ChangeRow | PopulationRow | ContourRow


# ---------------------------------------------------------------- places, as pages read them


@dataclass(frozen=True, slots=True)
class Place:
    """A zone in an edition."""

    kind: ZoneKind
    code: str
    name: str
    edition: int
    nature: str = ""
    region_code: str = ""
    department_code: str = ""
    arrondissement_code: str = ""
    epci_code: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    postal_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A commune and how far it is, as the crow flies."""

    place: Place
    kilometres: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A zone to draw: rings with the even-odd rule."""

    kind: ZoneKind
    code: str
    name: str
    rings: list[Ring]


@dataclass(frozen=True, slots=True)
class Zoning:
    """How a region is divided for work: ``stands_in`` is true when EPCI replace zones d'emploi not loaded."""

    kind: ZoneKind
    vintage: int
    label: str
    stands_in: bool
