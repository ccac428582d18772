"""The scores that a committee had before it: side by side where readers disagree, and the ranking as of a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.procedures.models import Case, CommitteeMeeting, ReadingScore
from pacte.procedures.queries.committees import cases_of_meeting
from pacte.procedures.queries.conflicts import cases_without_conflict
from pacte.procedures.records.reading import CriterionScore, ReadingGrid
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.ranking import ranked_numbers, ranking_text
from pacte.procedures.rules.reading import criteria_of


@dataclass(frozen=True, slots=True)
class ReaderScore:
    """What one reader gave, with their name and comment."""

    reader: str
    criteria: tuple[CriterionScore, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class KeptRanking:
    """``text``: its JSON, as it was kept. ``is_replayed``: computed again today, it is the same, byte for byte."""

    text: str
    is_replayed: bool


def scores_side_by_side(
    *, actor: Actor, case_ids: Iterable[int], grid: ReadingGrid
) -> Mapping[int, tuple[ReaderScore, ...]]:
    """Returns the scores that count of these cases, in the order in which readers were asked. One query.

    ``case_ids``: cases that the actor may judge and of which the mean is shown to them: the caller has checked both.
    """
    rows = (
        ReadingScore.objects.filter(case_id__in=list(case_ids), grid=grid.code, strike=None)
        .select_related("person").order_by("assignment_id")
    )  # fmt: skip
    by_case: dict[int, list[ReaderScore]] = defaultdict(list)
    for each in rows:
        by_case[each.case_id].append(ReaderScore(str(each.person), criteria_of(each.criteria), each.comment))
    return {case_id: tuple(each) for case_id, each in by_case.items()}


def ranking_now(*, actor: Actor, meeting: CommitteeMeeting) -> str:
    """Returns the ranking of the cases before a meeting that is open; "" without case. For the machine."""
    actor.require_system()
    return _ranking(meeting, list(cases_of_meeting(actor=actor, meeting=meeting)), None)


def kept_ranking(*, actor: Actor, meeting: CommitteeMeeting) -> KeptRanking | None:
    """Returns the ranking that a closed meeting had before it, and whether the scores still give the same bytes.

    A score that was struck since counts, as it did then. None without ranking, and for whoever has a conflict with one
    of its cases. The caller has checked that the actor reads the meeting.
    """
    if not meeting.ranking:
        return None
    with system_elevation():
        every = Case.objects.filter(plan_id=meeting.plan_id, number__in=ranked_numbers(meeting.ranking))
        if cases_without_conflict(actor=actor, rows=every).count() < every.count():
            return None
        return KeptRanking(meeting.ranking, _ranking(meeting, list(every), meeting.closed_at) == meeting.ranking)


def _ranking(meeting: CommitteeMeeting, cases: list[Case], at: datetime | None) -> str:
    procedure = procedure_edition(meeting.procedure_code, meeting.edition)
    grid = ensure_found(procedure.grid(ensure_found(procedure.committee(meeting.committee)).grid))
    rows = ReadingScore.objects.filter(case__in=cases, grid=grid.code)
    rows = rows.filter(strike=None) if at is None else rows.filter(
        Q(strike=None) | Q(strike__recorded_at__gt=at), recorded_at__lte=at
    )  # fmt: skip
    scores: dict[int, list[tuple[CriterionScore, ...]]] = {each.number: [] for each in cases}
    for number, criteria in rows.order_by("assignment_id").values_list("case__number", "criteria"):
        scores[number].append(criteria_of(criteria))
    return ranking_text(grid, scores) if cases else ""
