"""The list of the cases of a plan: filters and order in SQL, one page read at a time, counts in one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.plan.models import Plan
from pacte.procedures.models import Case
from pacte.procedures.queries.cases import CaseSummary, in_list_order, summaries_of, with_due_dates
from pacte.procedures.queries.readable import readable_cases
from pacte.procedures.records.description import CaseStage, Procedure
from pacte.procedures.rules.catalogue import procedure_edition

_OUTSIDE = Q(guest__isnull=False) | Q(body__isnull=False)
_OPEN = Q(ended_on__isnull=True)
_HELD = _OPEN & Q(held_since__isnull=False)


class CaseListState(StrEnum):
    """What a list shows: ``OPEN`` holds those that are late or held."""

    OPEN = "open"
    LATE = "late"
    HELD = "held"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What is asked of a list; what is left empty filters nothing. ``is_vacant``: nobody answers for the case.

    ``words``: each in the title or the name of the applicant; a number is also that of the case.
    """

    procedure: str = ""
    stage: str = ""
    action: str = ""
    owner_id: int | None = None
    is_vacant: bool = False
    state: CaseListState | None = None
    is_from_outside: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseStageCount:
    """The cases of one stage of one edition. ``late`` ones are neither held nor ended."""

    procedure: Procedure
    stage: CaseStage
    cases: int
    late: int
    on_hold: int
    ended: int


@dataclass(frozen=True, slots=True)
class CaseTotal:
    """Sums of the counts of some stages. ``open`` ones hold those that are late or held."""

    cases: int
    open: int
    late: int
    on_hold: int
    ended: int


def case_rows(
    *, actor: Actor, plan: Plan, filters: CaseFilters, on: date, counts: Sequence[CaseStageCount] | None = None
) -> LazyRows[Case, CaseSummary]:
    """Returns the cases that the actor may read and that were asked, in the order of the list.

    ``counts``: what ``case_counts`` returned to the same actor, so that their number is not counted again. Raises
    ``NotFound`` without access to the list.
    """
    rows = filtered_cases(actor=actor, plan=plan, filters=filters, on=on)
    # What a list does not show is not sorted with it.
    cases = with_due_dates(in_list_order(rows)).defer("values", "words")
    known = None if counts is None else _counted(counts, filters)
    return LazyRows(cases, lambda part: summaries_of(part, on), length=known, is_costly=bool(filters.words))


def filtered_cases(*, actor: Actor, plan: Plan, filters: CaseFilters, on: date) -> QuerySet[Case]:
    """Returns what was asked among what the actor may read. Raises ``NotFound`` without access to the list."""
    cases = readable_cases(actor=actor, plan=plan, on=on)
    exact = {
        "procedure_code": filters.procedure,
        "stage": filters.stage,
        "plan_action__number": filters.action,
        "owner_id": filters.owner_id,
    }
    cases = cases.filter(**{name: value for name, value in exact.items() if value})
    if filters.is_vacant:
        cases = cases.filter(owner__isnull=True)
    if filters.state is not None:
        cases = cases.filter(state_condition(filters.state, on))
    if filters.is_from_outside is not None:
        cases = cases.filter(_OUTSIDE if filters.is_from_outside else ~_OUTSIDE)
    return _with_words(cases, filters.words)


def state_condition(state: CaseListState, on: date) -> Q:
    """Returns the condition of a state on a date."""
    return {
        CaseListState.OPEN: _OPEN,
        CaseListState.LATE: _OPEN & Q(held_since__isnull=True, next_due_on__lt=on),
        CaseListState.HELD: _HELD,
        CaseListState.ENDED: Q(ended_on__isnull=False),
    }[state]


def case_counts(*, actor: Actor, plan: Plan, on: date) -> tuple[CaseStageCount, ...]:
    """Returns the counts of every stage that has a case that the actor may read, by procedure, in one query.

    Raises ``NotFound`` without access to the list.
    """
    rows = (
        readable_cases(actor=actor, plan=plan, on=on)
        .order_by()
        .values_list("procedure_code", "edition", "stage")
        .annotate(
            cases=Count("pk"),
            late=Count("pk", filter=state_condition(CaseListState.LATE, on)),
            on_hold=Count("pk", filter=_HELD),
            ended=Count("pk", filter=~_OPEN),
        )
    )
    counts = []
    for code, edition, stage, *numbers in rows:
        procedure = procedure_edition(code, edition)
        counts.append(CaseStageCount(procedure, procedure.stage(stage), *numbers))
    return tuple(sorted(counts, key=lambda each: (each.procedure.code, each.procedure.edition, _rank(each))))


def total_cases(counts: Iterable[CaseStageCount]) -> CaseTotal:
    """Returns the sums of these counts."""
    every = list(counts)
    cases, ended = sum(each.cases for each in every), sum(each.ended for each in every)
    return CaseTotal(
        cases=cases,
        open=cases - ended,
        late=sum(each.late for each in every),
        on_hold=sum(each.on_hold for each in every),
        ended=ended,
    )


def _counted(counts: Iterable[CaseStageCount], filters: CaseFilters) -> int | None:
    """The number of cases that the filters keep; ``None`` when the counts do not tell what a filter asks."""
    if replace(filters, procedure="", stage="", state=None) != CaseFilters():
        return None
    total = total_cases(
        each for each in counts
        if filters.procedure in ("", each.procedure.code) and filters.stage in ("", each.stage.code)
    )  # fmt: skip
    return {
        None: total.cases,
        CaseListState.OPEN: total.open,
        CaseListState.LATE: total.late,
        CaseListState.HELD: total.on_hold,
        CaseListState.ENDED: total.ended,
    }[filters.state]


def _rank(count: CaseStageCount) -> int:
    return [each.code for each in count.procedure.stages].index(count.stage.code)


def _with_words(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    for word in fold_text(words).split():
        condition = Q(words__contains=word)
        if word.isdecimal() and len(word) < 10:
            condition |= Q(number=int(word))
        cases = cases.filter(condition)
    return cases
