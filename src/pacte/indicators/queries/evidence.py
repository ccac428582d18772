"""Evidence for every action of a plan: computed, imported or declared; else what is missing and who owes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

from django.db.models import Q

from pacte.indicators.models import SeriesPoint
from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.manual_values import manual_value
from pacte.indicators.queries.operational_count_registry import plan_operational_counts
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.queries.target_answers import TargetAnswers, target_answers
from pacte.indicators.queries.unit_values import units_of_figures
from pacte.indicators.records import CountScope, ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.indicators.records.figure_units import FigureKey, FigureUnits, figure_key
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.indicators.rules.action_questions import plan_question, question_of_action
from pacte.indicators.rules.evidence import (
    computed_evidence,
    declaration_source,
    manual_evidence,
    missing_evidence,
    operational_evidence,
    with_declared_value,
    withheld_evidence,
)
from pacte.indicators.rules.periods import months_before
from pacte.indicators.rules.unit_progress import with_units
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.kernel.french import apply_french_spacing
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.records import Figure, FigureKind, PlanContent
from pacte.plan.rules.evidence import accountable_lead_names, no_evidence_sentence
from pacte.steering.queries.tracking import declared_values_by_action
from pacte.steering.records import DeclaredValueSummary
from pacte.steering.rules.declared_units import target_by_unit


def plan_evidence(
    *,
    actor: Actor,
    plan: Plan,
    known_on: date,
    numbers: frozenset[ActionCode] | None = None,
    facts_dir: Path | None = None,
    as_public: bool = False,
    is_frozen: bool = False,
    content: PlanContent | None = None,
) -> dict[ActionCode, ActionEvidence]:
    """By number, every action of the version in force (or those of ``numbers``), as known at the end of that day.

    Readers without access to the facts get the public figures of the whole region; so does everybody with
    ``as_public``, for widely read pages: the same figures for every reader. ``is_frozen``: for a document written once,
    any past day; readers who see no small count get people as known today, and are told so on another day. ``content``
    avoids reading the plan again when the caller has the version of that day. One scan of the facts.
    """
    content = content or content_of_version(version_on(actor=actor, plan=plan, on=known_on))
    wanted = [number for number in content.numbers if numbers is None or number in numbers]
    targets = {number: _targets(content, number) for number in wanted}
    codes = _codes_of(targets.values())
    question = plan_question(content, plan.pk, known_on)
    until = question.last
    answers = target_answers(
        actor=actor,
        plan=plan,
        # What is hidden depends on the other values of the plan: every page must ask for the same ones.
        codes=_codes_of(_targets(content, number) for number in content.numbers),
        question=question,
        publics=content.publics,
        as_public=as_public,
        is_frozen=is_frozen,
        facts_dir=facts_dir,
    )
    known_at = known_before(known_on)
    declared = declared_values_by_action(actor=actor, plan=plan, known_at=known_at, numbers=wanted)
    series = _last_points(plan, codes, known_on)
    counts = plan_operational_counts(
        actor=actor, plan=plan, on=known_on, aimed=_actions_by_target(targets), facts_dir=facts_dir
    )
    units = units_of_figures(
        actor=actor,
        plan=plan,
        content=content,
        targets=targets,
        question_of=lambda number, code: question_of_action(question, number, indicators().get(code)),
        known_on=known_on,
        scope=CountScope() if as_public else count_scope_of(actor, plan.organisation_id),
        counts=counts,
        facts_dir=facts_dir,
    )
    return {
        number: _action_evidence(
            content,
            number,
            targets[number],
            answers,
            declared.get(number, []),
            series,
            counts.get(number, []),
            units,
            until,
            known_on,
        )
        for number in wanted
    }


def _actions_by_target(targets: dict[ActionCode, list[Figure]]) -> dict[str, frozenset[ActionCode]]:
    by_code: dict[str, set[ActionCode]] = defaultdict(set)
    for number, figures in targets.items():
        for figure in figures:
            by_code[figure.indicator_code].add(number)
    return {code: frozenset(numbers) for code, numbers in by_code.items() if code}


def _codes_of(targets: Iterable[list[Figure]]) -> set[str]:
    return {figure.indicator_code for figures in targets for figure in figures if figure.indicator_code}


def _targets(content: PlanContent, number: ActionCode) -> list[Figure]:
    return [figure for row in content.rows_of(number) for figure in row.figures if figure.is_target]


def _last_points(plan: Plan, codes: set[str], known_on: date) -> dict[str, SeriesPoint]:
    """The last value of each series that measures a target, for the widest zone available."""
    known = end_of_day_utc(known_on).replace(tzinfo=UTC)
    rows = (
        SeriesPoint.objects.filter(
            Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known),
            series__organisation_id=plan.organisation_id, series__code__in=codes, zone_kind="region", split="",
            recorded_at__lt=known,
        )
        .select_related("series")
        .order_by("series__code", "last", "pk")
    )  # fmt: skip
    return {each.series.code: each for each in rows}


def _action_evidence(
    content: PlanContent,
    number: ActionCode,
    targets: list[Figure],
    answers: TargetAnswers,
    declared: list[DeclaredValueSummary],
    series: dict[str, SeriesPoint],
    counts: list[tuple[OperationalCount, CountResult]],
    units: dict[FigureKey, FigureUnits],
    until: date,
    on: date,
) -> ActionEvidence:
    of_units = _declared_of_units(targets, declared, units, number)
    by_code: dict[str, DeclaredValueSummary] = {
        each.indicator_code: each for each in reversed(declared) if each.indicator_code and not each.about_key
    }
    lead = accountable_lead_names(content, number)
    measured = {service.code: (service, counted) for service, counted in counts if service.is_target}
    span = (date(content.first_year, 1, 1), until)
    rows = [
        with_units(
            operational_evidence(figure, *measured[figure.indicator_code], number=number, until=on, lead=lead)
            if figure.indicator_code in measured
            else _target_evidence(figure, number, answers, by_code, series, span, on, lead),
            figure,
            units.get(figure_key(number, figure)),
            declared=of_figure,
        )
        for figure, of_figure in zip(targets, of_units, strict=True)
    ]
    rows = [
        with_declared_value(row, declared_value)
        if (declared_value := by_code.get(row.code)) and row.is_counted
        else row
        for row in rows
    ]
    # A value without a code answers no target, even one that has no code either.
    target_codes = {figure.indicator_code for figure in targets} - {""}
    placed = {each.value_id for of_figure in of_units for each in of_figure}
    rows += [
        _untargeted_evidence(each)
        for each in declared
        if each.value_id not in placed and (each.about_key or each.indicator_code not in target_codes)
    ]
    operational_counts = [
        operational_evidence(_operational_figure(each), each, counted, number=number, until=on, lead=lead)
        for each, counted in counts
        if not each.is_target
    ]
    rows += [replace(each, is_untargeted=True) for each in operational_counts]
    unmeasured_rows = [row for row in rows if not row.is_measured and not row.is_untargeted_missing]
    if rows and not unmeasured_rows:
        return ActionEvidence(number, tuple(rows), "")
    owed: dict[str, list[str]] = defaultdict(list)
    for row in unmeasured_rows:
        if not row.is_withheld:
            owed[row.owed_by or lead].append(row.what)
    missing_text = " ; ".join(
        [
            *(f"à fournir par {who} : {', '.join(what)}" for who, what in owed.items()),
            *(f"{row.what} : {row.sentence}" for row in unmeasured_rows if row.is_withheld),
        ]
    )
    return ActionEvidence(
        number, tuple(rows), apply_french_spacing(missing_text) or no_evidence_sentence(content, number)
    )


def _declared_of_units(
    targets: list[Figure],
    declared: list[DeclaredValueSummary],
    units: dict[FigureKey, FigureUnits],
    number: ActionCode,
) -> list[list[DeclaredValueSummary]]:
    """For each target, the values declared of one of the places or periods that it expects."""
    values_by_target = []
    for figure in targets:
        known = units.get(figure_key(number, figure))
        keys = {each.key for each in known.expected} if known else set()
        values_by_target.append(
            [
                each
                for each in declared
                if each.about_key in keys and target_by_unit([figure], code=each.indicator_code, what=each.what)
            ]
        )
    return values_by_target


def _target_evidence(
    figure: Figure,
    number: ActionCode,
    answers: TargetAnswers,
    declared: dict[str, DeclaredValueSummary],
    series: dict[str, SeriesPoint],
    span: tuple[date, date],
    on: date,
    lead: str,
) -> EvidenceRow:
    code = figure.indicator_code
    answer = answers.of(code, number) if code else None
    if answer and answer.refusal:
        return withheld_evidence(figure, sentence=answer.refusal, grade=answer.indicator.grade, exists=answer.exists)
    if answer and (answer.value.state is not ValueState.NOT_COMPUTABLE or code not in declared):
        return computed_evidence(
            figure,
            answer.indicator,
            answer.value,
            number=number,
            span=span,
            on=on,
            lead=lead,
            baseline=answer.baseline,
            exists=answer.exists,
            parts=answer.parts,
        )
    if code and code in series:
        point = series[code]
        sheet = point.series
        due_on = months_before(point.last, -(sheet.periodicity_months + sheet.delay_months))
        return manual_evidence(
            figure,
            manual_value(point.value, point.numerator, point.denominator),
            kind=EvidenceKind.SERIES,
            unit=sheet.unit,
            until=point.last,
            due_on=due_on,
            on=on,
            source=sheet.source,
        )
    if code and code in declared:
        declaration = declared[code]
        return _declared_evidence(figure, declaration)
    return missing_evidence(figure, owed_by=lead)


def _operational_figure(service: OperationalCount) -> Figure:
    return _untargeted_figure(service.what, service.unit, service.code)


def _untargeted_figure(what: str, unit: str, code: str) -> Figure:
    """A figure that is not a target of the plan, but that shows what is done for it."""
    return Figure(what, kind=FigureKind.TARGET, unit=unit, indicator_code=code, proposed=True)


def _untargeted_evidence(declaration: DeclaredValueSummary) -> EvidenceRow:
    """Evidence for a value that a lead declares in addition to the targets of the plan."""
    return _declared_evidence(
        _untargeted_figure(declaration.name, declaration.unit, declaration.indicator_code), declaration
    )


def _declared_evidence(figure: Figure, declaration: DeclaredValueSummary) -> EvidenceRow:
    row = manual_evidence(
        figure,
        manual_value(declaration.value),
        kind=EvidenceKind.DECLARED,
        unit=declaration.unit or figure.unit,
        until=declaration.happened_on,
        due_on=None,
        on=declaration.happened_on,
        source=declaration_source(declaration),
    )
    return replace(row, value_id=declaration.value_id)
