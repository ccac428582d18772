"""Rules of the reference room: distances, code changes, choice of zoning, ROME migrations. Pure."""

from pacte.reference.rules.rome_migration import build_rome_migration
from pacte.reference.rules.territory import (
    EARTH_RADIUS_KM,
    KM_PER_DEGREE,
    MAX_CODE_CHANGES,
    MIN_ZONING_COVERAGE,
    bounding_box,
    choose_zoning_kind,
    code_in_edition,
    edition_for_year,
    haversine_km,
    zones_through_changes,
)

__all__ = [
    "EARTH_RADIUS_KM",
    "KM_PER_DEGREE",
    "MAX_CODE_CHANGES",
    "MIN_ZONING_COVERAGE",
    "bounding_box",
    "build_rome_migration",
    "choose_zoning_kind",
    "code_in_edition",
    "edition_for_year",
    "haversine_km",
    "zones_through_changes",
]
