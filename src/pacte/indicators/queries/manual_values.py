"""Indicators that are not computed: the last value of their series, or the last one declared by a lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from fractions import Fraction

from django.db.models import Q

from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.queries.catalogue import indicator, indicators
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.records import (
    AnswerRow,
    Direction,
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
    TerritoryRule,
    Value,
    ValueState,
)
from pacte.indicators.rules.periods import months_before
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.plan.queries import content_of_version, main_plan, version_on
from pacte.plan.rules.evidence import accountable_leads
from pacte.steering.queries.tracking import declared_values_by_action


def find_indicator(*, actor: Actor, host_id: int, code: str, on: date) -> Indicator:
    """From the catalogue, else from a series, else from the declared indicators of the plan.

    Raises ``ValidationError`` for an unknown code.
    """
    known = indicators()
    if code in known:
        return known[code]
    sheet = Series.objects.filter(organisation_id=host_id, code=code).first()
    if sheet is not None:
        return indicator_of_series(sheet)
    return _indicator_of_plan(actor, code, on) or indicator(code)


def find_indicators(*, actor: Actor, host_id: int, codes: Sequence[str], on: date) -> list[Indicator]:
    """Indicators of the codes, without duplicates, in order; one query for all the series. Raises
    ``ValidationError``.
    """
    known = indicators()
    other_codes = [code for code in codes if code not in known]
    sheets = {
        each.code: indicator_of_series(each)
        for each in (Series.objects.filter(organisation_id=host_id, code__in=other_codes) if other_codes else ())
    }
    named = (
        known.get(code) or sheets.get(code) or find_indicator(actor=actor, host_id=host_id, code=code, on=on)
        for code in codes
    )
    return list({each.code: each for each in named}.values())


def indicator_of_series(sheet: Series) -> Indicator:
    """The metadata of a series as an indicator."""
    return Indicator(
        code=sheet.code,
        number="",
        label=sheet.label,
        question=sheet.question,
        unit=sheet.unit,
        entity=sheet.entity,
        source=sheet.source,
        owner=sheet.owner,
        kind=IndicatorKind.SERIES,
        territory=TerritoryRule(sheet.territory),
        direction=Direction(sheet.direction),
        periodicity_months=sheet.periodicity_months,
        delay_months=sheet.delay_months,
        is_public=sheet.is_public,
        counts_people=False,
        note=sheet.note,
    )


def _indicator_of_plan(actor: Actor, code: str, on: date) -> Indicator | None:
    plan = main_plan(actor=actor)
    if plan is None:
        return None
    content = content_of_version(version_on(actor=actor, plan=plan, on=on))
    for row in content.rows:
        for figure in row.figures:
            if figure.indicator_code == code:
                owners = dict.fromkeys(lead.organisation for lead in accountable_leads(content, row.number))
                return Indicator(
                    code=code, number="", label=figure.what, question=f"Où en est : {figure.what} ?",
                    unit=figure.unit, entity=f"action {row.number} du plan", source="déclaration du porteur",
                    owner=", ".join(owners) or "porteur à désigner", kind=IndicatorKind.DECLARED,
                    territory=TerritoryRule.NONE, counts_people=False,
                )  # fmt: skip
    return None


def manual_answers(
    *, actor: Actor, host_id: int, definitions: Sequence[Indicator], question: IndicatorQuestion
) -> dict[str, IndicatorAnswer]:
    """By code, the last value of the period, as known then; « missing » when there is none. No value has a split.

    A constant number of queries.
    """
    if not definitions:
        return {}
    if question.by or question.where:
        refusal = "une valeur saisie n’a pas de ventilation"
        return {
            each.code: IndicatorAnswer(each.code, (AnswerRow((), Value(ValueState.MISSING)),), refusal=refusal)
            for each in definitions
        }
    codes = [each.code for each in definitions]
    values = _last_declared_values(actor, codes, question) | _last_points(host_id, codes, question)
    return {each.code: _manual_answer(each, values.get(each.code)) for each in definitions}


def _manual_answer(definition: Indicator, last_value: tuple[Value, date] | None) -> IndicatorAnswer:
    if last_value is None:
        return IndicatorAnswer(definition.code, (AnswerRow((), Value(ValueState.MISSING, received=0, expected=1)),))
    value, until = last_value
    due_on = months_before(until, -(definition.periodicity_months + definition.delay_months))
    return IndicatorAnswer(definition.code, (AnswerRow((), value),), due_on=due_on)


def _last_points(host_id: int, codes: Sequence[str], question: IndicatorQuestion) -> dict[str, tuple[Value, date]]:
    known = end_of_day_utc(question.known_on).replace(tzinfo=UTC)
    zone = {"zone_kind": "region"}
    if question.zone:
        zone = {"zone_kind": question.zone.kind, "zone_code": question.zone.code}
    points = (
        SeriesPoint.objects.filter(
            Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known), series__organisation_id=host_id,
            series__code__in=codes, split="", last__gte=question.first, last__lte=question.last,
            recorded_at__lt=known, **zone,
        )
        .order_by("series__code", "-last", "-pk")
        .distinct("series__code")
        .select_related("series")
    )  # fmt: skip
    return {
        each.series.code: (manual_value(each.value, each.numerator, each.denominator), each.last) for each in points
    }


def _last_declared_values(
    actor: Actor, codes: Sequence[str], question: IndicatorQuestion
) -> dict[str, tuple[Value, date]]:
    plan = main_plan(actor=actor)
    if plan is None or question.zone is not None:
        return {}
    known_at = known_before(question.known_on)
    values: dict[str, tuple[Value, date]] = {}
    for declarations in declared_values_by_action(actor=actor, plan=plan, known_at=known_at).values():
        for declaration in declarations:
            # The value of one place or period is not that of the whole.
            if declaration.about_key:
                continue
            if declaration.indicator_code in codes and question.first <= declaration.happened_on <= question.last:
                values.setdefault(
                    declaration.indicator_code, (manual_value(declaration.value), declaration.happened_on)
                )
    return values


def manual_value(value: object, numerator: object = None, denominator: object = None) -> Value:
    """A number from a person or a file, with its numerator and denominator when provided.

    None: confidential at the source.
    """
    if value is None:
        return Value(ValueState.HIDDEN)
    return Value(
        ValueState.NUMBER, Fraction(str(value)), None if numerator is None else float(str(numerator)),
        None if denominator is None else float(str(denominator)),
    )  # fmt: skip
