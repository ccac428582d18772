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
from pacte.web.charts import choropleth, completeness, curve, money, seats, sparkline, timeline, timeline_data
from pacte.web.charts.parsing import build_chart_value
from pacte.web.charts.svg import axis_class
from pacte.web.templatetags.pacte_components import paired_with
from pacte.web.templatetags.pacte_format import typo

register = template.Library()


# A filter gives the data of a drawing from a plain mapping, as the examples of components write it.
register.filter("as_columns", partial(build_chart_value, timeline_data.TimelineColumns))
register.filter("as_line", partial(build_chart_value, timeline_data.TimelineRow))
register.filter("as_money", partial(build_chart_value, money.MoneyChart))
register.filter("as_completeness", partial(build_chart_value, completeness.CompletenessChart))
register.filter("as_map", partial(build_chart_value, choropleth.ZoneMap))
register.filter("as_sparkline", partial(build_chart_value, sparkline.Sparkline))
register.filter("as_curve", partial(build_chart_value, curve.CurveChart))
register.filter("as_seats", partial(build_chart_value, seats.Seats))
register.filter("head_words", timeline_data.timeline_header_text)
register.filter("money_totals", money.money_total_cells)
register.filter("map_scale", choropleth.map_legend)
register.simple_tag(timeline_data.timeline_row_text, name="timeline_words")
register.simple_tag(money.money_bar_cells, name="money_cells")


@register.simple_tag
def timeline_row(line: timeline_data.TimelineRow, columns: timeline_data.TimelineColumns) -> SafeString:
    return mark_safe(timeline.timeline_row_svg(line, columns))  # noqa: S308


@register.simple_tag
def timeline_head(columns: timeline_data.TimelineColumns) -> SafeString:
    return mark_safe(timeline.timeline_header_svg(columns))  # noqa: S308


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


@register.simple_tag
def money_bar(bar: money.MoneyBar, chart: money.MoneyChart) -> SafeString:
    return mark_safe(money.money_bar_svg(bar, chart))  # noqa: S308


@register.filter
def stage_word(stage: money.MoneyChartStage) -> str:
    return money.MONEY_STAGE_LABELS[stage]


@register.simple_tag
def completeness_bar(field: completeness.CompletenessField, chart: completeness.CompletenessChart) -> SafeString:
    return mark_safe(completeness.completeness_svg(field, chart))  # noqa: S308


@register.simple_tag
def completeness_missing(field: completeness.CompletenessField, chart: completeness.CompletenessChart) -> int:
    return field.missing(chart.total)


@register.simple_tag
def completeness_squares(filled: int, total: int) -> SafeString:
    return mark_safe(completeness.completeness_squares_svg(int(filled), int(total)))  # noqa: S308


@register.simple_tag
def zone_map(chart: choropleth.ZoneMap, identifier: str) -> SafeString:
    return mark_safe(choropleth.zone_map_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def zone_value(zone: choropleth.MapZone, chart: choropleth.ZoneMap) -> str:
    return chart.written(zone)


@register.simple_tag
def spark(chart: sparkline.Sparkline, identifier: str) -> SafeString:
    return mark_safe(sparkline.sparkline_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def curve_drawing(chart: curve.CurveChart, identifier: str) -> SafeString:
    return mark_safe(curve.curve_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def curve_value(chart: curve.CurveChart, value: Decimal | None) -> str:
    return chart.written(value)


@register.simple_tag
def spark_value(chart: sparkline.Sparkline, index: int) -> str:
    value = chart.values[index]
    is_whole_numbers = all(each is None or each == each.to_integral_value() for each in chart.values)
    return "non connu" if value is None else french.format_number(value, 0 if is_whole_numbers else 1)


@register.simple_tag
def seat_squares(chart: seats.Seats, identifier: str) -> SafeString:
    return mark_safe(seats.seats_svg(chart, identifier))  # noqa: S308


@register.simple_tag
def seat_swatch(state: str) -> SafeString:
    return mark_safe(seats.seat_swatch_svg(state))  # noqa: S308


@register.filter(name="axis_class")
def class_of_axis(axis: int | str) -> str:
    """« axis-2 »: the style (colour, tint, pattern) of an axis by its rank, which a template may write as a text."""
    return axis_class(int(axis))
