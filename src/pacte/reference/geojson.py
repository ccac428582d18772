"""Reads GeoJSON contours: a code, a name and rings for each feature. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pacte.kernel.french import fold_text
from pacte.reference.file_content import FileContent
from pacte.reference.file_parsing import read_features
from pacte.reference.layouts import ZONE_CODE
from pacte.reference.records import FileReport, Ring, ZoneKind

MAX_POINTS = 2_000_000
DECIMALS = 5
MIN_MATCH_SHARE = 0.8
_NAME_PROPERTIES = ("nom", "name", "libelle")


@dataclass(frozen=True, slots=True)
class GeoJsonShape:
    code: str
    name: str
    rings: list[Ring]


def read_geojson_shapes(content: FileContent, report: FileReport) -> list[GeoJsonShape]:
    """Return the valid features; invalid ones go to the report.

    Raises ``ValidationError`` when the file is not a FeatureCollection.
    """
    shapes: dict[str, GeoJsonShape] = {}
    points = 0
    for number, feature in enumerate(read_features(content.path, content.encoding), start=1):
        report.lines += 1
        try:
            shape = _parse_shape(feature)
        except _InvalidShape as error:
            report.add_defect("feature", f"Contour n°\u202f{number}\u202f: {error}", line=number, column=error.column)
            continue
        points += sum(map(len, shape.rings))
        if points > MAX_POINTS:
            report.add_defect("points", f"Plus de {MAX_POINTS} points\u202f: le reste n’est pas lu.", line=number)
            break
        if shape.code in shapes:
            report.add_defect("double", f"Le code {shape.code} vient deux fois.", line=number, column="code")
            continue
        shapes[shape.code] = shape
    return list(shapes.values())


class _InvalidShape(Exception):
    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(reason)


def _parse_shape(feature: Any) -> GeoJsonShape:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise _InvalidShape("", "il n’a pas de propriétés ou pas de géométrie.")
    code = properties.get("code")
    if not isinstance(code, str) or not ZONE_CODE.fullmatch(code):
        raise _InvalidShape("code", "son code manque ou n’a pas la forme attendue.")
    name = next((properties[each] for each in _NAME_PROPERTIES if isinstance(properties.get(each), str)), "")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        rings = list(_parse_rings(coordinates))
    elif kind == "MultiPolygon" and isinstance(coordinates, list):
        rings = [ring for polygon in coordinates for ring in _parse_rings(polygon)]
    else:
        raise _InvalidShape("geometry", "sa géométrie n’est ni Polygon ni MultiPolygon.")
    if not rings:
        raise _InvalidShape("geometry", "il est vide.")
    return GeoJsonShape(code, name[:200], rings)


def _parse_rings(polygon: Any) -> Iterator[Ring]:
    if not isinstance(polygon, list):
        raise _InvalidShape("geometry", "ses coordonnées ne sont pas une liste.")
    for ring in polygon:
        if not isinstance(ring, list) or len(ring) < 4:
            raise _InvalidShape("geometry", "un anneau a moins de quatre points.")
        yield [_parse_point(each) for each in ring]


def _parse_point(pair: Any) -> tuple[float, float]:
    if not isinstance(pair, list) or len(pair) < 2 or not all(type(each) in (int, float) for each in pair[:2]):
        raise _InvalidShape("geometry", "un point n’est pas un couple de nombres.")
    longitude, latitude = pair[0], pair[1]
    if not (math.isfinite(longitude) and math.isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        raise _InvalidShape("geometry", "un point n’est pas en degrés de longitude et de latitude.")
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def zone_kind_of_shapes(shapes: Iterable[GeoJsonShape], zones: Iterable[tuple[str, str, str]]) -> str | None:
    """Return the zone kind whose known zones (kind, code, folded name) match at least 80 % of the shapes, else None.

    A code alone is not enough: 24 is a region and also the prefix of basin codes. A living area has the code and name
    of its central commune, so a file of communes matches few living areas, and communes are tried last.
    """
    shape_keys = {(shape.code, fold_text(shape.name)) for shape in shapes}
    hits = Counter(kind for kind, code, name in set(zones) if (code, name) in shape_keys)
    matching_kinds = [kind for kind, count in hits.items() if count >= MIN_MATCH_SHARE * len(shape_keys)]
    return max(matching_kinds, key=lambda kind: (kind != ZoneKind.COMMUNE, hits[kind]), default=None)
