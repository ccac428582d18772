"""Reading as people see it: own cases to read, scores once one's own is sent, and what transitions ask about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries import valid_on
from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor, Role, system_actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import fold_text
from pacte.plan.models import Plan
from pacte.procedures.models import (
    Case,
    CommitteeDecision,
    ReaderAssignment,
    ReadingScore,
    RoundEntry,
)
from pacte.procedures.permissions import CaseScope, may
from pacte.procedures.queries.conflicts import cases_without_conflict, is_in_conflict, people_in_conflict
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormSection
from pacte.procedures.records.reading import (
    NO_READING,
    CommitteeOutcome,
    CriterionScore,
    ReadingFacts,
    ReadingGrid,
    ScoreSummary,
)
from pacte.procedures.rules.call_rounds import is_round_open
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.reading import (
    criteria_of,
    is_gap_settled,
    is_read,
    readers_wanted,
    summary_of,
    weighted_total,
)
from pacte.procedures.rules.reading_view import sections_for_reader

_MACHINE = system_actor("lecture des dossiers")


@dataclass(frozen=True, slots=True)
class OwnReading:
    """One case that somebody was asked to read. ``sections``: what they may see of it now, in ``values``."""

    assignment: ReaderAssignment
    procedure: Procedure
    grid: ReadingGrid
    number: int
    title: str
    sections: tuple[FormSection, ...]
    values: Mapping[str, Any]
    criteria: tuple[CriterionScore, ...]
    others: ScoreSummary | None

    @property
    def is_cleared(self) -> bool:
        return self.assignment.cleared_at is not None

    @property
    def is_sent(self) -> bool:
        return self.assignment.sent_at is not None


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One reader on the page of a case. ``total``: None when not sent, struck, or not for the actor to see yet."""

    assignment_id: int
    name: str
    is_extra: bool
    state: str
    total: Fraction | None
    is_struck: bool
    why: str


@dataclass(frozen=True, slots=True)
class GridReading:
    """The reading of one case with one grid. Without ``is_shown`` nothing of others is told: the actor reads it too."""

    grid: ReadingGrid
    is_shown: bool
    readers: tuple[ReaderRow, ...]
    summary: ScoreSummary | None
    wanted: int


def own_readings(*, actor: Actor, plan: Plan) -> list[OwnReading]:
    """Returns the cases of a plan that the actor was asked to read and has no conflict with, those to do first."""
    if actor.person_id is None:
        return []
    with system_elevation():
        rows = ReaderAssignment.objects.filter(person_id=actor.person_id, case__plan=plan, ended_at=None)
        free = cases_without_conflict(actor=actor, rows=Case.objects.filter(plan=plan))
        readable = list(rows.filter(case__in=free).select_related("case").order_by("pk"))
        return sorted(
            (_own_reading(actor, each) for each in readable), key=lambda each: (each.is_sent, each.assignment.pk)
        )


def own_reading(*, actor: Actor, plan: Plan, assignment_id: int) -> OwnReading:
    """Returns one of them. Raises ``NotFound`` for anybody else's, or in conflict."""
    readings = own_readings(actor=actor, plan=plan)
    return ensure_found(next((each for each in readings if each.assignment.pk == assignment_id), None))


