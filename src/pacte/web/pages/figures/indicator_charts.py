"""Chart data of an indicator curve."""

from __future__ import annotations

from decimal import Decimal

from pacte.indicators.records import Indicator, ValueState
from pacte.indicators.records.curve import Curve, CurvePoint
from pacte.kernel.french import format_day
from pacte.plan.records import Figure
from pacte.web.charts.curve import CurveChart, CurveChartBreak, CurveChartPoint
from pacte.web.charts.sparkline import Sparkline
from pacte.web.pages.figures.value_text import (
    short_value_text,
    value_as_decimal,
    value_decimal_places,
    value_ratio_text,
    value_state_text,
)

_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_FEW = 30
_PERIODS = {"mois": "Mois", "trimestre": "À la fin de", "année": "Année", "valeur": "Période"}


def indicator_curve_chart(indicator: Indicator, curve_data: Curve, *, target: Figure | None = None) -> CurveChart:
    """``target`` is the target of the plan, drawn as a band or a line when it has a number."""
    points = tuple(_point(indicator, each, rank, curve_data.granularity) for rank, each in enumerate(curve_data.points))
    low, high = target_band(target)
    return CurveChart(
        title=f"{indicator.label}, {indicator.unit_word}",
        points=points,
        unit=indicator.unit_word,
        places=max((value_decimal_places(indicator, each.value) for each in curve_data.points), default=0),
        period_label=_PERIODS[curve_data.granularity],
        point_label=curve_data.granularity,
        band_from=low,
        band_to=high,
        band_label=_band_label(target) if low is not None or high is not None else "",
        breaks=tuple(
            CurveChartBreak(next(rank for rank, each in enumerate(curve_data.points) if each.first >= on.on), on.reason)
            for on in curve_data.breaks
            if any(each.first >= on.on for each in curve_data.points)
        ),
    )


def indicator_sparkline(indicator: Indicator, curve_data: Curve) -> Sparkline | None:
    """Sparkline of months or years, or of the 12-month rolling values where they exist. None when no value is known."""
    has_sums = any(each.rolling and each.rolling.number is not None for each in curve_data.points)
    values = tuple(
        value_as_decimal(each.rolling)
        if has_sums and each.rolling
        else None
        if has_sums
        else value_as_decimal(each.value)
        for each in curve_data.points
    )
    known = [(each, value) for each, value in zip(curve_data.points, values, strict=True) if value is not None]
    if not known:
        return None
    what = "12 mois glissants" if has_sums else "par an" if curve_data.granularity == "année" else "par mois"
    ends = [short_value_text(indicator, each.rolling if has_sums and each.rolling else each.value) for each, _ in
            (known[0], known[-1])]  # fmt: skip
    words = (
        f"{what}, de {ends[0]} ({_label(known[0][0], curve_data.granularity)}) à {ends[1]} "
        f"({_label(known[-1][0], curve_data.granularity)})"
    )
    return Sparkline(label=indicator.label, values=values, words=words)


def target_band(target: Figure | None) -> tuple[Decimal | None, Decimal | None]:
    if target is None:
        return None, None
    if target.value is not None:
        return target.value, target.value
    return target.minimum, target.maximum


def _band_label(target: Figure | None) -> str:
    if target is None:
        return ""
    horizon = f", {target.horizon}" if target.horizon else ""
    return f"{'cible proposée' if target.proposed else 'cible du plan'}{horizon}"


def _point(indicator: Indicator, each: CurvePoint, rank: int, step: str) -> CurveChartPoint:
    value = each.value
    counted = value.denominator if indicator.is_rate else value.numerator
    return CurveChartPoint(
        label=_label(each, step),
        value=value_as_decimal(value),
        rolling=value_as_decimal(each.rolling) if each.rolling else None,
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
    return (
        f"{each.first.year}"
        if each.first.year == each.last.year
        else f"{format_day(each.first)} au {format_day(each.last)}"
    )


def _tick(each: CurvePoint, rank: int, step: str) -> str:
    if step == "mois":
        if each.first.month not in (1, 4, 7, 10):
            return ""
        month = _MONTHS[each.first.month - 1]
        return f"{month} {each.first.year}" if each.first.month == 1 or rank < 3 else month
    if step == "trimestre":
        return f"{_MONTHS[each.last.month - 1]} {each.last:%y}"
    return str(each.last.year)
