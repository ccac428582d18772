"""Template tags for charts, from the dataclasses of ``pacte.web.charts`` or from plain data.

``Markup`` escapes all its text itself, so each drawing is safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from pacte.kernel import french
from pacte.web.charts import curve, maps, money, row_marks, seats, timeline
from pacte.web.charts.parsing import build_chart_value
from pacte.web.charts.svg import axis_class
from pacte.web.templatetags.pacte_components import paired_with
from pacte.web.templatetags.pacte_format import typo

register = template.Library()


@register.filter
def as_columns(data: Any) -> timeline.TimelineColumns:
    return build_chart_value(timeline.TimelineColumns, data)


@register.filter
def as_line(data: Any) -> timeline.TimelineRow:
    return build_chart_value(timeline.TimelineRow, data)


@register.filter
def as_money(data: Any) -> money.MoneyChart:
    return build_chart_value(money.MoneyChart, data)


@register.filter
def as_completeness(data: Any) -> row_marks.CompletenessChart:
    return build_chart_value(row_marks.CompletenessChart, data)


@register.filter
def as_map(data: Any) -> maps.ZoneMap:
    return build_chart_value(maps.ZoneMap, data)


@register.filter
def as_sparkline(data: Any) -> curve.Sparkline:
    return build_chart_value(curve.Sparkline, data)


@register.filter
def as_curve(data: Any) -> curve.CurveChart:
    return build_chart_value(curve.CurveChart, data)


@register.filter
def as_seats(data: Any) -> seats.Seats:
    return build_chart_value(seats.Seats, data)


@register.simple_tag
def timeline_row(line: timeline.TimelineRow, columns: timeline.TimelineColumns) -> SafeString:
    return mark_safe(timeline.timeline_row_svg(line, columns))  # noqa: S308


@register.simple_tag
def timeline_head(columns: timeline.TimelineColumns) -> SafeString:
    return mark_safe(timeline.timeline_header_svg(columns))  # noqa: S308


@register.simple_tag
def timeline_words(line: timeline.TimelineRow, columns: timeline.TimelineColumns) -> str:
    return timeline.timeline_row_text(line, columns)


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
def head_words(columns: timeline.TimelineColumns) -> str:
    return timeline.timeline_header_text(columns)


@register.simple_tag
def money_bar(bar: money.MoneyBar, chart: money.MoneyChart) -> SafeString:
    return mark_safe(money.money_bar_svg(bar, chart))  # noqa: S308


@register.simple_tag
def money_cells(bar: money.MoneyBar, chart: money.MoneyChart) -> list[money.AmountCell]:
    return money.money_bar_cells(bar, chart)


@register.filter
def money_totals(chart: money.MoneyChart) -> list[money.AmountCell]:
    return money.money_total_cells(chart)


@register.filter
def stage_word(stage: money.MoneyChartStage) -> str:
    return money.MONEY_STAGE_LABELS[stage]


@register.simple_tag
def completeness_bar(field: row_marks.CompletenessField, chart: row_marks.CompletenessChart) -> SafeString:
    return mark_safe(row_marks.completeness_svg(field, chart))  # noqa: S308


@register.simple_tag
def completeness_missing(field: row_marks.CompletenessField, chart: row_marks.CompletenessChart) -> int:
    return field.missing(chart.total)


@register.simple_tag
def completeness_squares(filled: int, total: int) -> SafeString:
    return mark_safe(row_marks.completeness_squares_svg(int(filled), int(total)))  # noqa: S308


@register.simple_tag
def zone_map(chart: maps.ZoneMap, identifier: str) -> SafeString:
    return mark_safe(maps.zone_map_svg(chart, identifier))  # noqa: S308


@register.filter
def map_scale(chart: maps.ZoneMap) -> list[tuple[int, str]]:
    return maps.map_legend(chart)


@register.simple_tag
def zone_value(zone: maps.MapZone, chart: maps.ZoneMap) -> str:
    return chart.written(zone)


@register.simple_tag
def spark(chart: curve.Sparkline, identifier: str) -> SafeString:
    return mark_safe(curve.sparkline_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def curve_drawing(chart: curve.CurveChart, identifier: str) -> SafeString:
    return mark_safe(curve.curve_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def curve_value(chart: curve.CurveChart, value: Decimal | None) -> str:
    return chart.written(value)


@register.filter(name="axis_class")
def class_of_axis(axis: int) -> str:
    """« axis-2 »: the style (colour, tint, pattern) of an axis by its rank."""
    return axis_class(int(axis))


@register.simple_tag
def spark_value(chart: curve.Sparkline, index: int) -> str:
    value = chart.values[index]
    is_whole_numbers = all(each is None or each == each.to_integral_value() for each in chart.values)
    return "non connu" if value is None else french.format_number(value, 0 if is_whole_numbers else 1)


@register.simple_tag
def seat_squares(chart: seats.Seats, identifier: str) -> SafeString:
    return mark_safe(seats.seats_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def seat_swatch(state: str) -> SafeString:
    return mark_safe(seats.seat_swatch_svg(state))  # noqa: S308
