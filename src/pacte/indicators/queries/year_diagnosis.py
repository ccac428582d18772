"""The diagnosis of one year of a plan: figures of its region, gaps of the register, surveys run."""

from __future__ import annotations

from datetime import date

from pacte.indicators.models import MissingIndicator, Survey
from pacte.indicators.queries.gap_outcomes import gap_outcomes
from pacte.indicators.queries.gaps import SurveyDetails, can_see_gaps, plan_gaps, plan_surveys
from pacte.indicators.queries.profile import zone_profile
from pacte.indicators.records.year_diagnosis import DiagnosisFigure, DiagnosisGap, SurveyResult, YearDiagnosis
from pacte.indicators.rules.gap_counts import gap_counts
from pacte.indicators.rules.year_diagnosis import diagnosis_figures
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day
from pacte.plan.models import Plan
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind

_KIND_WORDS = {kind.value: words for kind, words in ZONE_KIND_LABELS.items()}


def year_diagnosis(*, actor: Actor, plan: Plan, year: int, on: date) -> YearDiagnosis:
    """As known on that day. Readers who may not see the register get its counts only."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    gaps, surveys = None, None
    if can_see_gaps(actor=actor, plan=plan):
        rows = plan_gaps(actor=actor, plan=plan)
        gaps = tuple(_gap(each, last) for each in rows if _is_open_between(each, first, last))
        details = plan_surveys(actor=actor, plan=plan)
        surveys = tuple(
            result for each in details if _is_run_between(each.survey, first, last) for result in _results(each)
        )
    outcomes = gap_outcomes(actor=actor, plan=plan, on=last)
    return YearDiagnosis(
        year,
        on,
        _figures(actor, plan, year, on),
        gap_counts(outcomes if first <= last else [], first=first, last=last),
        gaps,
        surveys,
    )


def _figures(actor: Actor, plan: Plan, year: int, on: date) -> tuple[DiagnosisFigure, ...]:
    code = plan_region_code(plan)
    if not code:
        return ()
    profile = zone_profile(actor=actor, host_id=plan.organisation_id, kind=ZoneKind.REGION, code=code, known_on=on)
    return diagnosis_figures(profile, _KIND_WORDS, year=year)


def _is_open_between(gap: MissingIndicator, first: date, last: date) -> bool:
    return first <= last and gap.noted_on <= last and (gap.closed_on is None or gap.closed_on >= first)


def _gap(gap: MissingIndicator, last: date) -> DiagnosisGap:
    is_closed = gap.closed_on is not None and gap.closed_on <= last
    word = "renseigné" if gap.is_filled else "abandonné"
    return DiagnosisGap(
        number=gap.number,
        label=gap.label,
        action=gap.action_number or "",
        owed_by=gap.owed_by,
        origin=f"{'relevé' if gap.is_found else 'noté'} le {format_day(gap.noted_on)}",
        state=f"{word} le {format_day(gap.closed_on)}" if is_closed and gap.closed_on else "ouvert",
    )


def _is_run_between(survey: Survey, first: date, last: date) -> bool:
    """By its days in the field; by the day it was opened when they are not fixed."""
    begins = survey.first_on or survey.opened_on
    ends = survey.last_on or begins
    return survey.opened_on <= last and begins <= last and ends >= first


def _results(details: SurveyDetails) -> list[SurveyResult]:
    survey = details.survey
    days = " au ".join(format_day(on) for on in (survey.first_on, survey.last_on) if on)
    return [
        SurveyResult(
            survey_number=survey.number,
            survey=survey.title,
            field_days=days or "dates à fixer",
            label=each.gap.label,
            value=each.estimate.value if each.estimate else None,
            margin=each.estimate.margin if each.estimate else None,
            respondents=each.estimate.respondents if each.estimate else None,
        )
        for each in details.measures
    ]
