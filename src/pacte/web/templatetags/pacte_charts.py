"""Template tags for charts, from the dataclasses of ``pacte.web.charts`` or from plain data.

``Markup`` escapes all its text itself, so each drawing is safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from pacte.kernel import french
from pacte.web.charts import class_bars, curve, heat_matrix, maps, money, money_curve, row_marks, seats, timeline
from pacte.web.charts.parsing import build_chart_value
from pacte.web.charts.svg import axis_class
from pacte.web.templatetags.pacte_components import paired_with
from pacte.web.templatetags.pacte_format import typo

register = template.Library()


# A filter gives the data of a drawing from a plain mapping, as the examples of components write it.
register.filter("as_columns", partial(build_chart_value, timeline.TimelineColumns))
register.filter("as_line", partial(build_chart_value, timeline.TimelineRow))
register.filter("as_money", partial(build_chart_value, money.MoneyChart))
register.filter("as_money_curve", partial(build_chart_value, money_curve.MoneyCurve))
register.filter("as_completeness", partial(build_chart_value, row_marks.CompletenessChart))
register.filter("as_map", partial(build_chart_value, maps.ZoneMap))
register.filter("as_sparkline", partial(build_chart_value, curve.Sparkline))
register.filter("as_curve", partial(build_chart_value, curve.CurveChart))
register.filter("as_heat_matrix", partial(build_chart_value, heat_matrix.HeatMatrix))
register.filter("as_class_bars", partial(build_chart_value, class_bars.ClassBars))
register.filter("as_seats", partial(build_chart_value, seats.Seats))
register.filter("head_words", timeline.timeline_header_text)
register.filter("money_totals", money.money_total_cells)
register.filter("money_total_gap", money.money_total_gap)
register.filter("money_curve_rows", money_curve.money_curve_rows)
register.filter("map_scale", maps.map_legend)
register.filter("heat_matrix_scale", heat_matrix.heat_matrix_legend)
# Drawings are ``Markup``: a template shows them as they are.
register.simple_tag(timeline.timeline_row_svg, name="timeline_row")
register.simple_tag(timeline.timeline_header_svg, name="timeline_head")
register.simple_tag(money.money_bar_svg, name="money_bar")
register.simple_tag(row_marks.completeness_svg, name="completeness_bar")
register.simple_tag(maps.zone_map_svg, name="zone_map")
register.simple_tag(heat_matrix.heat_matrix_row_svg, name="heat_matrix_row")
register.simple_tag(curve.sparkline_svg, name="spark")
register.simple_tag(curve.curve_svg, name="curve_drawing")
register.simple_tag(money_curve.money_curve_svg, name="money_curve_drawing")
register.simple_tag(class_bars.class_bars_svg, name="class_bars")
register.simple_tag(seats.seats_svg, name="seat_squares")
register.simple_tag(seats.seat_swatch_svg, name="seat_swatch")
register.simple_tag(timeline.timeline_row_text, name="timeline_words")
register.simple_tag(money.money_bar_cells, name="money_cells")
register.simple_tag(money.money_bar_gap, name="money_gap")


@register.filter
def timeline_cells(cells: Sequence[object] | None, headings: Sequence[Mapping[str, str]] | None) -> SafeString:
    """The cells after the timeline, each labelled by its column heading. Written at once: a page has hundreds."""
    written = []
    for cell, heading in paired_with(cells or (), headings):
        named = ""
        if heading:
            number = " num" if heading.get("kind") == "num" else ""
            named = f' data-label="{conditional_escape(heading["label"])}" class="tl-extra{number}"'
        written.append(f'<td role="cell"{named}>{typo(cell)}</td>')
    return mark_safe("".join(written))  # noqa: S308 - escaped just above


@register.filter
def stage_word(stage: money.MoneyChartStage) -> str:
    return money.MONEY_STAGE_LABELS[stage]


@register.simple_tag
def completeness_missing(field: row_marks.CompletenessField, chart: row_marks.CompletenessChart) -> int:
    return field.missing(chart.total)


@register.simple_tag
def completeness_squares(filled: int, total: int) -> SafeString:
    return mark_safe(row_marks.completeness_squares_svg(int(filled), int(total)))  # noqa: S308


@register.simple_tag
def zone_value(zone: maps.MapZone, chart: maps.ZoneMap) -> str:
    return chart.written(zone)


@register.simple_tag
def curve_value(chart: curve.CurveChart, value: Decimal | None) -> str:
    return chart.written(value)


@register.simple_tag
def spark_value(chart: curve.Sparkline, index: int) -> str:
    value = chart.values[index]
    is_whole_numbers = all(each is None or each == each.to_integral_value() for each in chart.values)
    return "non connu" if value is None else french.format_number(value, 0 if is_whole_numbers else 1)


@register.filter(name="axis_class")
def class_of_axis(axis: int | str) -> str:
    """« axis-2 »: the style (colour, tint, pattern) of an axis by its rank, which a template may write as a text."""
    return axis_class(int(axis))
