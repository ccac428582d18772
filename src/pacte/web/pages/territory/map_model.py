"""Map of a rate in the zones of a territory; its table is next to it. For counts, see ``zone_breakdown``."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from pacte.indicators.records.profile import ZoneFitKind, ZoneProfile, ZoneSeries
from pacte.indicators.rules.profile_blocks import period_text
from pacte.reference.queries import zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.map import STEPS, Zone, ZoneMap
from pacte.web.pages.territory.frame import SLUG_OF, zone_url

_DRAWN = ("unemployment_rate", "reading_difficulty", "poverty_rate", "unemployment_rate_2020")
_LEAST = 3


def zone_map(profile: ZoneProfile) -> ZoneMap | None:
    """Returns None below three zones, or when their outlines are not loaded."""
    for code in _DRAWN:
        series = profile.by_code(code)
        if series is not None and series.fit.how is ZoneFitKind.SPREAD and len(series.fit.codes) >= _LEAST:
            return _drawn(series)
    return None


def _drawn(series: ZoneSeries) -> ZoneMap | None:
    kind = ZoneKind(series.fit.kind)
    shapes = zone_outlines(kind, codes=series.fit.codes)
    if len(shapes) < _LEAST:
        return None
    values = {each.zone: each.value for each in series.latest() if not each.split}
    known = sorted(value for value in values.values() if value is not None)
    if len(known) < _LEAST:
        return None
    rings: dict[str, list[tuple[tuple[float, float], ...]]] = defaultdict(list)
    for shape in shapes:
        rings[shape.code] += [tuple(ring) for ring in shape.rings]
    last = series.latest()[0]
    zones = tuple(
        Zone(
            code,
            series.zones.get(code, code),
            tuple(found),
            value=values.get(code),
            masked=code in values and values[code] is None,
            reason="gardé secret par la source",
            address=zone_url("profile", kind, code) if kind in SLUG_OF else "",
        )
        for code, found in rings.items()
    )
    title = f"{series.label}, {series.unit}, {period_text(last.first, last.last)}"
    return ZoneMap(title, zones, limits(known), unit=series.unit)


def limits(known: list[Decimal]) -> tuple[Decimal, ...]:
    """Four bounds that split the range of the values into five equal classes."""
    low, high = known[0], known[-1]
    step = (high - low) / STEPS or Decimal(1)
    # Whole bounds for counts; one decimal for rates.
    exact = Decimal(1) if step >= STEPS else Decimal("0.1")
    return tuple((low + step * rank).quantize(exact) for rank in range(1, STEPS))
