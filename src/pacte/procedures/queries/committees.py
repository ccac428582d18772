"""Committees as their members see them: ranking, decisions, minutes, what is left of the envelope; and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import (
    CallRound,
    Case,
    CommitteeDecision,
    CommitteeMeeting,
    CommitteeSeat,
    ReaderAssignment,
)
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.conflicts import cases_without_conflict
from pacte.procedures.queries.reading import round_moments, score_summaries
from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.reading import CommitteeKind, CommitteeOutcome, RankedCase, RoundMoments
from pacte.procedures.rules.catalogue import procedure_edition, procedures_by_code
from pacte.procedures.rules.reading import ranked_cases, readers_wanted


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One case before a committee. ``needs_reader``: its readers disagree and one more was not heard."""

    case: Case
    ranked: RankedCase
    decision: CommitteeDecision | None
    needs_reader: bool


@dataclass(frozen=True, slots=True)
class MeetingDetail:
    """One meeting as the actor sees it. Cases in conflict are absent, and ranks are counted without them.

    ``left_cents``: None without envelope, and for whoever has a conflict: the total would tell what was granted.
    """

    meeting: CommitteeMeeting
    procedure: Procedure
    kind: CommitteeKind
    seats: tuple[CommitteeSeat, ...]
    lines: tuple[MeetingLine, ...]
    left_cents: int | None
    may_decide: bool


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its moments, and how many applications arrived."""

    call_round: CallRound
    procedure: Procedure
    moments: RoundMoments
    entries: int


def has_reading_pages() -> bool:
    """Returns True when a procedure of the catalogue is read, has rounds or committees: the pages exist only then."""
    return any(each.grids or each.rounds or each.committees for each in procedures_by_code().values())


def may_convene(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor may open rounds and meetings."""
    return may_on_any_case(actor, "procedures.convene", plan.organisation_id)


def call_rounds(*, actor: Actor, plan: Plan) -> list[RoundRow]:
    """Returns the rounds of a plan, the last first. Raises ``NotFound`` without the right to convene."""
    hide_unless(has_reading_pages() and may_convene(actor=actor, plan=plan))
    rows = CallRound.objects.filter(plan=plan).prefetch_related("extensions").order_by("-opens_at")
    return [
        RoundRow(each, procedure_edition(each.procedure_code, each.edition), round_moments(each), each.entries.count())
        for each in rows
    ]


def call_round_by_id(*, actor: Actor, plan: Plan, round_id: int) -> RoundRow:
    """Returns one round. Raises ``NotFound``."""
    return ensure_found(next((r for r in call_rounds(actor=actor, plan=plan) if r.call_round.pk == round_id), None))


def committee_meetings(*, actor: Actor, plan: Plan) -> list[CommitteeMeeting]:
    """Returns the meetings that the actor convenes or sits at, the last first."""
    hide_unless(has_reading_pages() and actor.host_ids | actor.organisation_ids)
    rows = CommitteeMeeting.objects.filter(plan=plan).order_by("-held_on", "-pk")
    if not may_convene(actor=actor, plan=plan):
        rows = rows.filter(seats__person_id=actor.person_id)
    return list(rows.select_related("call_round"))


def meeting_by_id(*, actor: Actor, plan: Plan, meeting_id: int) -> MeetingDetail:
    """Returns one meeting. Raises ``NotFound`` for whoever neither convenes nor sits at it."""
    with system_elevation():
        rows = CommitteeMeeting.objects.filter(plan=plan, pk=meeting_id).select_related("plan", "call_round")
        meeting = ensure_found(rows.first())
        seats = tuple(meeting.seats.select_related("person").order_by("pk"))
        own = next((each for each in seats if each.person_id == actor.person_id), None)
        convenes = may_convene(actor=actor, plan=plan)
        hide_unless(convenes or own)
        every = cases_of_meeting(meeting)
        visible = list(cases_without_conflict(actor=actor, rows=every).order_by("number"))
        left = left_of_envelope(meeting.call_round) if len(visible) == every.count() else None
        procedure = procedure_edition(meeting.procedure_code, meeting.edition)
        return MeetingDetail(
            meeting=meeting,
            procedure=procedure,
            kind=ensure_found(procedure.committee(meeting.committee)),
            seats=seats,
            lines=tuple(_lines(actor, meeting, visible)),
            left_cents=left,
            may_decide=meeting.closed_at is None and bool(convenes or (own and own.part in ("chair", "deputy"))),
        )


