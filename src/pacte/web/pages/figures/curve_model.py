"""Chart data of an indicator curve."""

from __future__ import annotations

from decimal import Decimal

from pacte.indicators.records import Indicator, ValueState
from pacte.indicators.records.curve import Curve, CurvePoint
from pacte.kernel.french import format_day
from pacte.plan.records import Figure
from pacte.web.charts.curve import Break, CurveChart, Point
from pacte.web.charts.sparkline import Sparkline
from pacte.web.pages.figures.words import decimal, decimals, ratio, short, state_told

_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_FEW = 30
_PERIODS = {"mois": "Mois", "trimestre": "À la fin de", "année": "Année", "valeur": "Période"}


def curve_chart(indicator: Indicator, found: Curve, *, target: Figure | None = None) -> CurveChart:
    """``target`` is the target of the plan, drawn as a band or a line when it has a number."""
    points = tuple(_point(indicator, each, rank, found.granularity) for rank, each in enumerate(found.points))
    low, high = band(target)
    return CurveChart(
        title=f"{indicator.label}, {indicator.unit_word}",
        points=points,
        unit=indicator.unit_word,
        places=max((decimals(indicator, each.value) for each in found.points), default=0),
        period_label=_PERIODS[found.granularity],
        point_label=found.granularity,
        band_from=low,
        band_to=high,
        band_label=_band_label(target) if low is not None or high is not None else "",
        breaks=tuple(
            Break(next(rank for rank, each in enumerate(found.points) if each.first >= on.on), on.reason)
            for on in found.breaks
            if any(each.first >= on.on for each in found.points)
        ),
    )


def sparkline(indicator: Indicator, found: Curve) -> Sparkline | None:
    """Sparkline of months or years, or of the 12-month rolling values where they exist. None when no value is known."""
    has_sums = any(each.rolling and each.rolling.number is not None for each in found.points)
    values = tuple(
        decimal(each.rolling) if has_sums and each.rolling else None if has_sums else decimal(each.value)
        for each in found.points
    )
    known = [(each, value) for each, value in zip(found.points, values, strict=True) if value is not None]
    if not known:
        return None
    what = "12 mois glissants" if has_sums else "par an" if found.granularity == "année" else "par mois"
    ends = [short(indicator, each.rolling if has_sums and each.rolling else each.value) for each, _ in
            (known[0], known[-1])]  # fmt: skip
    words = f"{what}, de {ends[0]} ({_label(known[0][0], found.granularity)}) à {ends[1]} ({_label(known[-1][0], found.step)})"
    return Sparkline(label=indicator.label, values=values, words=words)


def band(target: Figure | None) -> tuple[Decimal | None, Decimal | None]:
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


def _point(indicator: Indicator, each: CurvePoint, rank: int, step: str) -> Point:
    value = each.value
    counted = value.denominator if indicator.is_rate else value.numerator
    return Point(
        label=_label(each, step),
        value=decimal(value),
        rolling=decimal(each.rolling) if each.rolling else None,
        state=state_told(value),
        is_few=decimal(value) is not None and indicator.is_rate and counted is not None and counted < _FEW,
        is_hidden=value.state is ValueState.HIDDEN,
        tick=_tick(each, rank, step),
        ratio=ratio(indicator, value),
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