def case_readings(*, actor: Actor, case: Case, scope: CaseScope) -> tuple[GridReading, ...]:
    """Returns the reading of a case for whoever instructs it; empty without a grid or without that right."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    if not procedure.grids or not may(actor, "procedures.read_documents", scope):
        return ()
    with system_elevation():
        if is_in_conflict(actor=actor, case=case):
            return ()
        return tuple(_grid_reading(actor, case, each) for each in procedure.grids)


def answers_seen(*, actor: Actor, case: Case) -> tuple[tuple[FormSection, ...], Mapping[str, Any]]:
    """Returns the sections and answers of a case for somebody who may read it.

    An instructor who is also asked to read it sees no more than a reader until their score is sent.
    """
    procedure = procedure_edition(case.procedure_code, case.edition)
    if not procedure.grids or actor.person_id is None:
        return procedure.form, case.values
    rows = ReaderAssignment.objects.filter(case=case, person_id=actor.person_id, ended_at=None, sent_at=None)
    readers = list(rows)
    if not readers:
        return procedure.form, case.values
    hides = frozenset(code for each in procedure.grids for code in each.hides)
    before = procedure.conflicts is not None and procedure.conflicts.declared_before_reading
    only_public = before and any(each.cleared_at is None for each in readers)
    return sections_for_reader(procedure.form, case.values, hides=hides, only_public=only_public)


def arrival_of(*, actor: Actor, case: Case) -> RoundEntry | None:
    """Returns the round in which a case arrived, for somebody who may read it; None for a procedure without rounds."""
    if procedure_edition(case.procedure_code, case.edition).rounds is None or is_in_conflict(actor=actor, case=case):
        return None
    return RoundEntry.objects.filter(case=case).select_related("call_round", "late_code").first()


def reader_candidates(*, actor: Actor, case: Case, on: date) -> list[Person]:
    """Returns the members of the pact who may read a case: neither visitors nor anybody in conflict, by name."""
    if not actor.is_system and case.organisation_id not in actor.host_ids:
        return []
    with system_elevation():
        posts = Membership.objects.filter(valid_on(on), host_id=case.organisation_id, person__is_active=True)
        people = {each.person_id: each.person for each in posts.exclude(role=Role.VISITOR).select_related("person")}
        already = ReaderAssignment.objects.filter(case=case, ended_at=None).values_list("person_id", flat=True)
        tied = people_in_conflict(actor=_MACHINE, case=case, person_ids=people.keys(), on=on)
    excluded = {*already, *tied}
    free = (each for pk, each in people.items() if pk not in excluded)
    return sorted(free, key=lambda person: fold_text(f"{person.last_name} {person.first_name}"))


def score_summaries(*, actor: Actor, case_ids: Collection[int], grid: ReadingGrid) -> dict[int, ScoreSummary | None]:
    """Returns the mean, range and number of the scores that count, by case, in a query or two.

    Nothing of a case of which the actor still has to send a score, whatever their post.
    """
    hidden: set[int] = set()
    if grid.blind and actor.person_id is not None:
        pending = ReaderAssignment.objects.filter(
            case_id__in=case_ids, grid=grid.code, person_id=actor.person_id, sent_at=None, ended_at=None
        )
        hidden = set(pending.values_list("case_id", flat=True))
    totals: dict[int, list[Fraction]] = defaultdict(list)
    rows = ReadingScore.objects.filter(case_id__in=set(case_ids) - hidden, grid=grid.code, strike=None)
    for case_id, criteria in rows.values_list("case_id", "criteria"):
        totals[case_id].append(weighted_total(criteria_of(criteria)))
    return {each: summary_of(totals[each]) for each in case_ids}


def reading_facts(*, case: Case, procedure: Procedure) -> ReadingFacts:
    """Reads what transitions ask about reading; no query for a procedure that describes none.

    Row-level security hides the scores of others from a reader who still has to send theirs: to them it is not read.
    """
    if not procedure.grids and procedure.rounds is None:
        return NO_READING
    summaries = {
        grid.code: (grid, score_summaries(actor=_MACHINE, case_ids=[case.pk], grid=grid)[case.pk])
        for grid in procedure.grids
    }
    entry = RoundEntry.objects.filter(case=case).select_related("call_round").first() if procedure.rounds else None
    decision = (
        CommitteeDecision.objects.filter(case=case).select_related("meeting").order_by("-pk").first()
        if procedure.committees
        else None
    )
    return ReadingFacts(
        read=frozenset(code for code, (grid, summary) in summaries.items() if is_read(grid, summary)),
        settled=frozenset(code for code, (grid, summary) in summaries.items() if is_gap_settled(grid, summary)),
        quorum=frozenset({decision.meeting.committee} if decision else ()),
        is_round_open=entry is not None and is_round_open(entry.call_round.moments, now()),
        is_granted=decision is not None and decision.outcome == CommitteeOutcome.KEPT,
    )


def _own_reading(actor: Actor, row: ReaderAssignment) -> OwnReading:
    case = row.case
    procedure = procedure_edition(case.procedure_code, case.edition)
    grid = ensure_found(procedure.grid(row.grid))
    before = procedure.conflicts is not None and procedure.conflicts.declared_before_reading
    sections, values = sections_for_reader(
        procedure.form, case.values, hides=grid.hides, only_public=before and row.cleared_at is None
    )
    own = ReadingScore.objects.filter(assignment=row).first()
    return OwnReading(
        assignment=row,
        procedure=procedure,
        grid=grid,
        number=case.number,
        title=case.title,
        sections=sections,
        values=values,
        criteria=criteria_of(own.criteria) if own else (),
        others=score_summaries(actor=actor, case_ids=[case.pk], grid=grid)[case.pk],
    )


def _grid_reading(actor: Actor, case: Case, grid: ReadingGrid) -> GridReading:
    rows = list(
        ReaderAssignment.objects.filter(case=case, grid=grid.code)
        .select_related("person", "score__strike")
        .order_by("pk")
    )
    is_pending = any(
        each.person_id == actor.person_id and each.sent_at is None and each.ended_at is None for each in rows
    )
    if is_pending and grid.blind:
        return GridReading(grid, False, (), None, grid.readers)
    summary = score_summaries(actor=actor, case_ids=[case.pk], grid=grid)[case.pk]
    return GridReading(grid, True, tuple(_reader_row(each) for each in rows), summary, readers_wanted(grid, summary))


def _reader_row(row: ReaderAssignment) -> ReaderRow:
    score = getattr(row, "score", None)
    strike = getattr(score, "strike", None) if score else None
    states = (
        (strike is not None, "note barrée"),
        (row.ended_at is not None, "ne lit plus"),
        (row.sent_at is not None, "note envoyée"),
        (row.cleared_at is not None, "lit"),
    )
    return ReaderRow(
        assignment_id=row.pk,
        name=str(row.person),
        is_extra=row.is_extra,
        state=next((word for holds, word in states if holds), "doit déclarer ses liens"),
        total=weighted_total(criteria_of(score.criteria)) if score else None,
        is_struck=strike is not None,
        why=strike.reason if strike else row.end_reason,
    )
