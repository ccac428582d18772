"""Units of the figures of a plan: the places and periods expected, and what is known of each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

from django.db.models import Q

from pacte.indicators.models import SeriesPoint
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.coverage_registry import coverage_sources, plan_coverage, zone_frames
from pacte.indicators.queries.store import end_of_day_utc, open_facts, read_manifest
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    Direction,
    Indicator,
    IndicatorKind,
    IndicatorQuestion,
    TimeRule,
    ValueState,
)
from pacte.indicators.records.evidence import EvidenceKind
from pacte.indicators.records.figure_units import FigureKey, FigureUnits, UnitValues, figure_key
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.indicators.records.question import MONTH, QUARTER, SEMESTER, YEAR, ZONE
from pacte.indicators.rules.operational_units import operational_units
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.records import Figure, PlanContent
from pacte.plan.records.per import FigurePer, PerNature
from pacte.plan.rules.expected_periods import expected_periods, is_calendar_period, period_key
from pacte.plan.rules.expected_places import expected_places
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import ProgressOutcome, outcome_without_measure
from pacte.plan.rules.progress_by_unit import ExpectedUnit
from pacte.reference.records import ZoneKind

_BY_YEAR = parse_per("an")
_SPLITS_BY_MONTHS = {1: MONTH, 3: QUARTER, 6: SEMESTER, 12: YEAR}
_RISING = {Direction.RISING: True, Direction.FALLING: False}


CountsByAction = Mapping[ActionCode, Sequence[tuple[OperationalCount, CountResult]]]
QuestionOfTarget = Callable[[ActionCode, str], IndicatorQuestion]
"""Action and indicator code → the question that measures this target of the action, without any split."""


def units_of_figures(
    *,
    actor: Actor,
    plan: Plan,
    content: PlanContent,
    targets: Mapping[ActionCode, Iterable[Figure]],
    question_of: QuestionOfTarget,
    known_on: date,
    scope: CountScope,
    counts: CountsByAction | None = None,
    facts_dir: Path | None = None,
) -> dict[FigureKey, FigureUnits]:
    """Units of the targets by place or period, and values by year of the wishes. Other figures have no key.

    Measured by, in this order: a map of blanks, a computed indicator, an operational count of ``counts``, a series.
    ``scope``: that of the reader.
    """
    wanted = {
        figure_key(number, each): (number, each)
        for number, figures in targets.items()
        for each in figures
        if _has_units(each)
    }
    if not wanted:
        return {}
    if not scope.hosts and not scope.everything:
        # As for the values themselves: who has no facts of their own reads the figures of the whole region.
        scope = CountScope(hosts=frozenset({plan.organisation_id}))
    pers = {key: parse_per(figure.per) if figure.per else _BY_YEAR for key, (_, figure) in wanted.items()}
    series = _series_values(plan, {(key[1], pers[key]) for key in wanted}, known_on)
    kinds = {per.zone_kind for per in pers.values() if per.zone_kind}
    reader = _UnitReader(actor, plan, content, question_of, known_on, scope, facts_dir, kinds)
    units = {}
    for key, (number, figure) in wanted.items():
        code, per = figure.indicator_code, pers[key]
        expected = reader.expected(figure) if figure.per else ()
        known = (
            reader.measured(number, code, per)
            or _counted((counts or {}).get(number, ()), figure, expected, known_on)
            or series.get((code, per))
            or UnitValues()
        )
        units[key] = FigureUnits(expected, known) if figure.per else _years_over(known, known_on)
    return units


def _counted(
    counts: Iterable[tuple[OperationalCount, CountResult]],
    figure: Figure,
    expected: Sequence[ExpectedUnit],
    on: date,
) -> UnitValues | None:
    of_target = (each for each in counts if each[0].is_target and each[0].code == figure.indicator_code)
    service, counted = next(of_target, (None, None))
    if service is None or counted is None:
        return None
    return operational_units(service, counted, parse_per(figure.per), expected, on=on)


def _years_over(known: UnitValues, on: date) -> FigureUnits:
    """A wish compares whole years: the one that is not over would be below the one before."""
    over = {year: value for year, value in known.values.items() if date(int(year), 12, 31) <= on}
    return FigureUnits((), replace(known, values=over))


def _has_units(figure: Figure) -> bool:
    per = parse_per(figure.per)
    if per.is_by_unit:
        return figure.is_target
    return per.nature is PerNature.NONE and outcome_without_measure(figure) is ProgressOutcome.NO_FIGURE


class _UnitReader:
    """What the figures of one plan share: its zones by kind, its day, its reader."""

    def __init__(
        self,
        actor: Actor,
        plan: Plan,
        content: PlanContent,
        question_of: QuestionOfTarget,
        known_on: date,
        scope: CountScope,
        facts_dir: Path | None,
        kinds: Collection[ZoneKind],
    ) -> None:
        self._actor, self._plan, self._content, self._question_of = actor, plan, content, question_of
        self._on, self._scope, self._facts_dir = known_on, scope, facts_dir
        self._frames = zone_frames(actor=actor, plan=plan, kinds=kinds, on=known_on)

    def expected(self, figure: Figure) -> tuple[ExpectedUnit, ...]:
        kind = parse_per(figure.per).zone_kind
        if kind is None:
            first, last = self._content.first_year, self._content.last_year
            return expected_periods(figure, first_year=first, last_year=last, on=self._on)
        frame = self._frames.get(kind)
        return expected_places(frame.names) if frame else ()

    def measured(self, number: ActionCode, code: str, per: FigurePer) -> UnitValues | None:
        """None when neither a map of blanks nor a computed indicator measures it unit by unit."""
        return self._covered(code, per) or self._computed(number, code, per)

    def _covered(self, code: str, per: FigurePer) -> UnitValues | None:
        source = next(iter(coverage_sources(actor=self._actor, target=code)), None)
        if source is None or per.zone_kind is None or not source.measures_target:
            return None
        covered = plan_coverage(actor=self._actor, plan=self._plan, source=source, kind=per.zone_kind, on=self._on)
        if covered is None or all(each.is_blank for each in covered.zones):
            # Nothing is registered yet: the register does not measure it.
            return None
        return UnitValues(
            EvidenceKind.COMPUTED,
            {each.code: Decimal(each.count) for each in covered.zones},
            until=self._on,
            source=source.source,
            is_rising=True,
        )

    def _computed(self, number: ActionCode, code: str, per: FigurePer) -> UnitValues | None:
        definition = indicators().get(code)
        split = ZONE if per.zone_kind else _SPLITS_BY_MONTHS.get(per.months)
        if definition is None or split is None or not self._may_split(definition, split):
            return None
        question = replace(self._question_of(number, code), codes=(code,), by=(split,))
        if per.zone_kind:
            question = replace(question, zone_kind=per.zone_kind.value)
        with open_facts(on=self._on, facts_dir=self._facts_dir) as connection:
            if per.zone_kind:
                load_zones(connection, kind=per.zone_kind)
            (answer,) = compute_answers(
                connection, [definition], question, self._scope, labels={}, facts_dir=self._facts_dir
            )
        return None if answer.refusal else _values_of_rows(definition, answer.rows[1:], question.last)

    def _may_split(self, definition: Indicator, split: str) -> bool:
        """A reader who sees no small count gets no new cut of people: beside the published ones it would disclose."""
        if definition.kind is not IndicatorKind.COMPUTED or not read_manifest(self._facts_dir).built_at:
            return False
        if definition.suppresses_small_counts and not self._scope.sees_small:
            return False
        return split == ZONE or definition.time in (TimeRule.FLOW, TimeRule.COHORT)


def _values_of_rows(definition: Indicator, rows: Iterable[AnswerRow], last: date) -> UnitValues:
    values: dict[str, Decimal | None] = {}
    hidden: set[str] = set()
    for row in rows:
        key = row.keys[0][1]
        values[key] = row.value.decimal
        if row.value.state is ValueState.HIDDEN:
            hidden.add(key)
    return UnitValues(
        EvidenceKind.COMPUTED, values, frozenset(hidden), last, definition.source, _RISING.get(definition.direction)
    )


def _series_values(
    plan: Plan, wanted: set[tuple[str, FigurePer]], known_on: date
) -> Mapping[tuple[str, FigurePer], UnitValues]:
    """The last value of each place, or the value of each calendar period in the whole region. One query."""
    known = end_of_day_utc(known_on).replace(tzinfo=UTC)
    zone_kinds = {per.zone_kind.value if per.zone_kind else ZoneKind.REGION.value for _, per in wanted}
    points = (
        SeriesPoint.objects.filter(
            Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known),
            series__organisation_id=plan.organisation_id, series__code__in={code for code, _ in wanted},
            zone_kind__in=zone_kinds, split="", recorded_at__lt=known,
        )
        .select_related("series")
        .order_by("last", "pk")
    )  # fmt: skip
    by_code: dict[str, list[SeriesPoint]] = defaultdict(list)
    for point in points:
        by_code[point.series.code].append(point)
    return {(code, per): values for code, per in wanted if (values := _values_of_points(by_code.get(code, []), per))}


def _values_of_points(points: Iterable[SeriesPoint], per: FigurePer) -> UnitValues | None:
    """Points oldest first: a later one of the same place replaces it."""
    by_key = {key: each for each in points if (key := _key_of_point(each, per))}
    if not by_key:
        return None
    latest = max(by_key.values(), key=lambda each: each.last)
    return UnitValues(
        EvidenceKind.SERIES,
        {key: each.value for key, each in by_key.items()},
        frozenset(key for key, each in by_key.items() if each.is_hidden),
        latest.last,
        latest.series.source,
        _RISING.get(Direction(latest.series.direction)),
    )


def _key_of_point(point: SeriesPoint, per: FigurePer) -> str:
    if per.zone_kind:
        return point.zone_code if point.zone_kind == per.zone_kind else ""
    is_whole = point.zone_kind == ZoneKind.REGION and is_calendar_period(point.first, point.last, per.months)
    return period_key(point.first, per.months) if is_whole else ""
