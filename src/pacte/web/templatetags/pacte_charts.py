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
from pacte.web.charts import completeness, curve, map, money, seats, sparkline, timeline, timeline_values
from pacte.web.charts.reading import read
from pacte.web.charts.svg import axis_class
from pacte.web.templatetags.pacte_components import beside
from pacte.web.templatetags.pacte_format import typo

register = template.Library()


@register.filter
def as_columns(data: Any) -> timeline_values.Columns:
    return read(timeline_values.Columns, data)


@register.filter
def as_line(data: Any) -> timeline_values.Line:
    return read(timeline_values.Line, data)


@register.filter
def as_money(data: Any) -> money.MoneyChart:
    return read(money.MoneyChart, data)


@register.filter
def as_completeness(data: Any) -> completeness.CompletenessChart:
    return read(completeness.CompletenessChart, data)


@register.filter
def as_map(data: Any) -> map.ZoneMap:
    return read(map.ZoneMap, data)


@register.filter
def as_sparkline(data: Any) -> sparkline.Sparkline:
    return read(sparkline.Sparkline, data)


@register.filter
def as_curve(data: Any) -> curve.CurveChart:
    return read(curve.CurveChart, data)


@register.filter
def as_seats(data: Any) -> seats.Seats:
    return read(seats.Seats, data)


@register.simple_tag
def timeline_row(line: timeline_values.Line, columns: timeline_values.Columns) -> SafeString:
    return mark_safe(timeline.row(line, columns))  # noqa: S308


@register.simple_tag
def timeline_head(columns: timeline_values.Columns) -> SafeString:
    return mark_safe(timeline.head(columns))  # noqa: S308


@register.simple_tag
def timeline_words(line: timeline_values.Line, columns: timeline_values.Columns) -> str:
    return timeline_values.words(line, columns)


@register.filter
def timeline_cells(cells: Sequence[object] | None, headings: Sequence[Mapping[str, str]] | None) -> SafeString:
    """The cells after the timeline, each labelled by its column heading. Written at once: a page has hundreds."""
    written = []
    for cell, heading in beside(cells or (), headings):
        named = ""
        if heading:
            number = " num" if heading.get("kind") == "num" else ""
            named = f' data-label="{conditional_escape(heading["label"])}" class="tl-extra{number}"'
        written.append(f'<td role="cell"{named}>{typo(cell)}</td>')
    return mark_safe("".join(written))  # noqa: S308 - escaped just above


@register.filter
def head_words(columns: timeline_values.Columns) -> str:
    return timeline_values.head_words(columns)


@register.simple_tag
def money_bar(bar: money.Bar, chart: money.MoneyChart) -> SafeString:
    return mark_safe(money.drawing(bar, chart))  # noqa: S308


@register.simple_tag
def money_cells(bar: money.Bar, chart: money.MoneyChart) -> list[money.AmountCell]:
    return money.cells(bar, chart)


@register.filter
def money_totals(chart: money.MoneyChart) -> list[money.AmountCell]:
    return money.totals(chart)


@register.filter
def stage_word(stage: money.Stage) -> str:
    return money.STAGE_WORDS[stage]


@register.simple_tag
def completeness_bar(field: completeness.Field, chart: completeness.CompletenessChart) -> SafeString:
    return mark_safe(completeness.drawing(field, chart))  # noqa: S308


@register.simple_tag
def completeness_missing(field: completeness.Field, chart: completeness.CompletenessChart) -> int:
    return field.missing(chart.total)


@register.simple_tag
def completeness_squares(filled: int, total: int) -> SafeString:
    return mark_safe(completeness.squares(int(filled), int(total)))  # noqa: S308


@register.simple_tag
def zone_map(chart: map.ZoneMap, identifier: str) -> SafeString:
    return mark_safe(map.drawing(chart, identifier))  # noqa: S308


@register.filter
def map_scale(chart: map.ZoneMap) -> list[map.Step]:
    return map.scale(chart)


@register.simple_tag
def zone_value(zone: map.Zone, chart: map.ZoneMap) -> str:
    return chart.written(zone)


@register.simple_tag
def spark(chart: sparkline.Sparkline, identifier: str) -> SafeString:
    return mark_safe(sparkline.drawing(chart, identifier))  # noqa: S308


@register.simple_tag
def curve_drawing(chart: curve.CurveChart, identifier: str) -> SafeString:
    return mark_safe(curve.drawing(chart, identifier))  # noqa: S308


@register.simple_tag
def curve_value(chart: curve.CurveChart, value: Decimal | None) -> str:
    return chart.written(value)


@register.filter(name="axis_class")
def class_of_axis(axis: int) -> str:
    """« axis-2 »: the style (colour, tint, pattern) of an axis by its rank."""
    return axis_class(int(axis))


@register.simple_tag
def spark_value(chart: sparkline.Sparkline, index: int) -> str:
    value = chart.values[index]
    are_whole = all(each is None or each == each.to_integral_value() for each in chart.values)
    return "non connu" if value is None else french.format_number(value, 0 if are_whole else 1)


@register.simple_tag
def seat_squares(chart: seats.Seats, identifier: str) -> SafeString:
    return mark_safe(seats.drawing(chart, identifier))  # noqa: S308


@register.simple_tag
def seat_swatch(state: str) -> SafeString:
    return mark_safe(seats.swatch(state))  # noqa: S308
