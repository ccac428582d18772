"""Register of missing indicators: unmeasured targets, recorded gaps, and the surveys that fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.indicators.models import MissingIndicator, Survey, SurveyStratum
from pacte.indicators.permissions import may
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.records.survey import Estimate, Stratum
from pacte.indicators.rules.survey import estimate
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A target of the plan without a value on that day, and who owes it."""

    action: ActionCode
    what: str
    told: str
    owed_by: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Result of a survey for one missing indicator: its latest strata, and the estimate."""

    gap: MissingIndicator
    strata: tuple[Stratum, ...]
    estimate: Estimate | None
    times: int


@dataclass(frozen=True, slots=True)
class SurveyRead:
    survey: Survey
    measures: tuple[Measured, ...]

    @property
    def respondents(self) -> int | None:
        """The largest number of respondents of its measures; None before any answer."""
        found = [each.estimate.respondents for each in self.measures if each.estimate]
        return max(found, default=None)


def sees_gaps(*, actor: Actor, plan: Plan) -> bool:
    return may(actor, "indicators.see_gaps", plan.organisation_id)


def keeps_gaps(*, actor: Actor, plan: Plan) -> bool:
    return may(actor, "indicators.keep_gaps", plan.organisation_id)


def gaps(*, actor: Actor, plan: Plan) -> list[MissingIndicator]:
    """Open ones first, by due date; then the closed ones. Raises ``Unseen``."""
    _refuse(actor, plan)
    found = MissingIndicator.objects.filter(plan=plan).prefetch_related("surveys__survey")
    return sorted(found, key=lambda each: (each.closed_on is not None, each.due_on or date.max, each.number))


def gap_by_number(*, actor: Actor, plan: Plan, number: int) -> MissingIndicator:
    _refuse(actor, plan)
    found = MissingIndicator.objects.filter(plan=plan, number=number).first()
    if found is None:
        raise NotFound
    return found


def surveys(*, actor: Actor, plan: Plan) -> list[SurveyRead]:
    """Latest first, each with its results."""
    _refuse(actor, plan)
    found = Survey.objects.filter(plan=plan).prefetch_related("aims__gap", "strata").order_by("-number")
    return [_read(each) for each in found]


def survey_by_number(*, actor: Actor, plan: Plan, number: int) -> SurveyRead:
    _refuse(actor, plan)
    found = Survey.objects.filter(plan=plan, number=number).prefetch_related("aims__gap", "strata").first()
    if found is None:
        raise NotFound
    return _read(found)


def unmeasured(*, actor: Actor, plan: Plan, known_on: date) -> list[Unmeasured]:
    """Every target of the plan without a value on that day, by action. Raises ``Unseen``."""
    _refuse(actor, plan)
    evidence = plan_evidence(actor=actor, plan=plan, known_on=known_on)
    return [
        Unmeasured(number, line.what, line.told, line.owed_by, line.is_late)
        for number, action in sorted(evidence.items())
        for line in action.lines
        if not line.is_measured
    ]


def _read(survey: Survey) -> SurveyRead:
    by_gap: dict[int, list[SurveyStratum]] = defaultdict(list)
    for row in survey.strata.all():
        by_gap[row.gap_id].append(row)
    return SurveyRead(survey, tuple(_measured(aim.gap, by_gap[aim.gap_id]) for aim in survey.aims.all()))


def _measured(gap: MissingIndicator, rows: Iterable[SurveyStratum]) -> Measured:
    held = list(rows)
    last = max((row.batch for row in held), default=0)
    strata = tuple(
        Stratum(row.label, row.population, row.respondents, row.yes)
        for row in sorted(held, key=lambda each: each.pk)
        if row.batch == last
    )
    return Measured(gap, strata, estimate(strata) if strata else None, last)


def _refuse(actor: Actor, plan: Plan) -> None:
    if not sees_gaps(actor=actor, plan=plan):
        raise NotFound
