"""A figure over time: by month, by quarter for a stock, or the values of a series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pacte.indicators.facts.dimensions import MONTH, YEAR
from pacte.indicators.models import Series
from pacte.indicators.queries.answering import Answered, answered
from pacte.indicators.queries.entered import known_indicator, typed_value
from pacte.indicators.queries.series import points
from pacte.indicators.records import Answer, Indicator, Kind, Question, State, TimeRule, Value
from pacte.indicators.records.curve import Curve, CurveBreak, CurvePoint
from pacte.indicators.rules.curves import month_end, month_starts, quarter_ends, rolling
from pacte.kernel.actor import Actor

MONTHS, QUARTERS = 24, 8
_YEAR = 12
_STATES = frozenset({TimeRule.STOCK, TimeRule.CUMULATIVE, TimeRule.ROLLING})


def curve(
    *, actor: Actor, host_id: int, code: str, question: Question, months: int = MONTHS, place: Path | None = None
) -> Curve:
    """Up to the last past day of the question. Zone, filters and territory apply; the period of the question does not.

    Raises the same errors as ``answer_document``.
    """
    asked = known_indicator(actor=actor, host_id=host_id, code=code, on=question.known_on)
    question = replace(question, codes=(asked.code,), by=())
    if asked.kind is not Kind.COMPUTED:
        return _of_series(actor, host_id, asked, question)
    if asked.time in _STATES:
        return _by_quarter(actor, host_id, asked, question, place)
    return _by_month(actor, host_id, asked, question, months, place)


def curves(
    *, actor: Actor, host_id: int, question: Question, months: int = MONTHS, place: Path | None = None
) -> dict[str, Curve]:
    """Monthly curves by code, for the indicators of the question that are counted by month, in one scan of the facts.

    Yearly where months would disclose small counts to readers who must not see them.
    """
    last = min(question.last, question.known_on)
    starts = month_starts(last, months + _YEAR - 1)
    monthly = replace(question, first=starts[0], last=last, by=(MONTH,))
    found = answered(actor=actor, host_id=host_id, question=monthly, place=place)
    drawn = [each for each in found.asked if each.kind is Kind.COMPUTED and each.time not in _STATES]
    refused = tuple(each.code for each in drawn if (told := found.of(each.code)) and told.refused)
    yearly = replace(monthly, codes=refused, first=min(question.first, starts[0]))
    by_year = _by_year(actor, host_id, yearly, place) if refused else {}
    return {each.code: by_year.get(each.code) or _curve(each, found, starts, last, months) for each in drawn}


def _by_year(actor: Actor, host_id: int, question: Question, place: Path | None) -> dict[str, Curve]:
    """Civil years up to that of the last day, the current one as far as it is known."""
    asked = replace(
        question, first=date(question.first.year, 1, 1), last=date(question.last.year, 12, 31), by=(YEAR,)
    )  # fmt: skip
    found = answered(actor=actor, host_id=host_id, question=asked, place=place)
    return {
        each.code: Curve("année", tuple(_years(each, asked.known_on)), refused=each.refused)
        for each in found.answers
    }  # fmt: skip


def _years(told: Answer, known_on: date) -> Iterator[CurvePoint]:
    for line in told.lines[1:]:
        year = int(line.keys[0][1])
        yield CurvePoint(date(year, 1, 1), min(date(year, 12, 31), known_on), line.value)


def _by_month(
    actor: Actor, host_id: int, asked: Indicator, question: Question, months: int, place: Path | None
) -> Curve:
    return curves(actor=actor, host_id=host_id, question=question, months=months, place=place)[asked.code]


def _curve(asked: Indicator, found: Answered, starts: list[date], last: date, months: int) -> Curve:
    answer = found.of(asked.code)
    if answer is None or answer.refused:
        return Curve("mois", ())
    known = {line.keys[0][1]: line.value for line in answer.lines[1:] if line.keys}
    values = [known.get(f"{start:%Y-%m}") or _nothing(asked) for start in starts]
    sums = rolling(asked, values)
    shown = list(zip(starts, values, sums, strict=True))[-months:]
    while shown and not shown[0][1].numerator and shown[0][1].state is not State.HIDDEN and shown[0][2] is None:
        shown.pop(0)
    return Curve(
        "mois", tuple(CurvePoint(start, min(month_end(start), last), value, total) for start, value, total in shown)
    )


def _nothing(asked: Indicator) -> Value:
    """Value of a month without facts: a count of zero, or an undefined rate."""
    return Value(State.NOT_COMPUTABLE, None, 0, 0) if asked.is_rate else Value(State.MISSING, None, 0)


def _by_quarter(actor: Actor, host_id: int, asked: Indicator, question: Question, place: Path | None) -> Curve:
    last = min(question.last, question.known_on)
    found = []
    for end in quarter_ends(last, QUARTERS):
        if end < question.first:
            continue
        there = replace(question, last=end)
        answer = answered(actor=actor, host_id=host_id, question=there, place=place).answers[0]
        if not answer.refused:
            found.append(CurvePoint(question.first, end, answer.whole.value))
    return Curve("trimestre", tuple(found))


def _of_series(actor: Actor, host_id: int, asked: Indicator, question: Question) -> Curve:
    sheet = Series.objects.filter(organisation_id=host_id, code=asked.code).first()
    if sheet is None:
        return Curve("valeur", ())
    kind, code = (question.zone.kind, question.zone.code) if question.zone else ("region", "")
    known = points(actor=actor, series=sheet, known_on=question.known_on, zone_kind=kind, zone_code=code, split="")
    return Curve(
        "valeur",
        tuple(
            CurvePoint(each.first, each.last, typed_value(each.value, each.numerator, each.denominator))
            for each in known
        ),
        tuple(CurveBreak(each.on, each.reason) for each in sheet.breaks.order_by("on")),
    )
