"""Rules of the reference room: distances, code changes, choice of zoning, ROME migrations. Pure."""

from pacte.reference.rules.migration import migration
from pacte.reference.rules.territory import (
    COVERED_ENOUGH,
    EARTH_RADIUS_KM,
    KM_PER_DEGREE,
    LONGEST_CHAIN,
    box_around,
    code_in_edition,
    edition_for_year,
    kilometres,
    zoning_that_serves,
)

__all__ = [
    "COVERED_ENOUGH",
    "EARTH_RADIUS_KM",
    "KM_PER_DEGREE",
    "LONGEST_CHAIN",
    "box_around",
    "code_in_edition",
    "edition_for_year",
    "kilometres",
    "migration",
    "zoning_that_serves",
]
