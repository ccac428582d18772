"""Committees as their members see them: ranking, decisions, minutes, what is left of the envelope; and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import (
    CallRound,
    Case,
    CommitteeDecision,
    CommitteeMeeting,
    CommitteeSeat,
)
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.conflicts import cases_without_conflict
from pacte.procedures.queries.reading import score_summaries
from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.reading import CommitteeKind, CommitteeOutcome, RankedCase, ReadingGrid, RoundMoments
from pacte.procedures.rules.catalogue import has_reading_pages, procedure_edition
from pacte.procedures.rules.ranking import EnvelopeReach, envelope_reach
from pacte.procedures.rules.reading import ranked_cases, readers_wanted, reads_both_grids
from pacte.procedures.rules.transitions import stages_needing

_MACHINE = system_actor("comités des démarches")


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One case before a committee. ``needs_reader``: its readers disagree and one more was not heard.

    ``reads_both``: they disagree so much that the committee reads the grids, and no mean. ``asked_cents``: what the
    application asks for.
    """

    case: Case
    ranked: RankedCase
    decision: CommitteeDecision | None
    needs_reader: bool
    reads_both: bool = False
    asked_cents: int | None = None


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

    @property
    def grid(self) -> ReadingGrid:
        return ensure_found(self.procedure.grid(self.kind.grid))

    @property
    def reach(self) -> EnvelopeReach | None:
        """How far the money goes; None without envelope, or without the amount that applications ask for."""
        if self.left_cents is None or not (self.procedure.rounds and self.procedure.rounds.amount_field):
            return None
        outcomes = {
            each.case.pk: CommitteeOutcome(each.decision.outcome) for each in self.lines if each.decision is not None
        }
        amounts = {each.case.pk: each.asked_cents or 0 for each in self.lines}
        return envelope_reach([each.ranked for each in self.lines], outcomes, amounts, self.left_cents)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its moments, and how many applications arrived."""

    call_round: CallRound
    procedure: Procedure
    moments: RoundMoments
    entries: int


def may_convene(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor may open rounds and meetings."""
    return may_on_any_case(actor, "procedures.convene", plan.organisation_id)


def call_rounds(*, actor: Actor, plan: Plan) -> list[RoundRow]:
    """Returns the rounds of a plan, the last first. Raises ``NotFound`` without the right to convene."""
    hide_unless(has_reading_pages() and may_convene(actor=actor, plan=plan))
    rows = CallRound.objects.filter(plan=plan).prefetch_related("extensions").order_by("-opens_at")
    return [
        RoundRow(each, procedure_edition(each.procedure_code, each.edition), each.moments, each.entries.count())
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
        convenes = may_convene(actor=actor, plan=plan)
        rows = CommitteeMeeting.objects.filter(plan=plan, pk=meeting_id).select_related("plan", "call_round")
        # The seat is part of the same question: a meeting of others takes as many as one that does not exist.
        meeting = ensure_found((rows if convenes else rows.filter(seats__person_id=actor.person_id)).first())
        seats = tuple(meeting.seats.select_related("person").order_by("pk"))
        own = next((each for each in seats if each.person_id == actor.person_id), None)
        visible = list(cases_of_meeting(actor=actor, meeting=meeting).order_by("number"))
        procedure = procedure_edition(meeting.procedure_code, meeting.edition)
        return MeetingDetail(
            meeting=meeting,
            procedure=procedure,
            kind=ensure_found(procedure.committee(meeting.committee)),
            seats=seats,
            lines=tuple(_lines(actor, meeting, visible)),
            left_cents=left_of_envelope(actor=actor, meeting=meeting),
            may_decide=meeting.closed_at is None and bool(convenes or (own and own.part in ("chair", "deputy"))),
        )


def cases_of_meeting(*, actor: Actor, meeting: CommitteeMeeting) -> QuerySet[Case]:
    """Returns the cases before the committee, and those on which the meeting decided, without the actor's conflicts."""
    procedure = procedure_edition(meeting.procedure_code, meeting.edition)
    decided = Q(pk__in=CommitteeDecision.objects.filter(meeting=meeting).values("case_id"))
    stages = stages_needing(procedure, RequirementKind.QUORUM, meeting.committee)
    waiting = Q(plan_id=meeting.plan_id, procedure_code=meeting.procedure_code, stage__in=stages, ended_on=None)
    if meeting.call_round_id is not None:
        waiting &= Q(entry__call_round_id=meeting.call_round_id)
    rows = Case.objects.filter(decided if meeting.closed_at else waiting | decided)
    return cases_without_conflict(actor=actor, rows=rows)


def last_decisions(*, actor: Actor, case_ids: Iterable[int]) -> dict[int, CommitteeDecision]:
    """Returns the decision that counts for each case that the actor has no conflict with, in one query."""
    cases = cases_without_conflict(actor=actor, rows=Case.objects.filter(pk__in=list(case_ids)))
    rows = CommitteeDecision.objects.filter(case__in=cases).order_by("case_id", "-pk").distinct("case_id")
    return {each.case_id: each for each in rows}


def granted_cents(*, actor: Actor, call_round: CallRound, without: Case | None = None) -> int:
    """Returns what the last decisions of a round grant, in cents. For the machine only, under the lock of the round."""
    actor.require_system()
    rows = CommitteeDecision.objects.filter(case__entry__call_round=call_round)
    if without is not None:
        rows = rows.exclude(case=without)
    last = rows.order_by("case_id", "-pk").distinct("case_id").values("pk")
    granting = CommitteeDecision.objects.filter(pk__in=last, outcome=CommitteeOutcome.KEPT)
    return int(granting.aggregate(total=Sum("cents"))["total"] or 0)


def left_of_envelope(*, actor: Actor, meeting: CommitteeMeeting) -> int | None:
    """Returns what is left of the envelope of its round, in cents; None as for ``left_of_round``."""
    return None if meeting.call_round is None else left_of_round(actor=actor, call_round=meeting.call_round)


def left_of_round(*, actor: Actor, call_round: CallRound) -> int | None:
    """Returns what is left of the envelope of a round, in cents.

    None without one, and for whoever has a conflict with a case of the round: the total would tell what it was granted.
    """
    if call_round.envelope_cents is None:
        return None
    every = Case.objects.filter(entry__call_round=call_round)
    if cases_without_conflict(actor=actor, rows=every).count() < every.count():
        return None
    return call_round.envelope_cents - granted_cents(actor=_MACHINE, call_round=call_round)


def _lines(actor: Actor, meeting: CommitteeMeeting, cases: list[Case]) -> Iterable[MeetingLine]:
    procedure = procedure_edition(meeting.procedure_code, meeting.edition)
    grid = ensure_found(procedure.grid(ensure_found(procedure.committee(meeting.committee)).grid))
    by_id = {each.pk: each for each in cases}
    decisions = last_decisions(actor=actor, case_ids=by_id)
    for ranked in ranked_cases(score_summaries(actor=actor, case_ids=list(by_id), grid=grid)):
        summary = ranked.summary
        needs_reader = summary is not None and readers_wanted(grid, summary) > summary.count
        case = by_id[ranked.case_id]
        yield MeetingLine(
            case,
            ranked,
            decisions.get(case.pk),
            needs_reader,
            reads_both_grids(grid, summary),
            _asked_cents(procedure, case),
        )


def _asked_cents(procedure: Procedure, case: Case) -> int | None:
    answer = (
        case.values.get(procedure.rounds.amount_field) if procedure.rounds and procedure.rounds.amount_field else None
    )
    return answer if isinstance(answer, int) else None
