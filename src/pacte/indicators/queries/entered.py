"""Indicators that are not computed: the last value of their series, or the last one that a lead declared."""

from __future__ import annotations

from datetime import UTC, date
from fractions import Fraction

from django.db.models import Q

from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.queries.catalogue import indicator, indicators
from pacte.indicators.queries.store import known_until
from pacte.indicators.records import (
    Answer,
    Direction,
    Indicator,
    Kind,
    Line,
    Question,
    State,
    TerritoryRule,
    Value,
)
from pacte.indicators.rules.periods import months_before
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.plan.queries import content_of, main_plan, version_on
from pacte.plan.rules.evidence import owed_by
from pacte.steering.queries.following import value_lines


def known_indicator(*, actor: Actor, host_id: int, code: str, on: date) -> Indicator:
    """Of the catalogue, else a series that was entered, else what the plan says that its lead declares.

    Raises ``Invalid`` when nobody knows the code.
    """
    known = indicators()
    if code in known:
        return known[code]
    sheet = Series.objects.filter(organisation_id=host_id, code=code).first()
    if sheet is not None:
        return _of_series(sheet)
    return _of_plan(actor, code, on) or indicator(code)


def _of_series(sheet: Series) -> Indicator:
    return Indicator(
        code=sheet.code,
        number="",
        label=sheet.label,
        question=sheet.question,
        unit=sheet.unit,
        entity=sheet.entity,
        source=sheet.source,
        owner=sheet.owner,
        kind=Kind.SERIES,
        territory=TerritoryRule(sheet.territory),
        direction=Direction(sheet.direction),
        periodicity_months=sheet.periodicity_months,
        delay_months=sheet.delay_months,
        is_public=sheet.is_public,
        counts_people=False,
        note=sheet.note,
    )


def _of_plan(actor: Actor, code: str, on: date) -> Indicator | None:
    plan = main_plan(actor=actor)
    if plan is None:
        return None
    content = content_of(version_on(actor=actor, plan=plan, on=on))
    for row in content.rows:
        for figure in row.figures:
            if figure.indicator_code == code:
                owners = dict.fromkeys(lead.organisation for lead in owed_by(content, row.number))
                return Indicator(
                    code=code, number="", label=figure.what, question=f"Où en est : {figure.what} ?",
                    unit=figure.unit, entity=f"action {row.number} du plan", source="déclaration du porteur",
                    owner=", ".join(owners) or "porteur à désigner", kind=Kind.DECLARED,
                    territory=TerritoryRule.NONE, counts_people=False,
                )  # fmt: skip
    return None


def entered_answer(*, actor: Actor, host_id: int, asked: Indicator, question: Question) -> Answer:
    """Its last value of the period, as known then; « missing » when nobody gave one. It has no split of its own."""
    if question.by or question.where:
        return Answer(asked.code, (Line((), Value(State.MISSING)),), refused="une valeur saisie n’a pas de ventilation")
    found = _last_point(host_id, asked.code, question) or _last_declared(actor, asked.code, question)
    if found is None:
        return Answer(asked.code, (Line((), Value(State.MISSING, received=0, expected=1)),))
    value, until = found
    due_on = months_before(until, -(asked.periodicity_months + asked.delay_months))
    return Answer(asked.code, (Line((), value),), due_on=due_on)


def _last_point(host_id: int, code: str, question: Question) -> tuple[Value, date] | None:
    known = known_until(question.known_on).replace(tzinfo=UTC)
    zone = {"zone_kind": "region"}
    if question.zone:
        zone = {"zone_kind": question.zone.kind, "zone_code": question.zone.code}
    point = (
        SeriesPoint.objects.filter(
            Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known), series__organisation_id=host_id,
            series__code=code, split="", last__gte=question.first, last__lte=question.last, recorded_at__lt=known,
            **zone,
        )
        .order_by("-last", "-pk")
        .first()
    )  # fmt: skip
    return (typed_value(point.value, point.numerator, point.denominator), point.last) if point else None


def _last_declared(actor: Actor, code: str, question: Question) -> tuple[Value, date] | None:
    plan = main_plan(actor=actor)
    if plan is None or question.zone is not None:
        return None
    known_at = min(now(), known_until(question.known_on).replace(tzinfo=UTC))
    for lines in value_lines(actor=actor, plan=plan, known_at=known_at).values():
        for line in lines:
            if line.indicator_code == code and question.first <= line.happened_on <= question.last:
                return typed_value(line.value), line.happened_on
    return None


def typed_value(value: object, numerator: object = None, denominator: object = None) -> Value:
    """A number that a person or a file gave; its numerator and denominator when they came with it."""
    return Value(
        State.NUMBER, Fraction(str(value)), None if numerator is None else float(str(numerator)),
        None if denominator is None else float(str(denominator)),
    )  # fmt: skip
