"""The other applications of the round of a case, as who instructs reads them, and what its committee still has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.procedures.models import CallRound, Case, CommitteeMeeting, RoundEntry
from pacte.procedures.permissions import CaseScope, may
from pacte.procedures.queries.committees import left_of_round
from pacte.procedures.queries.conflicts import cases_without_conflict, is_in_conflict
from pacte.procedures.queries.readable import CaseReach, case_reach
from pacte.procedures.queries.reading import score_summaries
from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.reading import ReadingGrid, ScoreSummary
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.reading import reads_both_grids
from pacte.procedures.rules.transitions import stages_needing

_RIGHT = "procedures.read_documents"


@dataclass(frozen=True, slots=True)
class RoundCase:
    """One application of a round. ``summary``: None without a score, or while the actor still has to send theirs.

    ``is_read_now``: it waits for its readers; ``is_before_panel``: for the committee.
    """

    number: int
    title: str
    stage: str
    asked_cents: int | None
    summary: ScoreSummary | None
    is_read_now: bool
    is_before_panel: bool
    reads_both: bool

    @property
    def gap(self) -> Fraction:
        """The points between its readers; -1 without scores."""
        return self.summary.gap if self.summary else Fraction(-1)


@dataclass(frozen=True, slots=True)
class RoundCases:
    """The applications of a round whose documents the actor may read, and that they have no conflict with.

    ``left_cents``: None without envelope, for whoever has a conflict, and for whoever reads some of them only: it would
    tell what the others were granted. ``meeting``: the open meeting on this round.
    """

    call_round: CallRound
    grid: ReadingGrid
    lines: tuple[RoundCase, ...]
    left_cents: int | None
    meeting: CommitteeMeeting | None

    @property
    def asked_cents(self) -> int:
        return sum(each.asked_cents or 0 for each in self.lines)


def cases_of_round(*, actor: Actor, case: Case, scope: CaseScope) -> RoundCases | None:
    """Returns the applications of the round of a case, the widest gap before the committee first.

    None for a procedure without rounds, readers or committee, and for whoever does not instruct the case or has a
    conflict with it.
    """
    procedure = procedure_edition(case.procedure_code, case.edition)
    if not (procedure.rounds and procedure.grids and procedure.committees):
        return None
    if not may(actor, _RIGHT, scope):
        return None
    reach = case_reach(actor=actor, plan=case.plan, on=today(), right=_RIGHT)
    with system_elevation():
        entry = RoundEntry.objects.filter(case=case).select_related("call_round").first()
        if entry is None or is_in_conflict(actor=actor, case=case):
            return None
        return _round_cases(actor, entry.call_round, procedure, reach)


def _round_cases(actor: Actor, call_round: CallRound, procedure: Procedure, reach: CaseReach) -> RoundCases:
    rows = Case.objects.filter(reach.condition, entry__call_round=call_round)
    cases = list(cases_without_conflict(actor=actor, rows=rows).order_by("number"))
    grid = ensure_found(procedure.grid(procedure.committees[0].grid))
    lines = sorted(
        _round_lines(actor, procedure, grid, cases), key=lambda each: (not each.is_before_panel, -each.gap)
    )  # fmt: skip
    return RoundCases(
        call_round,
        grid,
        tuple(lines),
        left_of_round(actor=actor, call_round=call_round) if reach.is_whole else None,
        CommitteeMeeting.objects.filter(call_round=call_round, closed_at=None).order_by("held_on", "pk").first(),
    )


def _round_lines(actor: Actor, procedure: Procedure, grid: ReadingGrid, cases: list[Case]) -> Iterable[RoundCase]:
    summaries = score_summaries(actor=actor, case_ids=[each.pk for each in cases], grid=grid)
    read_now = stages_needing(procedure, RequirementKind.READ, grid.code)
    before_panel = stages_needing(procedure, RequirementKind.QUORUM, procedure.committees[0].code)
    amount_field = procedure.rounds.amount_field if procedure.rounds else ""
    for case in cases:
        summary, amount = summaries[case.pk], case.values.get(amount_field)
        yield RoundCase(
            case.number,
            case.title,
            procedure.stage(case.stage).label,
            amount if isinstance(amount, int) else None,
            summary,
            case.stage in read_now,
            case.stage in before_panel,
            reads_both_grids(grid, summary),
        )
