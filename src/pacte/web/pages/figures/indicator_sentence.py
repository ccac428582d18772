"""The answer of an indicator in one sentence: value, how it moved in a year, where it stands against its target."""

from __future__ import annotations

from decimal import Decimal

from pacte.indicators.records import Indicator, Unit, Value, ValueState
from pacte.indicators.records.curve import Curve
from pacte.kernel.french import format_number
from pacte.kernel.money import format_amount
from pacte.plan.records import Figure
from pacte.plan.rules.display import describe_figure_number
from pacte.web.value_text import detailed_value_text, difference_text, short_value_text, value_as_decimal

_EUROS = "euros "
_SAME = "comme un an avant"
# How many points of a curve make a year.
_YEAR_OF = {"mois": 12, "trimestre": 4}


def value_words(indicator: Indicator, value: Value) -> str:
    """« 78,4 %, soit 646 places prises sur 824 places achetées », « 3 entrées »."""
    if not indicator.is_rate or value.numerator is None or value.denominator is None:
        return detailed_value_text(indicator, value)
    text = short_value_text(indicator, value)
    part = _side_words(value.numerator, indicator.numerator_label)
    whole = _side_words(value.denominator, indicator.denominator_label)
    joint = "sur" if indicator.unit is Unit.PERCENT else "pour"
    return f"{text}, soit {part}{',' if f' {joint} ' in part else ''} {joint} {whole}"


def side_name(label: str) -> str:
    """« places prises »: the label of a side up to its first precision."""
    return label.replace(" :", ",").replace(" ;", ",").partition(",")[0]


def _side_words(count: float, label: str) -> str:
    """« 646 places prises »; a single thing is counted without its plural."""
    head = side_name(label)
    if head.startswith(_EUROS):
        return f"{format_amount(round(Decimal(str(count)) * 100))} {head.removeprefix(_EUROS)}"
    return f"{format_number(count)} {head}" if count >= 2 else format_number(count)


def change_words(indicator: Indicator, line: Curve) -> str:
    """« 75,3 % sur les douze derniers mois, 5,0 points de moins qu’un an avant »; "" when a year cannot be compared."""
    ends = _year_apart(line)
    if ends is None:
        return ""
    before, after = ends
    moved = _gap_words(indicator, before, after)
    is_rolling = line.points[-1].rolling is not None
    return f"{short_value_text(indicator, after)} sur les douze derniers mois, {moved}" if is_rolling else moved


def moved_words(indicator: Indicator, line: Curve) -> str:
    """« ▼ 75,3 % sur 12 mois, 5,0 points de moins qu’un an avant » for a list; "" when a year cannot be compared."""
    ends = _year_apart(line)
    if ends is None or line.points[-1].rolling is None:
        return ""
    before, after = ends
    old, new = value_as_decimal(before), value_as_decimal(after)
    gap = _gap_words(indicator, before, after)
    sign = "= " if old is None or new is None or gap == _SAME else "▲ " if new > old else "▼ "
    return f"{sign}{short_value_text(indicator, after)} sur 12 mois, {gap}"


def _year_apart(line: Curve) -> tuple[Value, Value] | None:
    """The values a year before the end and at the end of a curve; None when they cannot be compared."""
    points, step = line.points, _YEAR_OF.get(line.granularity, 0)
    if not step or len(points) <= step:
        return None
    is_rolling = points[-1].rolling is not None
    if not is_rolling and line.granularity == "mois":
        return None
    old, new = (each.rolling if is_rolling else each.value for each in (points[-1 - step], points[-1]))
    if old is None or new is None or value_as_decimal(old) is None or value_as_decimal(new) is None:
        return None
    return old, new


def _gap_words(indicator: Indicator, old: Value, new: Value) -> str:
    before, after = value_as_decimal(old) or Decimal(0), value_as_decimal(new) or Decimal(0)
    gap = difference_text(indicator, abs(after - before))
    way = "de plus" if after > before else "de moins"
    return f"{gap} {way} qu’un an avant" if gap else _SAME


def target_words(indicator: Indicator, value: Value, target: Figure | None) -> str:
    """« 2,9 points sous la cible de 75 à 80 % »; "" for a target that is not a share of the whole territory."""
    number = value_as_decimal(value)
    is_share = indicator.unit is Unit.PERCENT and target is not None and "%" in target.unit and not target.per
    if not is_share or target is None or number is None or value.state is not ValueState.NUMBER:
        return ""
    low, high = (target.minimum, target.maximum) if target.value is None else (target.value, target.value)
    named = f"la cible {'proposée ' if target.proposed else ''}de {describe_figure_number(target)} %"
    if low is not None and number < low:
        return f"{difference_text(indicator, low - number)} sous {named}".strip()
    if high is not None and number > high:
        return f"{difference_text(indicator, number - high)} au-dessus de {named}".strip()
    return f"dans {named}"
