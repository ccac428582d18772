"""Chart data of an indicator: its curve, its sparkline, its map by zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pacte.indicators.records import Indicator, IndicatorAnswer, Value, ValueState
from pacte.indicators.records.curve import Curve, CurvePoint
from pacte.indicators.rules.noise import has_noise, is_within_noise
from pacte.kernel.french import format_day
from pacte.plan.records import Figure
from pacte.reference.records import Outline
from pacte.web.charts.curve import CurveChart, CurveChartBreak, CurveChartPoint, Sparkline, round_step
from pacte.web.charts.maps import MapZone, ZoneMap, round_class_limits
from pacte.web.value_text import (
    short_value_text,
    value_as_decimal,
    value_decimal_places,
    value_ratio_text,
    value_state_text,
)

Rings = tuple[tuple[tuple[float, float], ...], ...]

_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_FEW = 30
_STEPS_IN_REACH = 7
_PERIODS = {"mois": "Mois", "trimestre": "À la fin de", "année": "Année", "valeur": "Période"}


def indicator_curve_chart(indicator: Indicator, curve_data: Curve, *, target: Figure | None = None) -> CurveChart:
    """``target`` is the target of the plan, drawn as a band or a line when it has a number."""
    points, low, high, band_label = curve_data.points, None, None, ""
    if target is not None:
        low, high = (target.minimum, target.maximum) if target.value is None else (target.value, target.value)
        band_label = f"{'cible proposée' if target.proposed else 'cible du plan'}"
        band_label += f", {target.horizon}" if target.horizon else ""
    return CurveChart(
        title=f"{indicator.label}, {indicator.unit_word}",
        points=tuple(_point(indicator, each, rank, curve_data.granularity) for rank, each in enumerate(points)),
        unit=indicator.unit_word,
        places=max((value_decimal_places(indicator, each.value) for each in points), default=0),
        period_label=_PERIODS[curve_data.granularity],
        point_label=curve_data.granularity,
        band_from=low,
        band_to=high,
        band_label=band_label if low is not None or high is not None else "",
        breaks=tuple(
            CurveChartBreak(next(rank for rank, each in enumerate(points) if each.first >= on.on), on.reason)
            for on in curve_data.breaks
            if any(each.first >= on.on for each in points)
        ),
    )


def indicator_sparkline(indicator: Indicator, curve_data: Curve) -> Sparkline | None:
    """Sparkline of months or years, or of the 12-month rolling values where they exist. None when no value is known."""
    step = curve_data.granularity
    has_sums = any(each.rolling and each.rolling.number is not None for each in curve_data.points)
    drawn = [each.rolling if has_sums else each.value for each in curve_data.points]
    values = tuple(value_as_decimal(value) for value in drawn)
    known = [
        f"{short_value_text(indicator, value)} ({_label(point, step)})"
        for point, value in zip(curve_data.points, drawn, strict=True)
        if value and value.number is not None
    ]
    what = "12 mois glissants" if has_sums else "par an" if step == "année" else "par mois"
    if not known:
        return None
    words = f"{what}, de {known[0]} à {known[-1]}" if len(known) > 1 else f"{what} : {known[0]}"
    return Sparkline(indicator.label, values, words)


def _point(indicator: Indicator, each: CurvePoint, rank: int, step: str) -> CurveChartPoint:
    value = each.value
    counted = value.denominator if indicator.is_rate else value.numerator
    return CurveChartPoint(
        label=_label(each, step),
        value=value_as_decimal(value),
        rolling=value_as_decimal(each.rolling),
        state=value_state_text(value),
        is_few=value_as_decimal(value) is not None and indicator.is_rate and counted is not None and counted < _FEW,
        is_hidden=value.state is ValueState.HIDDEN,
        tick=_tick(each, rank, step),
        ratio=value_ratio_text(indicator, value),
    )


def _label(each: CurvePoint, step: str) -> str:
    if step == "mois":
        return f"{_MONTHS[each.first.month - 1]} {each.first.year}"
    if step == "trimestre":
        return format_day(each.last)
    is_one_year = each.first.year == each.last.year
    return f"{each.first.year}" if is_one_year else f"{format_day(each.first)} au {format_day(each.last)}"


def _tick(each: CurvePoint, rank: int, step: str) -> str:
    if step == "mois":
        month = _MONTHS[each.first.month - 1]
        text = f"{month} {each.first.year}" if each.first.month == 1 or rank < 3 else month
        return text if each.first.month in (1, 4, 7, 10) else ""
    return f"{_MONTHS[each.last.month - 1]} {each.last:%y}" if step == "trimestre" else str(each.last.year)


def answer_zone_map(
    indicator: Indicator,
    answer: IndicatorAnswer,
    outlines: Sequence[Outline],
    *,
    borders: Sequence[Outline] = (),
    title: str,
    address: Callable[[str], str],
) -> ZoneMap:
    """Every outline of the territory, then the zones outside it. ``address`` maps a zone code to its URL."""
    values = {line.keys[0][1]: (line.keys[0][2], line.value) for line in answer.rows[1:] if line.keys}
    whole = answer.total.value
    drawn = [
        _zone(each.code, each.name, values.get(each.code, ("", None))[1], indicator, _rings(each), address(each.code),
              whole)
        for each in outlines
    ]  # fmt: skip
    others = [
        _zone(code, label if code != "unknown" else "territoire non connu", value, indicator, (), "", whole)
        for code, (label, value) in sorted(values.items(), key=lambda item: item[0])
        if code not in {each.code for each in outlines}
    ]
    return ZoneMap(
        title=title,
        zones=(*drawn, *others),
        limits=_class_limits(indicator, [each.value for each in drawn if each.value is not None], whole),
        unit=indicator.unit_word,
        places=max((value_decimal_places(indicator, value) for _, value in values.values()), default=0),
        borders=tuple(ring for each in borders for ring in _rings(each)),
    )


def _class_limits(indicator: Indicator, values: Sequence[Decimal], whole: Value) -> tuple[Decimal, ...]:
    """Around the share of the whole, where chance is told from a difference; else round bounds."""
    mean = value_as_decimal(whole)
    is_centred = mean is not None and has_noise(indicator)
    return centred_class_limits(values, mean or Decimal(0)) if is_centred else round_class_limits(values)


def centred_class_limits(values: Sequence[Decimal], mean: Decimal) -> tuple[Decimal, ...]:
    """Four bounds around the mean, which is in the middle of the third class; the farthest value is in the last one."""
    reach = max((abs(each - mean) for each in values), default=Decimal(0))
    # A round step is at most twice what it must reach: three of them stay short of the farthest value.
    step = round_step(max(reach, Decimal(1)) / _STEPS_IN_REACH)
    middle = round(mean * 2) / Decimal(2)
    return tuple(middle + step * each for each in (Decimal(-3), Decimal(-1), Decimal(1), Decimal(3)))


def _zone(
    code: str, label: str, value: Value | None, indicator: Indicator, rings: Rings, address: str, whole: Value
) -> MapZone:
    is_hidden = value is not None and value.state is ValueState.HIDDEN
    shown = None if is_hidden else value
    counts = shown if indicator.is_rate else None
    return MapZone(
        code=code,
        label=label,
        rings=rings,
        value=value_as_decimal(shown),
        masked=is_hidden,
        reason=f"moins de {indicator.threshold}, ou sinon on déduirait un autre" if is_hidden else "",
        numerator=None if counts is None or counts.numerator is None else round(counts.numerator),
        denominator=None if counts is None or counts.denominator is None else round(counts.denominator),
        address=address,
        is_near=shown is not None and has_noise(indicator) and is_within_noise(shown, whole),
    )


def _rings(outline: Outline) -> Rings:
    return tuple(tuple((x, y) for x, y in ring) for ring in outline.rings)
