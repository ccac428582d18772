"""GeoJSON contours: valid features are kept, invalid ones listed; code and name together give the kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pacte.kernel.errors import ValidationError
from pacte.reference.file_content import inspect_file
from pacte.reference.geojson import GeoJsonShape, read_geojson_shapes, zone_kind_of_shapes
from pacte.reference.records import FileReport

SQUARE = [[[1.0, 47.0], [2.0, 47.0], [2.0, 48.0], [1.0, 47.0]]]


def feature(code: Any = "18", geometry: Any = None, name: Any = "Cher") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "nom": name},
        "geometry": geometry if geometry is not None else {"type": "Polygon", "coordinates": SQUARE},
    }


def read(folder: Path, document: Any) -> tuple[list[GeoJsonShape], FileReport]:
    path = folder / "contours.geojson"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    report = FileReport(path.name)
    return read_geojson_shapes(inspect_file(path), report), report


def test_polygons_and_multipolygons_become_rings(tmp_path: Path) -> None:
    several = {"type": "MultiPolygon", "coordinates": [SQUARE, SQUARE]}
    shapes, report = read(tmp_path, {"features": [feature(), feature("28", several, "Eure-et-Loir")]})
    assert [(shape.code, len(shape.rings)) for shape in shapes] == [("18", 1), ("28", 2)]
    assert shapes[0].rings[0][0] == (1.0, 47.0)
    assert report.defects == []


@pytest.mark.parametrize(
    "bad",
    [
        feature(code=18),
        feature(code="x" * 40),
        feature(geometry={"type": "Point", "coordinates": [1, 2]}),
        feature(geometry={"type": "Polygon", "coordinates": []}),
        feature(geometry={"type": "Polygon", "coordinates": [[[1, 2], [1, 2]]]}),
        feature(geometry={"type": "Polygon", "coordinates": [[["a", 2]] * 4]}),
        feature(geometry={"type": "Polygon", "coordinates": [[[700000, 6600000]] * 4]}),
        feature(geometry={"type": "Polygon", "coordinates": "là"}),
        feature(geometry={"type": "Polygon", "coordinates": [[[True, False]] * 4]}),
        feature(geometry="rien"),
        "rien",
        None,
    ],
)
def test_a_bad_feature_is_listed_and_the_others_kept(tmp_path: Path, bad: Any) -> None:
    shapes, report = read(tmp_path, {"features": [bad, feature("45", name="Loiret")]})
    assert [shape.code for shape in shapes] == ["45"]
    assert [each.row for each in report.defects] == [1]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"features": 3}', "[" * 100_000, '{"features": NaN}'])
def test_a_file_that_is_no_set_of_contours_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValidationError):
        read(tmp_path, text)


def test_a_code_that_comes_twice_is_listed(tmp_path: Path) -> None:
    shapes, report = read(tmp_path, {"features": [feature(), feature()]})
    assert len(shapes) == 1
    assert [each.code for each in report.defects] == ["double"]


ZONES = [
    ("commune", "18003", "les aix-d'angillon"), ("commune", "18033", "bourges"), ("commune", "18001", "acheres"),
    ("living_area", "18003", "les aix-d'angillon"), ("living_area", "18033", "bourges"),
    ("region", "24", "centre-val de loire"), ("department", "24", "dordogne"),
]  # fmt: skip


def shapes(*pairs: tuple[str, str]) -> list[GeoJsonShape]:
    return [GeoJsonShape(code, name, []) for code, name in pairs]


def test_bassins_de_vie_are_not_taken_for_the_communes_whose_name_they_bear() -> None:
    assert zone_kind_of_shapes(shapes(("18003", "Les Aix-d’Angillon"), ("18033", "Bourges")), ZONES) == "living_area"


def test_communes_are_not_taken_for_bassins_de_vie() -> None:
    all_three = shapes(("18003", "Les Aix-d’Angillon"), ("18033", "Bourges"), ("18001", "Achères"))
    assert zone_kind_of_shapes(all_three, ZONES) == "commune"


def test_a_code_alone_does_not_tell_the_kind() -> None:
    assert zone_kind_of_shapes(shapes(("24", "Centre-Val de Loire")), ZONES) == "region"
    assert zone_kind_of_shapes(shapes(("24", "Dordogne")), ZONES) == "department"
    assert zone_kind_of_shapes(shapes(("24", "Ailleurs")), ZONES) is None
    assert zone_kind_of_shapes([], ZONES) is None
