"""The figures of one procedure among the cases that the actor may read: sums of the database, a query a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Min, Q, QuerySet
from django.db.models.functions import TruncMonth

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.procedures.models import Case
from pacte.procedures.queries.case_list import CaseListState, CaseTotal, state_condition
from pacte.procedures.queries.case_shares import cohort_steps, mode_figures
from pacte.procedures.queries.readable import readable_cases
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedure_editions, procedures_by_code
from pacte.procedures.rules.shares import CohortSteps, ModeFigures

_MONTHS = 24


@dataclass(frozen=True, slots=True)
class CaseDelays:
    """Days from the receipt of ``cases`` to one of their steps: the median, and the 9th decile."""

    cases: int
    median: int | None
    ninth_decile: int | None


@dataclass(frozen=True, slots=True)
class ActionCases:
    """The cases of one action."""

    number: ActionCode
    cases: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class OwnerDelay:
    """The late cases of one owner, and the oldest date due; no name where nobody answers for them."""

    owner_id: int | None
    name: str
    late: int
    oldest_due_on: date


@dataclass(frozen=True, slots=True)
class ProcedureStatistics:
    """The figures of one procedure.

    ``stages``: cases by label of stage, in order. ``outcomes``: ended cases by label. ``months``: cases received by
    first day of month, without a hole. ``first_answers``: until the first step made by those who instruct; ``ends``:
    until the end. ``modes``, ``steps``: None for a procedure that compares none, or follows no cohort.
    """

    procedure: Procedure
    total: CaseTotal
    stages: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    months: tuple[tuple[date, int], ...]
    first_answers: CaseDelays
    ends: CaseDelays
    actions: tuple[ActionCases, ...]
    late_owners: tuple[OwnerDelay, ...]
    modes: ModeFigures | None
    steps: CohortSteps | None


class PercentileDisc(Aggregate):
    """The smallest duration that at least that share of the durations do not exceed."""

    function = "percentile_disc"
    template = "%(function)s(%(share)s) within group (order by %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, share: float, **extra: Any) -> None:
        super().__init__(expression, share=float(share), **extra)


def procedure_statistics(*, actor: Actor, plan: Plan, code: str, on: date) -> ProcedureStatistics:
    """Returns the figures of a procedure, in five queries beside those of the rights, seven when it compares modes.

    Raises ``NotFound`` without access to the list, or for a procedure that is not in the catalogue.
    """
    readable = readable_cases(actor=actor, plan=plan, on=on)
    procedure = procedures_by_code().get(code)
    if procedure is None:
        raise NotFound
    cases = readable.filter(procedure_code=code)
    late = state_condition(CaseListState.LATE, on)
    total, first_answers, ends = _totals(cases, on)
    stages, outcomes = _by_stage(cases, procedure)
    return ProcedureStatistics(
        procedure=procedure,
        total=total,
        stages=stages,
        outcomes=outcomes,
        months=_by_month(cases, on),
        first_answers=first_answers,
        ends=ends,
        actions=_by_action(cases, late, on),
        late_owners=_late_by_owner(cases.filter(late)),
        modes=mode_figures(actor=actor, plan=plan, cases=cases, procedure=procedure, on=on),
        steps=cohort_steps(actor=actor, plan=plan, cases=cases, procedure=procedure, on=on),
    )


def _by_stage(
    cases: QuerySet[Case], procedure: Procedure
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Cases by stage and by outcome. Older editions may have other stages: labels add up, those of now come first."""
    every = [procedure, *(each for (code, _), each in procedure_editions().items() if code == procedure.code)]
    stage_labels = {each.code: each.label for one in reversed(every) for each in one.stages}
    outcome_labels = {each.code: each.label for one in reversed(every) for each in one.outcomes}
    by_stage: Counter[str] = Counter({each.label: 0 for each in procedure.stages})
    by_outcome: Counter[str] = Counter()
    rows = cases.order_by().values_list("stage", "outcome").annotate(cases=Count("pk"))
    for stage, outcome, count in rows:
        by_stage[stage_labels.get(stage, stage)] += count
        if outcome:
            by_outcome[outcome_labels.get(outcome, outcome)] += count
    return tuple(by_stage.items()), tuple(by_outcome.most_common())


def _by_month(cases: QuerySet[Case], on: date) -> tuple[tuple[date, int], ...]:
    """The last months, from the first that received a case."""
    first = _months_before(on.replace(day=1), _MONTHS - 1)
    rows = cases.filter(opened_on__gte=first).order_by().values_list(TruncMonth("opened_on")).annotate(Count("pk"))
    received: dict[date, int] = dict(rows)
    months = [_months_before(on.replace(day=1), back) for back in range(_MONTHS - 1, -1, -1)]
    begun = next((rank for rank, month in enumerate(months) if month in received), len(months))
    return tuple((month, received.get(month, 0)) for month in months[begun:])


def _months_before(month: date, count: int) -> date:
    rank = month.year * 12 + month.month - 1 - count
    return date(rank // 12, rank % 12 + 1, 1)


def _totals(cases: QuerySet[Case], on: date) -> tuple[CaseTotal, CaseDelays, CaseDelays]:
    """Counts, then the delays until the first answer and until the end."""
    answered, ended = F("answered_on") - F("opened_on"), F("ended_on") - F("opened_on")
    sums = cases.aggregate(
        cases=Count("pk"),
        open=Count("pk", filter=state_condition(CaseListState.OPEN, on)),
        late=Count("pk", filter=state_condition(CaseListState.LATE, on)),
        on_hold=Count("pk", filter=state_condition(CaseListState.HELD, on)),
        ended=Count("ended_on"),
        with_answer=Count("answered_on"),
        answer_median=PercentileDisc(answered, 0.5),
        answer_decile=PercentileDisc(answered, 0.9),
        end_median=PercentileDisc(ended, 0.5),
        end_decile=PercentileDisc(ended, 0.9),
    )
    total = CaseTotal(**{name: sums[name] for name in ("cases", "open", "late", "on_hold", "ended")})
    answers = CaseDelays(sums["with_answer"], _days(sums["answer_median"]), _days(sums["answer_decile"]))
    return total, answers, CaseDelays(total.ended, _days(sums["end_median"]), _days(sums["end_decile"]))


def _days(length: timedelta | None) -> int | None:
    return None if length is None else length.days


def _by_action(cases: QuerySet[Case], late: Q, on: date) -> tuple[ActionCases, ...]:
    rows = (
        cases.order_by("plan_action__number_order")
        .values_list("plan_action__number")
        .annotate(
            cases=Count("pk"),
            open=Count("pk", filter=state_condition(CaseListState.OPEN, on)),
            late=Count("pk", filter=late),
        )
    )
    return tuple(ActionCases(*row) for row in rows)


def _late_by_owner(late: QuerySet[Case]) -> tuple[OwnerDelay, ...]:
    rows = (
        late.order_by()
        .values_list("owner_id", "owner__first_name", "owner__last_name")
        .annotate(late=Count("pk"), oldest=Min("next_due_on"))
        .order_by("-late", "owner__last_name", "owner__first_name")
    )
    return tuple(
        OwnerDelay(owner_id, f"{first or ''} {last or ''}".strip(), count, oldest)
        for owner_id, first, last, count, oldest in rows
    )
