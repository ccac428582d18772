"""Charts show what the plan says, doubts included, and give the same content in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.period import Period
from pacte.plan.records import Flag, Placement, Schedule
from pacte.web.charts import curve, maps, money, row_marks, timeline
from pacte.web.charts.maps import MapZone, ZoneMap, label_point
from pacte.web.charts.money import MoneyBar, MoneyChart, MoneyChartStage, StageAmounts
from pacte.web.charts.parsing import build_chart_value
from pacte.web.charts.svg import Markup, axis_class, element
from pacte.web.charts.timeline import (
    TimelineColumns,
    TimelineMilestone,
    TimelineMilestoneState,
    TimelineRow,
    build_timeline_row,
    timeline_row_text,
)
from tests.shared import shared_file

PERIODS = (Period(2019, 2019), Period(2020, 2020), Period(2021, 2022))
NOW = TimelineColumns(PERIODS, date(2020, 11, 24))
BEFORE, AFTER = TimelineColumns(PERIODS, date(2018, 11, 19)), TimelineColumns(PERIODS, date(2023, 5, 1))


def shapes(svg: str, look: str) -> list[dict[str, str]]:
    """Attributes of the elements that carry the class ``look``."""
    return [dict(each.attrib) for each in ElementTree.fromstring(svg).iter() if look in each.get("class", "").split()]


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter() if each.tag == "text"]


def percents(svg: str, look: str) -> list[tuple[float, float]]:
    return [(float(each["x"].rstrip("%")), float(each["width"].rstrip("%"))) for each in shapes(svg, look)]


def certain(*marks: str, **more: object) -> TimelineRow:
    return TimelineRow(axis=1, placement=Placement.CERTAIN, marks=marks, **more)


# ---------------------------------------------------------------- calendar


def test_a_certain_action_is_full_until_the_day_seen_and_tinted_after_it() -> None:
    drawn = timeline.timeline_row_svg(certain("X", "X", "X"), NOW)
    done, rest = percents(drawn, "tl-done"), percents(drawn, "tl-rest")
    assert [len(done), len(rest)] == [2, 3]
    end_of_2020_done = done[1][0] + done[1][1]
    assert end_of_2020_done == pytest.approx(NOW.now * 100, abs=0.01)
    assert shapes(drawn, "tl-assumed") == []
    assert texts(drawn) == []


@pytest.mark.parametrize(("columns", "full"), [(BEFORE, 0), (AFTER, 3)])
def test_seen_before_or_after_the_plan_there_is_no_line_of_the_day(columns: TimelineColumns, full: int) -> None:
    drawn = timeline.timeline_row_svg(certain("X", "X", "X"), columns)
    assert len(shapes(drawn, "tl-done")) == full
    assert shapes(drawn, "tl-now") == []


def test_the_last_day_of_the_plan_is_wholly_elapsed() -> None:
    assert TimelineColumns(PERIODS, date(2022, 12, 31)).now == 1.0
    assert TimelineColumns(PERIODS, date(2022, 12, 31)).shows_now
    assert not TimelineColumns(PERIODS, date(2023, 1, 1)).shows_now


def test_an_assumed_column_is_dashed_hatched_and_says_so() -> None:
    line = TimelineRow(axis=2, placement=Placement.ASSUMED, marks=("", "X", "X"))
    drawn = timeline.timeline_row_svg(line, NOW)
    assert len(shapes(drawn, "tl-assumed")) == 2
    assert [each["fill"] for each in shapes(drawn, "tl-hatched")] == ["url(#hatch-axis-2)"]
    assert shapes(drawn, "tl-done") == []
    assert texts(drawn) == ["supposées ?"]
    assert timeline_row_text(line, NOW) == "2020, 2021-2022 : colonnes supposées"


@pytest.mark.parametrize(("marks", "anchor"), [(("", "X", ""), "end"), (("X", "X", ""), None), (("X", "X", "X"), None)])
def test_the_word_supposee_stands_where_there_is_room(marks: tuple[str, ...], anchor: str | None) -> None:
    note = shapes(timeline.timeline_row_svg(TimelineRow(1, Placement.ASSUMED, marks), NOW), "tl-note")[0]
    assert note.get("text-anchor") == anchor
    assert 0 <= float(note["x"].rstrip("%")) < 100


def test_an_unplaced_cross_is_a_dotted_box_with_its_count() -> None:
    line = TimelineRow(axis=1, placement=Placement.UNKNOWN, unplaced=1)
    drawn = timeline.timeline_row_svg(line, NOW)
    assert len(shapes(drawn, "tl-unknown")) == 1
    assert shapes(drawn, "tl-outline") == []
    assert texts(drawn) == ["1 croix sur 3, non placée"] == [timeline_row_text(line, NOW)]
    assert texts(timeline.timeline_row_svg(TimelineRow(1, Placement.UNKNOWN, unplaced=2), NOW)) == [
        "2 croix sur 3, non placées"
    ]
    assert texts(timeline.timeline_row_svg(TimelineRow(1, Placement.UNKNOWN, unplaced=2, rows=2), NOW)) == [
        "2 lignes, non placées"
    ]


def test_a_question_mark_of_the_source_stays_one_in_each_box() -> None:
    line = certain("?", "?", "?")
    drawn = timeline.timeline_row_svg(line, NOW)
    assert texts(drawn) == ["?", "?", "?"]
    assert [len(shapes(drawn, look)) for look in ("tl-unknown", "tl-outline", "tl-done")] == [3, 0, 0]
    assert timeline_row_text(line, NOW) == "2019 ?, 2020 ?, 2021-2022 ?"


def test_no_printed_date_is_a_dotted_line_and_a_sentence() -> None:
    line = TimelineRow(axis=2, placement=Placement.NONE)
    drawn = timeline.timeline_row_svg(line, NOW)
    assert texts(drawn) == ["aucune date imprimée"] == [timeline_row_text(line, NOW)]
    assert len(shapes(drawn, "tl-none")) == 1


def test_a_public_named_beside_a_cross_is_said() -> None:
    line = TimelineRow(2, Placement.ASSUMED, ("", "X (TH)", "X (autres publics)"))
    assert timeline_row_text(line, NOW) == "2020 (TH), 2021-2022 (autres publics) : colonnes supposées"


def test_a_milestone_is_told_by_its_shape_and_by_its_words() -> None:
    stones = tuple(
        TimelineMilestone(date(2020, rank, 1), f"J{rank}", state)
        for rank, state in enumerate(TimelineMilestoneState, 1)
    )
    line = certain("X", "X", "X", milestones=stones)
    drawn = timeline.timeline_row_svg(line, NOW)
    assert [len(shapes(drawn, f"tl-{state.value}")) for state in TimelineMilestoneState] == [1, 1, 1]
    assert len(shapes(drawn, "tl-bang")) == 1
    assert "jalon dépassé : J3, 1ᵉʳ\u00a0mars\u00a02020" in timeline_row_text(line, NOW)


def test_the_heading_names_the_columns_and_the_day() -> None:
    assert texts(timeline.timeline_header_svg(NOW)) == ["2019", "2020", "2021-2022", "24 nov. 2020"]
    assert texts(timeline.timeline_header_svg(AFTER)) == ["2019", "2020", "2021-2022"]
    late = shapes(timeline.timeline_header_svg(TimelineColumns(PERIODS, date(2022, 10, 1))), "tl-day")[0]
    assert late["text-anchor"] == "end", "a day near the right edge is written to the left of its line"


def test_several_rows_of_one_action_give_its_surest_line() -> None:
    placed = Schedule(Placement.CERTAIN, (Flag("2019", "X"), Flag("2021-2022", "X")))
    lost = Schedule(Placement.UNKNOWN, flag_count=2)
    assert build_timeline_row([lost, placed], PERIODS, 1).marks == ("X", "", "X")
    assert build_timeline_row([lost, lost], PERIODS, 1).rows == 2
    assert build_timeline_row([], PERIODS, 1).placement is Placement.NONE


def test_the_39_actions_of_the_real_plan_are_drawn_with_their_doubts() -> None:
    source = yaml.safe_load(shared_file("plan/plan.yaml").read_text(encoding="utf-8"))
    schedules: dict[int, list[Schedule]] = {}
    axes: dict[int, int] = {}
    for row in source["rows"]:
        if row["row_type"] == "intitulé":
            continue
        told = row["schedule"]
        flags = tuple(Flag(str(period), mark) for period, mark in told["flags"].items() if mark)
        axes[row["number"]] = int(row["objective"]["axis"])
        schedules.setdefault(row["number"], []).append(
            Schedule(Placement(told["placement"]), flags, told["as_printed"], told.get("flag_count", 0))
        )
    lines = {number: build_timeline_row(given, PERIODS, axes[number]) for number, given in schedules.items()}
    drawn = {number: timeline.timeline_row_svg(line, NOW) for number, line in lines.items()}
    assert len(drawn) == 39
    assert [number for number in drawn if shapes(drawn[number], "tl-assumed")] == [4, 7, 11, 14, 23, 24, 25, 36, 39]
    assert [number for number in drawn if lines[number].placement is Placement.UNKNOWN] == [5, 10, 15, 19, 31]
    assert texts(drawn[19]) == ["2 lignes, non placées"]
    assert texts(drawn[16]) == ["aucune date imprimée"]
    assert texts(drawn[17]) == ["?", "?", "?"]
    assert sum(1 for each in drawn.values() if len(shapes(each, "tl-done")) == 2) == 23


@given(
    years=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    on=st.dates(date(2015, 1, 1), date(2060, 1, 1)),
    marks=st.lists(st.sampled_from(["", "X", "?", "X (TH)"]), min_size=8, max_size=8),
    placement=st.sampled_from(list(Placement)),
)
def test_any_plan_is_drawn_inside_its_cell(years: list[int], on: date, marks: list[str], placement: Placement) -> None:
    first = 2019
    periods = []
    for length in years:
        periods.append(Period(first, first + length - 1))
        first += length
    columns = TimelineColumns(tuple(periods), on)
    line = TimelineRow(1, placement, tuple(marks[: len(periods)]), unplaced=1)
    drawn = timeline.timeline_row_svg(line, columns)
    for look in ("tl-rest", "tl-done", "tl-hatched", "tl-outline", "tl-unknown"):
        for start, width in percents(drawn, look):
            assert -0.01 <= start <= start + width <= 100.01
            assert width >= 0
    assert timeline_row_text(line, columns)


# ---------------------------------------------------------------- money

AXES = (("Axe 1", 12_549_000_000), ("Axe 2", 10_792_000_000), ("Axe 3", 1_757_000_000))
ENVELOPES = MoneyChart(
    tuple(MoneyBar(rank, code, "", StageAmounts(cents)) for rank, (code, cents) in enumerate(AXES, 1))
)
ALL = tuple(MoneyChartStage)


def test_the_bars_of_all_axes_share_one_scale() -> None:
    widths = [percents_of(money.money_bar_svg(bar, ENVELOPES), "mn-alone") for bar in ENVELOPES.bars]
    assert widths[0] == pytest.approx(99.5)
    assert widths[2] / widths[0] == pytest.approx(1757 / 12549, abs=0.001)


def percents_of(svg: str, look: str) -> float:
    return float(shapes(svg, look)[0]["width"].rstrip("%"))


def test_the_table_of_money_gives_amounts_shares_and_numbers_for_a_spreadsheet() -> None:
    cells = [money.money_bar_cells(bar, ENVELOPES)[0] for bar in ENVELOPES.bars]
    assert [cell.amount for cell in cells] == ["125,49", "107,92", "17,57"]
    assert [cell.share for cell in cells] == ["50\u202f%", "43\u202f%", "7\u202f%"]
    assert cells[0].value == "125490000"
    assert [cell.amount for cell in money.money_total_cells(ENVELOPES)] == ["250,98"]


def test_each_stage_has_its_own_drawing_and_its_share_of_the_envelope() -> None:
    bar = MoneyBar(1, "Axe 1", "", StageAmounts(12_549_000_000, 6_840_000_000, 5_712_000_000, 3_895_000_000))
    chart = MoneyChart((bar,), ALL)
    drawn = money.money_bar_svg(bar, chart)
    assert [len(shapes(drawn, f"mn-{look}")) for look in ("envelope", "voted", "limit", "committed", "paid")] == [1] * 5
    assert [cell.share for cell in money.money_bar_cells(bar, chart)] == [
        "100\u202f%",
        "54,5\u202f%",
        "45,5\u202f%",
        "31,0\u202f%",
    ]


def test_against_time_each_bar_has_its_own_envelope_for_scale_and_the_mark_of_today() -> None:
    bars = (
        MoneyBar(1, "Axe 1", "", StageAmounts(1000, None, 250)),
        MoneyBar(2, "Axe 2", "", StageAmounts(10, None, 15)),
    )
    chart = MoneyChart(bars, (MoneyChartStage.ENVELOPE, MoneyChartStage.COMMITTED), elapsed=Decimal("0.5"))
    drawn = [money.money_bar_svg(bar, chart) for bar in bars]
    assert [percents_of(each, "mn-envelope") for each in drawn] == [pytest.approx(99.5)] * 2
    assert [percents_of(each, "mn-committed") for each in drawn] == [pytest.approx(24.88), pytest.approx(99.5)]
    assert [float(shapes(each, "mn-elapsed")[0]["x1"].rstrip("%")) for each in drawn] == [pytest.approx(49.75)] * 2
    assert shapes(money.money_bar_svg(ENVELOPES.bars[0], ENVELOPES), "mn-elapsed") == []


def test_money_with_gaps_keeps_one_scale_and_says_how_far_behind_time_each_axis_is() -> None:
    bars = (
        MoneyBar(1, "Axe 1", "", StageAmounts(10_000_000_00, None, 4_110_000_00)),
        MoneyBar(2, "Axe 2", "", StageAmounts(5_000_000_00, None, 2_750_000_00)),
        MoneyBar(3, "Axe 3", "", StageAmounts(None, None, 10_00)),
    )
    chart = MoneyChart(bars, (MoneyChartStage.ENVELOPE,), elapsed=Decimal("0.5"), has_gaps=True)
    marks = [[each["x1"] for each in shapes(money.money_bar_svg(bar, chart), "mn-time")] for bar in bars]
    assert marks == [["49.75%"], ["24.88%"], []]
    gaps = [money.money_bar_gap(bar, chart) for bar in bars]
    assert [(gap.points, gap.amount.replace("\u202f", " "), gap.tone) for gap in gaps] == [
        ("−8,9 points", "0,89 M€", "watch"), ("+5,0 points", "0,25 M€", ""), ("", "", ""),
    ]  # fmt: skip
    assert money.money_total_gap(chart).points == ""


def test_an_amount_that_is_not_known_is_not_drawn_nor_summed() -> None:
    unknown = MoneyBar(2, "Axe 2", "", StageAmounts())
    chart = MoneyChart((ENVELOPES.bars[0], unknown))
    assert ElementTree.fromstring(money.money_bar_svg(unknown, chart)).findall("rect") == []
    assert money.money_bar_cells(unknown, chart)[0].amount == ""
    assert money.money_total_cells(chart)[0].amount == ""


def test_a_plan_without_any_amount_is_drawn_without_fault() -> None:
    chart = MoneyChart((MoneyBar(1, "Axe 1", "", StageAmounts(0)),), ALL)
    assert money.money_bar_svg(chart.bars[0], chart)
    assert money.money_bar_cells(chart.bars[0], chart)[0].share == ""
    assert MoneyChart(()).widest == 0


# ---------------------------------------------------------------- completeness, sparkline, map


def test_what_lacks_is_dashed_and_what_is_there_is_full() -> None:
    chart = row_marks.CompletenessChart(39, (row_marks.CompletenessField("Cible", 6),))
    drawn = row_marks.completeness_svg(chart.fields[0], chart)
    assert percents_of(drawn, "cp-filled") == pytest.approx(6 / 39 * 99.5, abs=0.01)
    assert len(shapes(drawn, "cp-lacking")) == 1
    assert chart.fields[0].missing(39) == 33
    squares = row_marks.completeness_squares_svg(6, 8)
    assert [len(shapes(squares, look)) for look in ("cp-filled", "cp-lacking")] == [6, 2]


@pytest.mark.parametrize(("filled", "looks"), [(0, [0, 1]), (39, [1, 0])])
def test_an_empty_and_a_full_field_have_one_bar_only(filled: int, looks: list[int]) -> None:
    chart = row_marks.CompletenessChart(39, (row_marks.CompletenessField("Montant", filled),))
    drawn = row_marks.completeness_svg(chart.fields[0], chart)
    assert [len(shapes(drawn, look)) for look in ("cp-filled", "cp-lacking")] == looks


def test_a_plan_without_actions_has_an_empty_completeness() -> None:
    chart = row_marks.CompletenessChart(0, (row_marks.CompletenessField("Cible", 0),))
    assert len(shapes(row_marks.completeness_svg(chart.fields[0], chart), "cp-lacking")) == 1


def test_a_curve_breaks_where_nothing_is_known() -> None:
    values = (Decimal(1), Decimal(2), None, Decimal(3))
    drawn = curve.sparkline_svg(curve.Sparkline("Places", values, "de 1 à 3"), "s")
    assert re.sub(r"[\d. ]", "", shapes(drawn, "sp-line")[0]["d"]) == "MLM"
    assert ElementTree.fromstring(drawn).get("aria-labelledby") == "s-t s-d"


def square(west: float, south: float, side: float = 1.0) -> tuple[tuple[float, float], ...]:
    return ((west, south), (west + side, south), (west + side, south + side), (west, south + side))


ZONES = ZoneMap(
    "Places prises, en %",
    (
        MapZone("A", "Vaste", (square(0, 46),), Decimal("81.3")),
        MapZone("B", "Secrète", (square(1, 46),), Decimal("50"), masked=True, reason="moins de 11"),
        MapZone("C", "Sans mesure", (square(0, 47),)),
        MapZone("D", "Minuscule", (square(1, 47, 0.02),), Decimal("60")),
    ),
    limits=tuple(Decimal(limit) for limit in (65, 70, 75, 80)),
)


def test_a_zone_takes_the_step_of_its_value_and_a_masked_one_hides_it() -> None:
    drawn = maps.zone_map_svg(ZONES, "m")
    assert [len(shapes(drawn, look)) for look in ("map-5", "map-1", "map-without")] == [1, 1, 1]
    assert "50" not in "".join(ElementTree.fromstring(drawn).itertext()).replace("50,0", "50")
    assert "Secrète : masqué" in drawn
    assert texts(drawn) == ["Vaste", "81,3"], "a zone too small for its value has it in the table only"
    assert ZONES.written(ZONES.zones[2]) == "non connu"


def test_the_legend_of_a_map_says_its_five_steps() -> None:
    said = [label for _, label in maps.map_legend(ZONES)]
    assert said == ["moins de 65", "65 à 70", "70 à 75", "75 à 80", "80 et plus"]
    assert [ZONES.step(Decimal(value)) for value in ("64.9", "65", "80")] == [1, 2, 5]


def test_a_map_keeps_the_shape_of_the_land() -> None:
    drawn = ElementTree.fromstring(
        maps.zone_map_svg(ZoneMap("t", (MapZone("A", "A", (square(1, 47),)),), ZONES.limits), "m")
    )
    _, _, width, height = (float(side) for side in (drawn.get("viewBox") or "").split())
    assert width / height == pytest.approx(0.676, abs=0.01), "a degree of longitude is shorter at 47.5° north"


def test_classes_of_counts_have_both_ends_and_a_zone_without_anything_has_no_label() -> None:
    zones = tuple(MapZone(str(count), f"Zone {count}", (square(count, 47),), Decimal(count)) for count in (0, 3))
    counts = ZoneMap("t", zones, tuple(Decimal(limit) for limit in (1, 2, 5, 10)), places=0, is_count=True)
    assert [label for _, label in maps.map_legend(counts)] == ["aucun", "1", "2 à 4", "5 à 9", "10 et plus"]
    drawn = str(maps.zone_map_svg(counts, "m"))
    assert ("map-1" in drawn, "map-3" in drawn, drawn.count("map-label")) == (True, True, 1)


def test_a_label_stands_inside_a_zone_that_is_bent() -> None:
    bent = ((0.0, 0.0), (10.0, 0.0), (10.0, 2.0), (2.0, 2.0), (2.0, 10.0), (0.0, 10.0))
    (x, y), room = label_point([bent])
    assert (0 < x < 10 and 0 < y < 2) or (0 < x < 2 and 0 < y < 10)
    assert room > 0


def test_a_label_that_fits_on_a_wide_screen_alone_says_so() -> None:
    """On a phone the words of a map are half as large again, for twelve pixels."""
    outlines = [square(0, 46, 4.0), square(4, 46, 0.6), square(8, 46, 4.0)]
    zones = tuple(MapZone(str(rank), "Loiret", (outline,), Decimal(8)) for rank, outline in enumerate(outlines))
    drawn = maps.zone_map_svg(ZoneMap("t", zones, ZONES.limits, places=0, width=480), "m")
    assert [len(shapes(drawn, look)) for look in ("map-name", "map-value", "map-wide-only")] == [2, 3, 0]
    narrow = maps.zone_map_svg(ZoneMap("t", zones, ZONES.limits, places=0, width=160), "m")
    assert [len(shapes(narrow, look)) for look in ("map-name", "map-value", "map-wide-only")] == [2, 2, 2]


def test_a_map_without_any_outline_is_refused() -> None:
    with pytest.raises(ValueError, match="no outline"):
        maps.zone_map_svg(ZoneMap("t", (MapZone("A", "A", ()),), ZONES.limits), "m")


# ---------------------------------------------------------------- writing and reading


def test_words_in_a_drawing_are_escaped_and_markup_is_not() -> None:
    assert element("text", "<a & b>", class_="x") == '<text class="x">&lt;a &amp; b&gt;</text>'
    assert element("g", Markup("<rect/>")) == "<g><rect/></g>"
    assert element("text", title='a"b') == '<text title="a&quot;b"/>'


@pytest.mark.parametrize("attribute", ["style", "onclick"])
def test_what_the_security_policy_forbids_cannot_be_drawn(attribute: str) -> None:
    with pytest.raises(ValueError, match="content security policy"):
        element("rect", **{attribute: "x"})


def test_a_seventh_axis_takes_the_look_of_the_first() -> None:
    assert [axis_class(rank) for rank in (1, 6, 7)] == ["axis-1", "axis-6", "axis-1"]


def test_plain_data_becomes_the_values_of_a_drawing() -> None:
    data = {
        "axis": 1,
        "placement": "certain",
        "marks": ["X"],
        "milestones": [{"on": date(2020, 1, 1), "label": "J", "state": "overdue"}],
    }
    line = build_chart_value(TimelineRow, data)
    assert line == TimelineRow(
        1,
        Placement.CERTAIN,
        ("X",),
        milestones=(TimelineMilestone(date(2020, 1, 1), "J", TimelineMilestoneState.OVERDUE),),
    )
    assert build_chart_value(TimelineRow, line) is line


@pytest.mark.parametrize(
    ("data", "said"),
    [({"axis": 1}, "placement"), ({"axis": 1, "placement": "none", "colour": 1}, "has no colour"), ([], "mapping")],
)
def test_plain_data_of_another_shape_is_refused(data: object, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        build_chart_value(TimelineRow, data)