def cases_of_meeting(meeting: CommitteeMeeting) -> QuerySet[Case]:
    """Returns the cases that stand before the committee, and those on which the meeting decided."""
    procedure = procedure_edition(meeting.procedure_code, meeting.edition)
    rows = Case.objects.filter(plan_id=meeting.plan_id, procedure_code=meeting.procedure_code)
    if meeting.call_round_id is not None:
        rows = rows.filter(entry__call_round_id=meeting.call_round_id)
    decided = CommitteeDecision.objects.filter(meeting=meeting).values("case_id")
    waiting = rows.filter(stage__in=stages_before(procedure, meeting.committee), ended_on=None)
    return (
        (waiting | Case.objects.filter(pk__in=decided)).distinct()
        if meeting.closed_at is None
        else (Case.objects.filter(pk__in=decided))
    )


def stages_before(procedure: Procedure, committee: str) -> frozenset[str]:
    """Returns the stages from which a transition needs this committee."""
    return frozenset(
        stage
        for transition in procedure.transitions
        for need in transition.needs
        if need.kind is RequirementKind.QUORUM and need.code == committee
        for stage in transition.before
    )


def last_decisions(case_ids: Iterable[int]) -> dict[int, CommitteeDecision]:
    """Returns the decision that counts for each case, in one query."""
    rows = CommitteeDecision.objects.filter(case_id__in=list(case_ids)).order_by("case_id", "-pk").distinct("case_id")
    return {each.case_id: each for each in rows}


def granted_cents(call_round: CallRound, *, without: Case | None = None) -> int:
    """Returns what the last decisions of a round grant, in cents. Must be read as the machine, under its lock."""
    cases = Case.objects.filter(entry__call_round=call_round)
    if without is not None:
        cases = cases.exclude(pk=without.pk)
    last = CommitteeDecision.objects.filter(case__in=cases).order_by("case_id", "-pk").distinct("case_id")
    kept = CommitteeDecision.objects.filter(pk__in=last.values("pk"), outcome=CommitteeOutcome.KEPT)
    return int(kept.aggregate(total=Sum("cents"))["total"] or 0)


def left_of_envelope(call_round: CallRound | None) -> int | None:
    """Returns what is left of the envelope of a round, in cents; None without one."""
    if call_round is None or call_round.envelope_cents is None:
        return None
    return call_round.envelope_cents - granted_cents(call_round)


def _lines(actor: Actor, meeting: CommitteeMeeting, cases: list[Case]) -> Iterable[MeetingLine]:
    """Whoever still has to send a score of a case sees none of it here either."""
    procedure = procedure_edition(meeting.procedure_code, meeting.edition)
    kind = ensure_found(procedure.committee(meeting.committee))
    grid = ensure_found(procedure.grid(kind.grid))
    pending = ReaderAssignment.objects.filter(
        case__in=cases, grid=grid.code, person_id=actor.person_id, sent_at=None, ended_at=None
    )
    hidden = set(pending.values_list("case_id", flat=True)) if grid.blind and actor.person_id else set()
    summaries = score_summaries(case_ids=[each.pk for each in cases if each.pk not in hidden], grid=grid.code)
    by_id, decisions = {each.pk: each for each in cases}, last_decisions(each.pk for each in cases)
    for ranked in ranked_cases(summaries | dict.fromkeys(hidden)):
        summary = ranked.summary
        needs_reader = summary is not None and readers_wanted(grid, summary) > summary.count
        yield MeetingLine(by_id[ranked.case_id], ranked, decisions.get(ranked.case_id), needs_reader)
