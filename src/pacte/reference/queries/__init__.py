"""All reads of the room. These are public facts: no query takes an actor, because nobody owns them."""

from pacte.reference.queries.editions import (
    commune_count,
    current_codes,
    edition_on,
    editions,
    latest_edition,
    shipped_regions,
)
from pacte.reference.queries.places import (
    commune,
    communes_near,
    communes_with_postal_code,
    place,
    places,
    places_named,
    population,
)
from pacte.reference.queries.shapes import outlines
from pacte.reference.queries.zonings import (
    communes_of_zone,
    working_zone_of_commune,
    zones_of_commune,
    zoning_in_use,
    zonings_loaded,
)

__all__ = [
    "commune",
    "commune_count",
    "communes_near",
    "communes_of_zone",
    "communes_with_postal_code",
    "current_codes",
    "edition_on",
    "editions",
    "latest_edition",
    "outlines",
    "place",
    "places",
    "places_named",
    "population",
    "shipped_regions",
    "working_zone_of_commune",
    "zones_of_commune",
    "zoning_in_use",
    "zonings_loaded",
]
