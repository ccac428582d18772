"""Purchases by kind and year: shares, and the share of euros that moved from one kind to another."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.purchases import PURCHASES_INDICATOR
from pacte.indicators.records import AnswerRow, IndicatorAnswer, Value, ValueState
from pacte.indicators.rules.evidence import computed_evidence
from pacte.indicators.rules.purchases import purchase_spread
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Figure, FigureKind


def cell(kind: str, year: str, euros: int) -> AnswerRow:
    return AnswerRow(
        (("objective", kind, kind.upper()), ("year", year, year)), Value(ValueState.NUMBER, numerator=euros)
    )


def test_what_changed_kind_is_half_of_what_the_shares_lost_and_won() -> None:
    answer = IndicatorAnswer(
        PURCHASES_INDICATOR,
        (
            AnswerRow((), Value(ValueState.NUMBER, numerator=1000)),
            cell("a", "2019", 100), cell("b", "2019", 300), cell("a", "2021", 300), cell("c", "2021", 300),
            cell("a", "2020", 0),
        ),
    )  # fmt: skip
    spread = purchase_spread(answer)
    assert spread.years == ("2019", "2020", "2021")
    assert spread.ranked() == ["a", "b", "c"]
    assert (spread.share("a", "2019"), spread.share("c", "2019")) == (Fraction(1, 4), 0)
    assert spread.share("a", "2020") is None
    assert spread.yearly_shifts() == (("2019", "2021", Fraction(3, 4)),)


def test_all_over_all_is_told_by_the_amount() -> None:
    figure = Figure("évolution des achats", kind=FigureKind.TARGET, unit="%", proposed=True)
    value = Value(ValueState.NUMBER, Fraction(100), 1200, 1200)
    line = computed_evidence(
        figure,
        indicator(PURCHASES_INDICATOR),
        value,
        number=ActionCode(1),
        on=date(2023, 1, 1),
        lead="Région",
        span=(date(2019, 1, 1), date(2022, 12, 31)),
    )
    assert line.sentence == "1\u202f200\u202f€ commandés en tout"
    part = computed_evidence(
        figure,
        indicator(PURCHASES_INDICATOR),
        Value(ValueState.NUMBER, Fraction(25), 300, 1200),
        number=ActionCode(1),
        span=(date(2019, 1, 1), date(2022, 12, 31)),
        on=date(2023, 1, 1),
        lead="Région",
    )
    assert part.sentence.startswith("25")
