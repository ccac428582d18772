"""Indicators that are not computed: the last value of their series, or the last one declared by a lead."""

from __future__ import annotations

from collections.abc import Sequence
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
from pacte.plan.queries import content_of_version, main_plan, version_on
from pacte.plan.rules.evidence import accountable_leads
from pacte.steering.queries.tracking import declared_values_by_action


def known_indicator(*, actor: Actor, host_id: int, code: str, on: date) -> Indicator:
    """From the catalogue, else from a series, else from the declared indicators of the plan.

    Raises ``Invalid`` for an unknown code.
    """
    known = indicators()
    if code in known:
        return known[code]
    sheet = Series.objects.filter(organisation_id=host_id, code=code).first()
    if sheet is not None:
        return of_series(sheet)
    return _of_plan(actor, code, on) or indicator(code)


def known_indicators(*, actor: Actor, host_id: int, codes: Sequence[str], on: date) -> list[Indicator]:
    """Indicators of the codes, without duplicates, in order; one query for all the series. Raises ``Invalid``."""
    known = indicators()
    entered = [code for code in codes if code not in known]
    sheets = {
        each.code: of_series(each)
        for each in (Series.objects.filter(organisation_id=host_id, code__in=entered) if entered else ())
    }
    named = (
        known.get(code) or sheets.get(code) or known_indicator(actor=actor, host_id=host_id, code=code, on=on)
        for code in codes
    )
    return list({each.code: each for each in named}.values())


def of_series(sheet: Series) -> Indicator:
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
    content = content_of_version(version_on(actor=actor, plan=plan, on=on))
    for row in content.rows:
        for figure in row.figures:
            if figure.indicator_code == code:
                owners = dict.fromkeys(lead.organisation for lead in accountable_leads(content, row.number))
                return Indicator(
                    code=code, number="", label=figure.what, question=f"Où en est : {figure.what} ?",
                    unit=figure.unit, entity=f"action {row.number} du plan", source="déclaration du porteur",
                    owner=", ".join(owners) or "porteur à désigner", kind=Kind.DECLARED,
                    territory=TerritoryRule.NONE, counts_people=False,
                )  # fmt: skip
    return None


def entered_answers(*, actor: Actor, host_id: int, asked: Sequence[Indicator], question: Question) -> dict[str, Answer]:
    """By code, the last value of the period, as known then; « missing » when there is none. No value has a split.

    A constant number of queries.
    """
    if not asked:
        return {}
    if question.by or question.where:
        refused = "une valeur saisie n’a pas de ventilation"
        return {each.code: Answer(each.code, (Line((), Value(State.MISSING)),), refused=refused) for each in asked}
    codes = [each.code for each in asked]
    found = _last_declared(actor, codes, question) | _last_points(host_id, codes, question)
    return {each.code: _entered(each, found.get(each.code)) for each in asked}


def _entered(asked: Indicator, found: tuple[Value, date] | None) -> Answer:
    if found is None:
        return Answer(asked.code, (Line((), Value(State.MISSING, received=0, expected=1)),))
    value, until = found
    due_on = months_before(until, -(asked.periodicity_months + asked.delay_months))
    return Answer(asked.code, (Line((), value),), due_on=due_on)


def _last_points(host_id: int, codes: Sequence[str], question: Question) -> dict[str, tuple[Value, date]]:
    known = known_until(question.known_on).replace(tzinfo=UTC)
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
    return {each.series.code: (typed_value(each.value, each.numerator, each.denominator), each.last) for each in points}


def _last_declared(actor: Actor, codes: Sequence[str], question: Question) -> dict[str, tuple[Value, date]]:
    plan = main_plan(actor=actor)
    if plan is None or question.zone is not None:
        return {}
    known_at = min(now(), known_until(question.known_on).replace(tzinfo=UTC))
    found: dict[str, tuple[Value, date]] = {}
    for lines in declared_values_by_action(actor=actor, plan=plan, known_at=known_at).values():
        for line in lines:
            if line.indicator_code in codes and question.first <= line.happened_on <= question.last:
                found.setdefault(line.indicator_code, (typed_value(line.value), line.happened_on))
    return found


def typed_value(value: object, numerator: object = None, denominator: object = None) -> Value:
    """A number from a person or a file, with its numerator and denominator when provided.

    None: confidential at the source.
    """
    if value is None:
        return Value(State.HIDDEN)
    return Value(
        State.NUMBER, Fraction(str(value)), None if numerator is None else float(str(numerator)),
        None if denominator is None else float(str(denominator)),
    )  # fmt: skip
