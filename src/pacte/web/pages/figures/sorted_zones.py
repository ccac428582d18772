"""The zones of a map from the highest to the lowest, each as a dot at its distance from the whole."""

from __future__ import annotations

from django.utils.html import format_html

from pacte.indicators.records import Indicator, Value
from pacte.kernel.french import format_number
from pacte.web.charts.maps import MapZone, ZoneMap
from pacte.web.charts.row_spans import RowScale, value_dot_svg
from pacte.web.pages.figures.value_text import short_value_text, value_as_decimal, value_cell
from pacte.web.tables import Cell, Column, Table, cell, number_column

_NEAR = "comme l’ensemble, au hasard près"


def sorted_zone_table(
    indicator: Indicator, chart: ZoneMap, whole: Value, *, id: str, zone_label: str
) -> Table[MapZone]:
    """The zones of the map from the highest to the lowest, each with its distance to the whole."""
    mean = value_as_decimal(whole)
    sides = (None, None) if mean is None else (whole.numerator, whole.denominator)
    known = [each.value for each in chart.zones if each.value is not None]
    scale = RowScale.over(float(each) for each in (*known, *([mean] if mean is not None else [])))

    def written(zone: MapZone) -> Cell:
        return cell(
            format_html("<strong>{}</strong>", chart.written(zone)), value="" if zone.value is None else zone.value
        )

    def drawn(zone: MapZone) -> Cell:
        if zone.value is None:
            return zone.reason
        middle = None if mean is None else float(mean)
        return value_dot_svg(scale, float(zone.value), mean=middle, is_near=zone.is_near)

    return Table(
        sorted(chart.zones, key=lambda each: (each.value is None, -(each.value or 0), each.label)),
        Column(
            zone_label.capitalize(),
            lambda zone: cell(zone.label, url=zone.address, note=_NEAR if zone.is_near else ""),
            total="Ensemble",
        ),
        number_column(_heading(indicator.numerator_label), lambda zone: _count_cell(zone.numerator),
                      _count_cell(sides[0])),
        number_column(_heading(indicator.denominator_label), lambda zone: _count_cell(zone.denominator),
                      _count_cell(sides[1])),
        number_column(indicator.unit_word, written, value_cell(indicator, whole, has_note=False)),
        Column(f"Écart à l’ensemble ({short_value_text(indicator, whole)})", drawn, total=" "),
        id=id,
        caption=chart.title,
    )  # fmt: skip


def _heading(label: str) -> str:
    """« Places prises »: the label up to its first precision."""
    return label.replace(" :", ",").replace(" ;", ",").partition(",")[0].capitalize()


def _count_cell(count: float | None) -> Cell:
    return "" if count is None else cell(format_number(count), value=str(round(count)))
