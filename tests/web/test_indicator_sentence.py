"""What an indicator answers first: the value with its two sides, the year, the target; and what chance explains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from pacte.indicators.queries import indicators
from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.curve import Curve, CurvePoint
from pacte.indicators.rules.noise import has_noise, is_within_noise
from pacte.plan.records import Figure, FigureKind
from pacte.web.charts.curve import CurveChart, CurveChartPoint, curve_svg
from pacte.web.indicator_charts import centred_class_limits
from pacte.web.pages.figures.indicator_sentence import change_words, target_words, value_words

FILL = indicators()["fill_of_places_bought"]


def share(numerator: int, denominator: int) -> Value:
    return Value(ValueState.NUMBER, Fraction(100 * numerator, denominator), numerator, denominator)


def test_a_share_is_told_with_both_of_its_sides() -> None:
    assert value_words(FILL, share(646, 824)).endswith("soit 646 places prises sur 824 places achetées")
    assert ", soit 1 sur 24 places achetées" in value_words(FILL, share(1, 24))


def test_a_year_is_compared_only_when_there_is_one() -> None:
    months = [date(2019 + rank // 12, rank % 12 + 1, 1) for rank in range(13)]
    points = tuple(CurvePoint(on, on, share(1, 2), share(80 - rank, 100)) for rank, on in enumerate(months))
    assert "12 points de moins qu’un an avant" in change_words(FILL, Curve("mois", points)).replace(",0", "")
    assert change_words(FILL, Curve("mois", points[1:])) == ""


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (70, "sous la cible de 75 à 80 %"),
        (77, "dans la cible de 75 à 80 %"),
        (84, "au-dessus de la cible de 75 à 80 %"),
    ],
)
def test_a_value_stands_against_its_target(taken: int, words: str) -> None:
    target = Figure("remplissage", FigureKind.TARGET, minimum=Decimal(75), maximum=Decimal(80), unit="%")
    assert words in target_words(FILL, share(taken, 100), target)
    by_zone = Figure("remplissage", FigureKind.TARGET, value=Decimal(75), unit="%", per="département")
    assert target_words(FILL, share(taken, 100), by_zone) == ""


def test_a_small_zone_is_as_the_whole_where_a_large_one_is_not() -> None:
    whole = share(784, 1000)
    assert is_within_noise(share(16, 25), whole)
    assert not is_within_noise(share(160, 250), whole)
    assert has_noise(FILL)
    assert not has_noise(indicators()["fill_in_hours"])


def test_the_mean_is_in_the_middle_of_the_third_class() -> None:
    limits = centred_class_limits([Decimal(60), Decimal(82)], Decimal("78.4"))
    assert (limits[1] + limits[2]) / 2 == Decimal("78.5")
    assert limits[0] > 60


def test_a_small_number_does_not_stretch_the_scale() -> None:
    points = (CurveChartPoint("a", Decimal(70)), CurveChartPoint("b", Decimal(4), is_few=True),
              CurveChartPoint("c", Decimal(80)))  # fmt: skip
    chart = CurveChart("Part", points, unit="%")
    assert chart.has_beyond
    assert chart.starts_at == "70"
    assert "b : 4,0" in curve_svg(chart, "courbe")
