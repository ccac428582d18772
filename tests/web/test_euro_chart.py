"""The drawing of one euro: heights are cents, a ribbon goes to each part; lost and unknown have their own look."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from pacte.web.charts.euro import (
    DrawnNeed,
    DrawnPart,
    DrawnPlaces,
    DrawnStage,
    EuroChart,
    EuroFill,
    euro_bar_svg,
    euro_svg,
    interval_svg,
)

BOUGHT = DrawnStage("1,00 €", (DrawnPart(EuroFill.USEFUL, 70, "0,70 €", "Région", goes_on=True),
                               DrawnPart(EuroFill.SECOND, 30, "0,30 €", "Pôle emploi", goes_on=True)))  # fmt: skip
SEATED = DrawnStage("3 sessions", (DrawnPart(EuroFill.USEFUL, 76, "0,76 €", "prises", goes_on=True),
                                   DrawnPart(EuroFill.LOST, 24, "0,24 €", "perdues")))  # fmt: skip
AWARDED = DrawnStage("38 personnes", (DrawnPart(EuroFill.USEFUL, 54, "0,54 €", "entière", goes_on=True),
                                      DrawnPart(EuroFill.PARTLY, 22, "0,22 €", "un bloc", goes_on=True)))  # fmt: skip
WORKING = DrawnStage("six mois après", (DrawnPart(EuroFill.USEFUL, 62, "0,62 €", "en emploi"),
                                        DrawnPart(EuroFill.UNKNOWN, 14, "0,14 €", "pas de réponse")))  # fmt: skip
CHART = EuroChart(
    "Un euro", "Où il va.", (BOUGHT, SEATED, AWARDED, WORKING), DrawnNeed("un besoin", 58, 70, "plein : difficile"),
    DrawnPlaces("et maintenant", (7, 3, 4, 1), "7 admises"),
)  # fmt: skip


def shapes(svg: str, css_class: str) -> list[dict[str, str]]:
    return [
        dict(each.attrib) for each in ElementTree.fromstring(svg).iter() if css_class in each.get("class", "").split()
    ]


def test_heights_are_cents() -> None:
    heights = [float(each["height"]) for each in shapes(euro_svg(CHART, "euro"), "euro-part")]
    assert [round(each / 1.7) for each in heights] == [70, 30, 76, 24, 54, 22, 62, 14]


def test_the_euro_goes_to_each_part_and_the_lost_one_has_its_own_look() -> None:
    drawn = euro_svg(CHART, "euro")
    assert len(shapes(drawn, "euro-flow-lost")) == 1
    assert len(shapes(drawn, "euro-flow")) == 1 + 2 + 1
    assert [len(re.findall(f"#{pattern}\\)", drawn)) for pattern in ("hatch-lost", "dots-unknown")] == [1, 1]


def test_every_part_is_written_beside_its_bar_without_covering_another() -> None:
    texts = shapes(euro_svg(CHART, "euro"), "euro-amount")
    by_column: dict[str, list[float]] = {}
    for each in texts:
        by_column.setdefault(each["x"], []).append(float(each["y"]))
    assert len(by_column) == 4
    assert min(after - before for column in by_column.values() for before, after in pairwise(column)) >= 36


def test_the_need_and_the_places_to_come_are_counted_one_by_one() -> None:
    drawn = euro_svg(CHART, "euro")
    assert (len(shapes(drawn, "dot-full")), len(shapes(drawn, "dot-empty"))) == (58, 12)
    counted = {state: len(shapes(drawn, f"euro-seat-{state}")) for state in ("taken", "likely", "free", "lost")}
    assert counted == {"taken": 7, "likely": 3, "free": 4, "lost": 1}


def test_nothing_leaves_the_drawing() -> None:
    drawn = euro_svg(CHART, "euro")
    root = ElementTree.fromstring(drawn)
    boxes = [each.attrib for each in root.iter() if each.tag.endswith("rect")]
    assert max(float(each["x"]) + float(each["width"]) for each in boxes) <= float(root.attrib["width"])
    assert max(float(each["y"]) + float(each["height"]) for each in boxes) <= float(root.attrib["height"])


def test_on_a_phone_a_stage_is_a_whole_euro_with_what_did_not_reach_it() -> None:
    lost = DrawnPart(EuroFill.LOST, 24, "0,24 €", "places vides")
    drawn = euro_bar_svg(DrawnStage(AWARDED.heading, AWARDED.parts, (lost,)))
    assert [each["width"] for each in shapes(drawn, "euro-part")] == ["54%", "22%", "24%"]
    assert [each["x"] for each in shapes(drawn, "euro-lost")] == ["76%"]


@pytest.mark.parametrize(("value", "expected"), [(0.0, "2%"), (0.25, "50%"), (0.5, "98%")])
def test_a_dot_is_on_the_scale_of_all_rows(value: float, expected: str) -> None:
    (dot,) = shapes(interval_svg(value, 0.0, 0.5, mark=0.1, scale=0.5), "euro-dot")
    assert dot["cx"] == expected
