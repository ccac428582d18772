"""Register of missing indicators, found or noted, and the surveys that fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.indicators.models import MissingIndicator, Survey, SurveyStratum
from pacte.indicators.permissions import may
from pacte.indicators.records.survey import Estimate, Stratum
from pacte.indicators.rules.survey import stratified_estimate
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class SurveyMeasure:
    """Result of a survey for one missing indicator: its latest strata, and the estimate."""

    gap: MissingIndicator
    strata: tuple[Stratum, ...]
    estimate: Estimate | None
    batches: int


@dataclass(frozen=True, slots=True)
class SurveyDetails:
    survey: Survey
    measures: tuple[SurveyMeasure, ...]

    @property
    def respondents(self) -> int | None:
        """The largest number of respondents of its measures; None before any answer."""
        counts = [each.estimate.respondents for each in self.measures if each.estimate]
        return max(counts, default=None)


def can_see_gaps(*, actor: Actor, plan: Plan) -> bool:
    return may(actor, "indicators.see_gaps", plan.organisation_id)


def can_edit_gaps(*, actor: Actor, plan: Plan) -> bool:
    return may(actor, "indicators.keep_gaps", plan.organisation_id)


def plan_gaps(*, actor: Actor, plan: Plan) -> list[MissingIndicator]:
    """Open ones first, by due date; then the closed ones. Raises ``NotFound``."""
    _refuse_unless_visible(actor, plan)
    entries = MissingIndicator.objects.filter(plan=plan).prefetch_related("surveys__survey")
    return sorted(entries, key=lambda each: (each.closed_on is not None, each.due_on or date.max, each.number))


def gap_by_number(*, actor: Actor, plan: Plan, number: int) -> MissingIndicator:
    _refuse_unless_visible(actor, plan)
    return ensure_found(MissingIndicator.objects.filter(plan=plan, number=number).first())


def plan_surveys(*, actor: Actor, plan: Plan) -> list[SurveyDetails]:
    """Latest first, each with its results."""
    _refuse_unless_visible(actor, plan)
    rows = Survey.objects.filter(plan=plan).prefetch_related("aims__gap", "strata").order_by("-number")
    return [_survey_details(each) for each in rows]


def survey_by_number(*, actor: Actor, plan: Plan, number: int) -> SurveyDetails:
    _refuse_unless_visible(actor, plan)
    survey = ensure_found(
        Survey.objects.filter(plan=plan, number=number).prefetch_related("aims__gap", "strata").first()
    )
    return _survey_details(survey)


def _survey_details(survey: Survey) -> SurveyDetails:
    by_gap: dict[int, list[SurveyStratum]] = defaultdict(list)
    for row in survey.strata.all():
        by_gap[row.gap_id].append(row)
    return SurveyDetails(survey, tuple(_survey_measure(aim.gap, by_gap[aim.gap_id]) for aim in survey.aims.all()))


def _survey_measure(gap: MissingIndicator, rows: Iterable[SurveyStratum]) -> SurveyMeasure:
    all_rows = list(rows)
    last = max((row.batch for row in all_rows), default=0)
    strata = tuple(
        Stratum(row.label, row.population, row.respondents, row.yes)
        for row in sorted(all_rows, key=lambda each: each.pk)
        if row.batch == last
    )
    return SurveyMeasure(gap, strata, stratified_estimate(strata) if strata else None, last)


def _refuse_unless_visible(actor: Actor, plan: Plan) -> None:
    hide_unless(can_see_gaps(actor=actor, plan=plan))
