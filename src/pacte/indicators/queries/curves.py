"""A figure over time: by month, by quarter for a stock, or the values of a series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pacte.indicators.models import Series
from pacte.indicators.queries.answer_sets import AnswerSet, answer_question
from pacte.indicators.queries.manual_values import find_indicator, manual_value
from pacte.indicators.queries.series import series_points
from pacte.indicators.records import (
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
    TimeRule,
    Value,
    ValueState,
)
from pacte.indicators.records.curve import Curve, CurveBreak, CurvePoint
from pacte.indicators.rules.curves import month_end, month_starts, quarter_ends, rolling_sums
from pacte.indicators.rules.page_questions import MONTHS, monthly_question, yearly_question
from pacte.kernel.actor import Actor

QUARTERS = 8
_YEAR = 12
_STATES = frozenset({TimeRule.STOCK, TimeRule.CUMULATIVE, TimeRule.ROLLING})


def indicator_curve(
    *,
    actor: Actor,
    host_id: int,
    code: str,
    question: IndicatorQuestion,
    months: int = MONTHS,
    facts_dir: Path | None = None,
) -> Curve:
    """Up to the last past day of the question. Zone, filters and territory apply; the period of the question does not.

    Raises the same errors as ``answer_document``.
    """
    indicator = find_indicator(actor=actor, host_id=host_id, code=code, on=question.known_on)
    question = replace(question, codes=(indicator.code,), by=())
    if indicator.kind is not IndicatorKind.COMPUTED:
        return _series_curve(actor, host_id, indicator, question)
    if indicator.time in _STATES:
        return _quarterly_curve(actor, host_id, indicator, question, facts_dir)
    return _monthly_curve(actor, host_id, indicator, question, months, facts_dir)


def monthly_curves(
    *, actor: Actor, host_id: int, question: IndicatorQuestion, months: int = MONTHS, facts_dir: Path | None = None
) -> dict[str, Curve]:
    """Monthly curves by code, for the indicators of the question that are counted by month, in one scan of the facts.

    Yearly where months would disclose small counts to readers who must not see them.
    """
    monthly = monthly_question(question, months)
    starts = month_starts(monthly.last, months + _YEAR - 1)
    answer_set = answer_question(actor=actor, host_id=host_id, question=monthly, facts_dir=facts_dir)
    drawn = [each for each in answer_set.indicators if each.kind is IndicatorKind.COMPUTED and each.time not in _STATES]
    refused = tuple(each.code for each in drawn if (answer := answer_set.of(each.code)) and answer.refusal)
    yearly = replace(yearly_question(question, monthly), codes=refused)
    by_year = _yearly_curves(actor, host_id, yearly, facts_dir) if refused else {}
    return {
        each.code: by_year.get(each.code) or _curve_of_months(each, answer_set, starts, monthly.last, months)
        for each in drawn
    }


def _yearly_curves(actor: Actor, host_id: int, yearly: IndicatorQuestion, facts_dir: Path | None) -> dict[str, Curve]:
    answer_set = answer_question(actor=actor, host_id=host_id, question=yearly, facts_dir=facts_dir)
    return {
        each.code: Curve("année", tuple(_yearly_points(each, yearly.known_on)), refusal=each.refusal)
        for each in answer_set.answers
    }  # fmt: skip


def _yearly_points(answer: IndicatorAnswer, known_on: date) -> Iterator[CurvePoint]:
    for row in answer.rows[1:]:
        year = int(row.keys[0][1])
        yield CurvePoint(date(year, 1, 1), min(date(year, 12, 31), known_on), row.value)


def _monthly_curve(
    actor: Actor, host_id: int, indicator: Indicator, question: IndicatorQuestion, months: int, facts_dir: Path | None
) -> Curve:
    return monthly_curves(actor=actor, host_id=host_id, question=question, months=months, facts_dir=facts_dir)[
        indicator.code
    ]


def _curve_of_months(indicator: Indicator, answer_set: AnswerSet, starts: list[date], last: date, months: int) -> Curve:
    answer = answer_set.of(indicator.code)
    if answer is None or answer.refusal:
        return Curve("mois", ())
    known = {row.keys[0][1]: row.value for row in answer.rows[1:] if row.keys}
    values = [known.get(f"{start:%Y-%m}") or _empty_value(indicator) for start in starts]
    sums = rolling_sums(indicator, values)
    shown = list(zip(starts, values, sums, strict=True))[-months:]
    while shown and not shown[0][1].numerator and shown[0][1].state is not ValueState.HIDDEN and shown[0][2] is None:
        shown.pop(0)
    return Curve(
        "mois", tuple(CurvePoint(start, min(month_end(start), last), value, total) for start, value, total in shown)
    )


def _empty_value(indicator: Indicator) -> Value:
    """Value of a month without facts: a count of zero, or an undefined rate."""
    return Value(ValueState.NOT_COMPUTABLE, None, 0, 0) if indicator.is_rate else Value(ValueState.MISSING, None, 0)


def _quarterly_curve(
    actor: Actor, host_id: int, indicator: Indicator, question: IndicatorQuestion, facts_dir: Path | None
) -> Curve:
    last = min(question.last, question.known_on)
    curve_points = []
    for end in quarter_ends(last, QUARTERS):
        if end < question.first:
            continue
        until_quarter = replace(question, last=end)
        answer = answer_question(actor=actor, host_id=host_id, question=until_quarter, facts_dir=facts_dir).answers[0]
        if not answer.refusal:
            curve_points.append(CurvePoint(question.first, end, answer.total.value))
    return Curve("trimestre", tuple(curve_points))


def _series_curve(actor: Actor, host_id: int, indicator: Indicator, question: IndicatorQuestion) -> Curve:
    sheet = Series.objects.filter(organisation_id=host_id, code=indicator.code).first()
    if sheet is None:
        return Curve("valeur", ())
    kind, code = (question.zone.kind, question.zone.code) if question.zone else ("region", "")
    known = series_points(
        actor=actor, series=sheet, known_on=question.known_on, zone_kind=kind, zone_code=code, split=""
    )
    return Curve(
        "valeur",
        tuple(
            CurvePoint(each.first, each.last, manual_value(each.value, each.numerator, each.denominator))
            for each in known
        ),
        tuple(CurveBreak(each.on, each.reason) for each in sheet.breaks.order_by("on")),
    )
