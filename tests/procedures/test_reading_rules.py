"""Rules of reading: weights, gap, ranking, conflicts, what a reader sees, and the last second of a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from pacte.kernel.clock import PARIS
from pacte.kernel.errors import Conflict, ValidationError
from pacte.procedures.records.description import Requirement, RequirementKind
from pacte.procedures.records.reading import (
    BodyIdentity,
    CommitteeOutcome,
    ConflictKind,
    CriterionScore,
    ReadingCriterion,
    RoundMoments,
    ScoreInput,
)
from pacte.procedures.rules.call_rounds import end_of_day, is_round_open, refuse_early_end, start_of_day
from pacte.procedures.rules.conflicts import bodies_of_case, conflicts_with
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.reading import (
    departs_from_ranking,
    has_quorum,
    is_gap_settled,
    is_read,
    ranked_cases,
    readers_wanted,
    refuse_changed_grid,
    refuse_outside_envelope,
    scored_criteria,
    summary_of,
    weighted_total,
)
from pacte.procedures.rules.reading_view import sections_for_reader
from tests.procedures.example_call import CALL, CONFLICTS, GRID

HOST = 1
SIRET, SAME_GROUP, OTHER = "11000201100044", "11000201100069", "55208131766522"


def test_the_call_holds_together_and_what_it_names_wrongly_is_told() -> None:
    assert description_defects(CALL) == []
    broken = replace(
        CALL,
        grids=(replace(GRID, hides=frozenset({"nowhere"}), criteria=()),),
        committees=(replace(CALL.committees[0], grid="other"),),
        conflicts=replace(CONFLICTS, partner_fields=("unknown",)),
        rounds=None,
        transitions=(
            *CALL.transitions[:1],
            replace(CALL.transitions[1], needs=(Requirement(RequirementKind.IN_ENVELOPE, "x"),)),
            replace(CALL.transitions[2], needs=(Requirement(RequirementKind.READ, "x", "gone"),)),
        ),
    )
    assert {each.partition(" «")[0] for each in description_defects(broken)} >= {
        "conflicts: field", "grid reading: field", "grid reading: no criteria, or one twice", "committee panel: grid",
        "transition award: there are no rounds", "transition refuse: read",
    }  # fmt: skip
    assert "grids: readers have no rule about conflicts of interest" in description_defects(
        replace(CALL, conflicts=None)
    )


def test_a_total_weighs_each_criterion_and_low_scores_need_words() -> None:
    criteria = scored_criteria(GRID, ScoreInput({"reach": 5, "trades": 3, "cost": 2}))
    assert weighted_total(criteria) == Fraction(100 * (15 + 9 + 4), 40)
    for given, code in (
        (ScoreInput({"reach": 5, "trades": 3}), "score_missing"),
        (ScoreInput({"reach": 6, "trades": 3, "cost": 2}), "score_out_of_range"),
        (ScoreInput({"reach": 5, "trades": 3, "cost": 1}), "words_missing"),
    ):
        with pytest.raises(ValidationError) as caught:
            scored_criteria(GRID, given)
        assert caught.value.code == code
    assert scored_criteria(GRID, ScoreInput({"reach": 5, "trades": 3, "cost": 1}, {"cost": "cher"}))[2].words == "cher"


def test_case_6_weights_changed_after_a_score_are_refused_and_old_scores_keep_theirs() -> None:
    given = scored_criteria(GRID, ScoreInput({"reach": 5, "trades": 0, "cost": 5}))
    heavier = replace(GRID, criteria=(ReadingCriterion("reach", "Publics", 8), *GRID.criteria[1:]))
    with pytest.raises(Conflict) as caught:
        refuse_changed_grid(heavier, given)
    assert caught.value.code == "grid_changed"
    refuse_changed_grid(GRID, given)
    refuse_changed_grid(heavier, ())
    assert weighted_total(given) == Fraction(125, 2)


def test_case_17_readers_beyond_the_gap_ask_a_third_and_the_range_is_told() -> None:
    close, apart = summary_of([Fraction(60), Fraction(90)]), summary_of([Fraction(59), Fraction(90)])
    assert (readers_wanted(GRID, close), readers_wanted(GRID, apart)) == (2, 3)
    assert is_gap_settled(GRID, close)
    assert is_read(GRID, apart)
    assert not is_gap_settled(GRID, apart)
    third = summary_of([Fraction(59), Fraction(90), Fraction(70)])
    assert third is not None
    assert is_gap_settled(GRID, third)
    assert (third.mean, third.gap, third.count) == (Fraction(73), Fraction(31), 3)
    assert not is_read(GRID, summary_of([Fraction(80)]))
    assert readers_wanted(GRID, None) == readers_wanted(replace(GRID, third_if_gap=None), apart) == 2


def test_case_17_a_decision_that_departs_from_the_ranking_is_known() -> None:
    ranking = ranked_cases({1: summary_of([Fraction(50)]), 2: summary_of([Fraction(80)]), 3: None, 4: summary_of([50])})
    assert [(each.case_id, each.rank) for each in ranking] == [(2, 1), (1, 2), (4, 2), (3, None)]
    kept, refused, waiting = CommitteeOutcome.KEPT, CommitteeOutcome.REFUSED, CommitteeOutcome.WAITING
    assert departs_from_ranking(1, kept, ranking, {2: refused})
    assert not departs_from_ranking(1, kept, ranking, {2: kept, 4: refused})
    assert departs_from_ranking(2, waiting, ranking, {1: kept})
    assert departs_from_ranking(3, kept, ranking, {})
    assert not departs_from_ranking(3, refused, ranking, {1: kept})


@pytest.mark.parametrize(
    ("body", "values", "expected"),
    [
        (BodyIdentity(5, SIRET), {"siret": "110 002 011 00044"}, {ConflictKind.SAME_BODY}),
        (BodyIdentity(5, SAME_GROUP), {"siret": SIRET}, {ConflictKind.SAME_GROUP}),
        (BodyIdentity(5, OTHER), {"siret": SIRET}, set()),
        (BodyIdentity(5, SAME_GROUP), {"partners": [{"who": SIRET}]}, {ConflictKind.PARTNER}),
        (BodyIdentity(5, "", frozenset({"cfa de l'etang"})), {"funders": [{"who": "CFA de l'Étang"}]}, {"funder"}),
        (BodyIdentity(HOST, OTHER), {"funders": [{"who": OTHER}], "partners": [{"who": OTHER}]}, set()),
        (BodyIdentity(HOST, OTHER), {"siret": OTHER}, {ConflictKind.SAME_BODY}),
        (BodyIdentity(9, ""), {}, {ConflictKind.SAME_BODY}),
    ],
)
def test_case_13_conflicts_are_computed_by_body_group_partner_and_funder(
    body: BodyIdentity, values: dict[str, object], expected: set[ConflictKind]
) -> None:
    """The host funds by design: it is in conflict when it applies, not when it pays."""
    named = bodies_of_case(CONFLICTS, values, applicant=BodyIdentity(9, ""))
    assert conflicts_with(CONFLICTS, named, body, host_id=HOST) == expected


def test_case_15_whoever_is_in_conflict_leaves_and_does_not_make_the_quorum() -> None:
    assert has_quorum(2, [1, 2, 3], [3, 8])
    assert not has_quorum(3, [1, 2, 3], [3])


def test_case_16_a_reader_sees_public_answers_first_and_never_what_the_grid_hides() -> None:
    values = {"summary": "Un atelier", "contact": "a@b.fr", "siret": SIRET, "funders": [{"who": "x", "euros": 5}]}
    sections, shown = sections_for_reader(CALL.form, values, hides=frozenset(), only_public=True)
    assert (shown, [each.code for each in sections[0].fields]) == ({"summary": "Un atelier"}, ["summary"])
    _, shown = sections_for_reader(CALL.form, values, hides=frozenset({"contact", "funders.who"}), only_public=False)
    assert shown == {"summary": "Un atelier", "siret": SIRET, "funders": [{"euros": 5}]}


def test_case_18_what_is_left_is_told_when_the_envelope_is_short() -> None:
    refuse_outside_envelope(envelope=100_00, granted=60_00, cents=40_00)
    refuse_outside_envelope(envelope=None, granted=60_00, cents=40_00)
    with pytest.raises(Conflict, match="40") as caught:
        refuse_outside_envelope(envelope=100_00, granted=60_00, cents=40_01)
    assert caught.value.code == "envelope_short"


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)])
def test_case_4_the_last_second_in_paris_is_in_and_midnight_is_out(day: date) -> None:
    """Also on the two days when clocks change, and whatever the zone in which the moment is written."""
    moments = RoundMoments(start_of_day(date(2026, 1, 1)), end_of_day(day))
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=PARIS)
    assert is_round_open(moments, last)
    assert is_round_open(moments, last.astimezone(UTC))
    assert not is_round_open(moments, last.astimezone(UTC) + timedelta(seconds=1))
    assert not is_round_open(moments, moments.opens_at - timedelta(microseconds=1))
    with pytest.raises(ValidationError):
        refuse_early_end(moments, moments.closes_at)
    refuse_early_end(moments, moments.closes_at + timedelta(days=1))


def test_a_score_keeps_the_weight_that_it_was_given_with() -> None:
    old = CriterionScore("reach", "Publics", 4, 1)
    assert weighted_total([old, replace(old, code="b", weight=3, score=0)]) == 20
