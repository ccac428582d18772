"""Map data of an answer split by zone: every outline of the territory, then the zones outside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pacte.indicators.records import Indicator, IndicatorAnswer, Value, ValueState
from pacte.reference.records import Outline, ZoneKind
from pacte.web.charts.choropleth import COLOUR_CLASS_COUNT, MapZone, ZoneMap
from pacte.web.charts.curve import round_step
from pacte.web.pages.figures.value_text import value_as_decimal, value_decimal_places

Rings = tuple[tuple[tuple[float, float], ...], ...]


def answer_zone_map(
    indicator: Indicator,
    answer: IndicatorAnswer,
    outlines: Sequence[Outline],
    *,
    borders: Sequence[Outline] = (),
    title: str,
    address: Callable[[str], str],
) -> ZoneMap:
    """``address`` maps a zone code to its URL."""
    values = {line.keys[0][1]: (line.keys[0][2], line.value) for line in answer.rows[1:] if line.keys}
    drawn = [
        _zone(each.code, each.name, values.get(each.code, ("", None))[1], indicator, _rings(each), address(each.code))
        for each in outlines
    ]
    on_map = {each.code for each in outlines}
    away = sorted((code, *label_and_value) for code, label_and_value in values.items() if code not in on_map)
    others = [
        _zone(code, label if code != "unknown" else "territoire non connu", value, indicator, (), "")
        for code, label, value in away
    ]
    known = [each.value for each in drawn if each.value is not None]
    places = max((value_decimal_places(indicator, value) for _, value in values.values()), default=0)
    return ZoneMap(
        title=title,
        zones=(*drawn, *others),
        limits=round_class_limits(known),
        unit=indicator.unit_word,
        places=places,
        borders=tuple(ring for each in borders for ring in _rings(each)),
    )


def round_class_limits(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Four round bounds that split the values into five classes."""
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(COLOUR_CLASS_COUNT))
    step = round_step((high - low) / COLOUR_CLASS_COUNT)
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    return tuple((start + step * rank).normalize() + Decimal(0) for rank in range(1, COLOUR_CLASS_COUNT))


def borders_for_cut(cut: ZoneKind, departments: Sequence[Outline]) -> Sequence[Outline]:
    """Départements are drawn over smaller zones."""
    return () if cut is ZoneKind.DEPARTMENT else departments


def _zone(code: str, label: str, value: Value | None, indicator: Indicator, rings: Rings, address: str) -> MapZone:
    hidden = value is not None and value.state is ValueState.HIDDEN
    exact = None if value is None or hidden else value_as_decimal(value)
    counts = value if value is not None and not hidden and indicator.is_rate else None
    return MapZone(
        code=code,
        label=label,
        rings=rings,
        value=exact,
        masked=hidden,
        reason=f"moins de {indicator.threshold}, ou sinon on déduirait un autre" if hidden else "",
        numerator=_rounded(counts.numerator if counts else None),
        denominator=_rounded(counts.denominator if counts else None),
        address=address,
    )


def _rounded(count: float | None) -> int | None:
    return None if count is None else round(count)


def _rings(outline: Outline) -> Rings:
    return tuple(tuple((x, y) for x, y in ring) for ring in outline.rings)
