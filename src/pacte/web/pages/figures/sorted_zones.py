"""The zones of a map from the highest to the lowest, each as a dot at its distance from the whole."""

from __future__ import annotations

from django.utils.html import format_html

from pacte.indicators.records import Indicator, Value
from pacte.kernel.french import format_number
from pacte.web.charts.maps import MapZone, ZoneMap
from pacte.web.charts.row_spans import RowScale, value_dot_svg
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.value_text import short_value_text, value_as_decimal, value_cell

_NEAR = "comme l’ensemble, au hasard près"


def sorted_zone_table(
    indicator: Indicator, chart: ZoneMap, whole: Value, *, id: str, zone_label: str
) -> Table[MapZone]:
    """The zones of the map from the highest to the lowest, each with its distance to the whole."""
    mean = value_as_decimal(whole)
    known = [each.value for each in chart.zones if each.value is not None]
    scale = RowScale.over(float(each) for each in (*known, *([mean] if mean is not None else [])))

    def written(zone: MapZone) -> Cell:
        sides = (zone.numerator, zone.denominator)
        note = " / ".join(format_number(each) for each in sides if each is not None)
        text = format_html("<strong>{}</strong>", chart.written(zone))
        return cell(text, note=note, value="" if zone.value is None else zone.value)

    def drawn(zone: MapZone) -> Cell:
        if zone.value is None:
            return zone.reason
        middle = None if mean is None else float(mean)
        dot = value_dot_svg(scale, float(zone.value), mean=middle, is_near=zone.is_near)
        return format_html('{}<span class="hidden-text">{}</span>', dot, _NEAR) if zone.is_near else dot

    return Table(
        sorted(chart.zones, key=lambda each: (each.value is None, -(each.value or 0), each.label)),
        Column(zone_label.capitalize(), lambda zone: cell(zone.label, url=zone.address), total="Ensemble"),
        number_column(indicator.unit_word, written, value_cell(indicator, whole)),
        Column(f"Écart à l’ensemble ({short_value_text(indicator, whole)})", drawn, total=" "),
        id=id,
        caption=chart.title,
    )
