"""Territory records: zone kinds, rows read from files, places. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Ring = list[tuple[float, float]]
"""Longitude and latitude of each corner. The first and the last are equal."""


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


ADMINISTRATIVE_KINDS = (
    ZoneKind.COMMUNE,
    ZoneKind.EPCI,
    ZoneKind.ARRONDISSEMENT,
    ZoneKind.DEPARTMENT,
    ZoneKind.REGION,
)
"""Kinds present in every edition; the others are zonings with their own vintage."""

ZONE_KIND_LABELS = {
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
"""Singular and plural."""


# ---------------------------------------------------------------- rows read from files


class ZoneRow(NamedTuple):
    """A zone in an edition (for a zoning, in its vintage). An empty value never overwrites a known one."""

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


class ZoneMembershipRow(NamedTuple):
    """Membership of a commune in a zone."""

    kind: str
    vintage: int
    commune_code: str
    zone_code: str


class CodeChangeRow(NamedTuple):
    """``new_code`` replaced ``old_code``, in that edition at the latest."""

    old_code: str
    new_code: str
    edition: int


class PopulationRow(NamedTuple):
    """Municipal population of a zone for a census reference year."""

    kind: str
    code: str
    year: int
    inhabitants: int


class ContourRow(NamedTuple):
    """Rings of a zone, drawn with the even-odd rule."""

    kind: str
    code: str
    edition: int
    rings: list[Ring]


TerritoryRow = ZoneRow | ZoneMembershipRow | CodeChangeRow | PopulationRow | ContourRow


# ---------------------------------------------------------------- places read by pages


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
class Outline:
    """A zone to draw: rings with the even-odd rule."""

    kind: ZoneKind
    code: str
    name: str
    rings: list[Ring]


@dataclass(frozen=True, slots=True)
class Zoning:
    """Division of a region for employment. ``is_fallback``: EPCI replace zones d'emploi that are not loaded."""

    kind: ZoneKind
    vintage: int
    label: str
    is_fallback: bool
