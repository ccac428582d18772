"""Map of the choices: a number is a place of the list, a small circle another place."""

from __future__ import annotations

from functools import lru_cache

from pacte.kernel.french import format_number, pluralise
from pacte.offer.records.search import SearchChoices
from pacte.reference.queries import territory_editions, zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.maps import BaseMap, PlaceMarker, RadiusCircle, base_map, places_map_svg
from pacte.web.charts.svg import Markup
from pacte.web.pages.search.result_cards import NumberedPlaces
from pacte.web.pages.search.search_params import SearchPageParams


def search_map(params: SearchPageParams, results: SearchChoices, places: NumberedPlaces) -> Markup | None:
    """None without contours, or without a place to show."""
    loaded = territory_editions()
    if not places.numbers or not loaded or (ground := _ground(loaded[-1])) is None:
        return None
    spots = [PlaceMarker(*where, places.towns[where], (number,)) for where, number in places.numbers.items()]
    spots += [
        PlaceMarker(latitude, longitude, pluralise(choices, "autre choix", "autres choix"))
        for latitude, longitude, choices in results.map_points
        if (latitude, longitude) not in places.numbers
    ]
    label = f"{params.radius} km autour de {params.commune.name}" if params.commune else ""
    area = params.around
    circle = RadiusCircle(area.latitude, area.longitude, area.kilometres, label) if area else None
    title = f"{format_number(len(spots))} lieux de formation"
    return places_map_svg(ground, spots, circle, identifier="carte-formations", title=title)


@lru_cache(maxsize=4)
def _ground(edition: int) -> BaseMap | None:
    """Outlines of the départements, cached."""
    shapes = zone_outlines(ZoneKind.DEPARTMENT, edition=edition)
    outlines = [(each.name, [tuple((x, y) for x, y in ring) for ring in each.rings]) for each in shapes]
    return base_map(outlines, width=480) if outlines else None
