"""Map of a rate in the zones of a territory; its table is next to it. For counts, see ``zone_breakdown``."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from pacte.indicators.records.profile import ZoneFitKind, ZoneProfile, ZoneSeries
from pacte.indicators.rules.profile_blocks import period_text
from pacte.reference.queries import zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.choropleth import COLOUR_CLASS_COUNT, MapZone, ZoneMap
from pacte.web.pages.territory.page_context import SLUG_BY_KIND, territory_url

_MAP_SERIES = ("unemployment_rate", "reading_difficulty", "poverty_rate", "unemployment_rate_2020")
_MIN_ZONES = 3


def profile_zone_map(profile: ZoneProfile) -> ZoneMap | None:
    """Returns None below three zones, or when their outlines are not loaded."""
    for code in _MAP_SERIES:
        series = profile.by_code(code)
        if series is not None and series.fit.how is ZoneFitKind.SPREAD and len(series.fit.codes) >= _MIN_ZONES:
            return _map_of_series(series)
    return None


def _map_of_series(series: ZoneSeries) -> ZoneMap | None:
    kind = ZoneKind(series.fit.kind)
    shapes = zone_outlines(kind, codes=series.fit.codes)
    if len(shapes) < _MIN_ZONES:
        return None
    values = {each.zone: each.value for each in series.latest() if not each.split}
    known = sorted(value for value in values.values() if value is not None)
    if len(known) < _MIN_ZONES:
        return None
    rings: dict[str, list[tuple[tuple[float, float], ...]]] = defaultdict(list)
    for shape in shapes:
        rings[shape.code] += [tuple(ring) for ring in shape.rings]
    last = series.latest()[0]
    zones = tuple(
        MapZone(
            code,
            series.zones.get(code, code),
            tuple(outline_rings),
            value=values.get(code),
            masked=code in values and values[code] is None,
            reason="gardé secret par la source",
            address=territory_url("profile", kind, code) if kind in SLUG_BY_KIND else "",
        )
        for code, outline_rings in rings.items()
    )
    title = f"{series.label}, {series.unit}, {period_text(last.first, last.last)}"
    return ZoneMap(title, zones, equal_class_limits(known), unit=series.unit)


def equal_class_limits(values: list[Decimal]) -> tuple[Decimal, ...]:
    """Four bounds that split the range of the values into five equal classes."""
    low, high = values[0], values[-1]
    step = (high - low) / COLOUR_CLASS_COUNT or Decimal(1)
    # Whole bounds for counts; one decimal for rates.
    exact = Decimal(1) if step >= COLOUR_CLASS_COUNT else Decimal("0.1")
    return tuple((low + step * rank).quantize(exact) for rank in range(1, COLOUR_CLASS_COUNT))
