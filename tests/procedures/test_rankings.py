"""The ranking of a committee: ties, grids side by side, what money does not reach, and the same bytes when replayed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pacte.accounts.row_context import acting_as
from pacte.procedures.models import CommitteeMeeting
from pacte.procedures.queries.committees import meeting_by_id
from pacte.procedures.queries.rankings import kept_ranking, scores_side_by_side
from pacte.procedures.records.reading import CommitteeOutcome, CriterionScore, RankedCase, ScoreInput
from pacte.procedures.rules.ranking import envelope_reach, ranked_numbers, ranking_text
from pacte.procedures.services.committees import close_meeting, decide_case
from pacte.procedures.services.conflicts import declare_conflict
from tests.kept import kept_for_module
from tests.procedures.call_stage import FAIR, HIGH, CallStage, call_plan
from tests.procedures.example_call import GRID, with_call

LOW = ScoreInput({"reach": 1, "trades": 2, "cost": 3}, comment="Rien sur les femmes.")


def scored(*scores: int) -> list[CriterionScore]:
    return [
        CriterionScore(each.code, each.label, score, each.weight)
        for each, score in zip(GRID.criteria, scores, strict=True)
    ]


def test_the_same_scores_give_the_same_bytes_whatever_the_order_and_ties_share_a_rank() -> None:
    scores = {7: [scored(3, 3, 3)], 2: [scored(3, 3, 3)], 9: [scored(1, 1, 1), scored(5, 5, 5)], 4: []}
    text = ranking_text(GRID, scores)
    assert text == ranking_text(GRID, dict(reversed(scores.items())))
    assert ranked_numbers(text) == [2, 7, 9, 4], "three cases of mean 60, by number, then the one without score"
    assert text.count('"rank":1') == 3
    assert '"mean":"60/1"' in text
    assert '"rank":null' in text
    assert text != ranking_text(GRID, {**scores, 2: [scored(3, 3, 4)]})


def test_money_stops_at_the_first_case_that_it_does_not_reach() -> None:
    ranking = [RankedCase(each, each, None) for each in (1, 2, 3, 4)]
    asked = {1: 40, 2: 50, 3: 30, 4: 5}
    reach = envelope_reach(ranking, {}, asked, 100)
    assert (reach.reached_count, reach.count_beyond, reach.short_cents) == (2, 2, 35), (
        "case 4 would fit, but comes after case 3"
    )
    decided = {1: CommitteeOutcome.KEPT, 2: CommitteeOutcome.REFUSED, 3: CommitteeOutcome.WAITING}
    reach = envelope_reach(ranking, decided, asked, 30)
    assert (reach.asked_cents, reach.reached_count, reach.short_cents) == (35, 1, 5), (
        "what is kept or refused asks for nothing more"
    )


@pytest.fixture(autouse=True)
def _call(monkeypatch: pytest.MonkeyPatch) -> None:
    with_call(monkeypatch)


kept_stage = kept_for_module(call_plan)


@pytest.fixture
def call(kept_stage: object) -> CallStage:
    stage = CallStage(kept_stage)  # type: ignore[arg-type]
    stage.round()
    return stage


@pytest.mark.django_db
def test_a_committee_reads_both_grids_where_readers_disagree(call: CallStage) -> None:
    apart = call.at_panel(call.read(call.case("Écart", asked=60_000_00), analyst=HIGH, buyer=LOW))
    close = call.at_panel(call.read(call.case("Accord", asked=70_000_00), analyst=FAIR, buyer=FAIR))
    meeting = call.meeting("pilot", "lead")
    with acting_as(call.actor("pilot")) as pilot:
        detail = meeting_by_id(actor=pilot, plan=call.plan, meeting_id=meeting.pk)
        lines = {each.case.pk: each for each in detail.lines}
        assert [lines[each.pk].reads_both for each in (apart, close)] == [True, False]
        assert lines[apart.pk].ranked.summary is not None
        assert lines[apart.pk].ranked.summary.gap > Fraction(GRID.both_if_gap or 0)
        assert detail.reach is not None
        assert (detail.reach.count_beyond, detail.reach.short_cents) == (1, detail.lines[1].asked_cents)
        both = scores_side_by_side(actor=pilot, case_ids=[apart.pk], grid=detail.grid)[apart.pk]
    assert [each.criteria[0].score for each in both] == [5, 1]
    assert both[1].comment == "Rien sur les femmes."


@pytest.mark.django_db
def test_a_closed_meeting_keeps_its_ranking_and_replays_it(call: CallStage) -> None:
    first = call.at_panel(call.read(call.case("Premier"), analyst=HIGH, buyer=HIGH))
    call.at_panel(call.read(call.case("Second"), analyst=FAIR, buyer=FAIR))
    meeting = call.meeting("pilot", "lead")
    with acting_as(call.actor("pilot")) as pilot:
        decide_case(actor=pilot, meeting=meeting, case=first, outcome=CommitteeOutcome.KEPT, cents=100)
        assert kept_ranking(actor=pilot, meeting=meeting) is None, "an open meeting has none yet"
        close_meeting(actor=pilot, meeting=meeting, minutes="Deux dossiers lus.")
        meeting = CommitteeMeeting.objects.get(pk=meeting.pk)
        kept = kept_ranking(actor=pilot, meeting=meeting)
        assert kept is not None
        assert kept.is_replayed
        assert ranked_numbers(kept.text)[0] == first.number
    # A conflict found later strikes a score; the meeting had it before it, and the replay says the same.
    with acting_as(call.actor("analyst")) as analyst:
        declare_conflict(actor=analyst, case=first, has_conflict=True, text="J’y siège.")
    with acting_as(call.actor("pilot")) as pilot:
        kept = kept_ranking(actor=pilot, meeting=meeting)
        assert kept is not None
        assert kept.is_replayed


@pytest.mark.django_db
def test_whoever_has_a_conflict_with_one_case_has_no_ranking(call: CallStage) -> None:
    case = call.at_panel(call.read(call.case("Premier"), analyst=HIGH, buyer=HIGH))
    meeting = call.meeting("pilot", "lead", "finance")
    with acting_as(call.actor("lead")) as lead:
        declare_conflict(actor=lead, case=case, has_conflict=True, text="Mon voisin.")
    with acting_as(call.actor("pilot")) as pilot:
        close_meeting(actor=pilot, meeting=meeting, minutes="Un dossier lu.")
    with acting_as(call.actor("lead")) as lead:
        assert kept_ranking(actor=lead, meeting=CommitteeMeeting.objects.get(pk=meeting.pk)) is None
