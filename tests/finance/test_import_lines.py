"""An import writes only differences; a doubtful line is set aside and never counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pacte.finance.records import (
    AllocationRuleMatch,
    AllocationTarget,
    ExtractLine,
    ImportLineStatus,
    ImportOutcome,
    KnownCommitment,
    MoneyStage,
    PlanStructure,
)
from pacte.finance.rules import decide_import
from pacte.finance.rules.import_lines import without_reverting_corrections
from pacte.kernel.action_codes import ActionCode
from tests.finance.accounts import account, extract

PLAN = PlanStructure("p", 2019, 2022, {ActionCode(1): "1", ActionCode(2): "2"}, frozenset({"1", "2"}))
NEXT = PlanStructure("suivant", 2024, 2027, {ActionCode(1): "1"}, frozenset({"1"}))
PLANS = {"p": PLAN}
FIRST = AllocationTarget("p", "1", ActionCode(1))


def known(number: str, cents: int, *, post: str = "", year: int = 2019) -> KnownCommitment:
    return KnownCommitment(7, number, post, year, {MoneyStage.COMMITTED: cents}, FIRST)


def codes(outcome: ImportOutcome) -> list[str]:
    return [each.code for each in outcome.defects]


def test_a_new_commitment_moves_all_that_it_amounts_to() -> None:
    outcome = decide_import(extract(account("E1", {MoneyStage.COMMITTED: 100, MoneyStage.ORDERED: 40})), [], PLANS)
    (each,) = outcome.outcomes
    assert (each.status, each.deltas) == (ImportLineStatus.ADDED, {MoneyStage.COMMITTED: 100, MoneyStage.ORDERED: 40})
    assert each.target == AllocationTarget("p", "1", ActionCode(1))
    assert (outcome.added, outcome.unmatched, outcome.total_cents) == (
        1,
        0,
        {MoneyStage.COMMITTED: 100, MoneyStage.ORDERED: 40},
    )


class CountedLines(tuple[ExtractLine, ...]):
    """Lines that count how many times they are gone through."""

    passes = 0

    def __iter__(self) -> Iterator[ExtractLine]:
        self.passes += 1
        return super().__iter__()


def test_lines_are_gone_through_as_many_times_however_many_they_are() -> None:
    passes = []
    for size in (2, 20):
        lines = CountedLines(extract(*(account(f"E{rank}") for rank in range(size))).lines)
        decide_import(replace(extract(), lines=lines), [], PLANS)
        passes.append(lines.passes)
    assert passes[0] == passes[1] > 0


def test_a_changed_amount_moves_the_difference_upwards_or_downwards() -> None:
    assert decide_import(extract(account("E1", 150)), [known("E1", 100)], PLANS).outcomes[0].deltas == {
        MoneyStage.COMMITTED: 50
    }
    lower = decide_import(extract(account("E1", 30)), [known("E1", 100)], PLANS)
    assert lower.outcomes[0].deltas == {MoneyStage.COMMITTED: -70}
    assert lower.changed == 1


def test_what_is_known_moves_nothing() -> None:
    outcome = decide_import(extract(account("E1", 100)), [known("E1", 100)], PLANS)
    assert (outcome.known, outcome.moved_cents, outcome.changes_nothing) == (1, {}, True)


def test_the_same_line_twice_counts_once() -> None:
    outcome = decide_import(extract(account("E1", 100), account("E1", 100)), [], PLANS)
    assert (outcome.added, outcome.skipped, codes(outcome)) == (1, 1, ["duplicate_same"])
    assert outcome.total_cents == {MoneyStage.COMMITTED: 100}
    assert not outcome.errors


def test_two_lines_that_differ_under_one_number_are_both_left_aside() -> None:
    outcome = decide_import(extract(account("E1", 100), account("E1", 90), account("E2", 5)), [], PLANS)
    assert codes(outcome) == ["duplicate_differs", "duplicate_differs"]
    assert [each.status for each in outcome.outcomes] == [
        ImportLineStatus.SKIPPED,
        ImportLineStatus.SKIPPED,
        ImportLineStatus.ADDED,
    ]
    assert outcome.total_cents == {MoneyStage.COMMITTED: 5}


def test_posts_and_years_tell_two_lines_of_one_number_apart() -> None:
    lines = account("E1", 1, post="1"), account("E1", 2, post="2"), account("E1", 3, post="1", year=2020)
    assert decide_import(extract(*lines), [], PLANS).added == 3


def test_a_column_of_posts_that_goes_away_does_not_count_the_whole_beside_its_parts() -> None:
    before = [known("E1", 60, post="1"), known("E1", 40, post="2")]
    outcome = decide_import(extract(account("E1", 100)), before, PLANS)
    assert (outcome.added, codes(outcome)) == (0, ["post_missing"])


def test_a_column_of_posts_that_appears_does_not_count_parts_beside_the_whole() -> None:
    outcome = decide_import(
        extract(account("E1", 60, post="1"), account("E1", 40, post="2")), [known("E1", 100)], PLANS
    )
    assert (outcome.added, codes(outcome)) == (0, ["post_split", "post_split"])


def test_a_column_of_years_that_goes_away_finds_the_only_one_known_and_asks_between_two() -> None:
    one = decide_import(extract(account("E1", 120, year=None)), [known("E1", 100)], PLANS)
    assert one.outcomes[0].deltas == {MoneyStage.COMMITTED: 20}
    two = decide_import(extract(account("E1", 120, year=None)), [known("E1", 100), known("E1", 9, year=2020)], PLANS)
    assert (two.changed, codes(two)) == (0, ["year_ambiguous"])


def test_a_commitment_said_of_another_year_for_the_same_amount_is_not_a_second_one() -> None:
    outcome = decide_import(extract(account("E1", 100, year=2020)), [known("E1", 100)], PLANS)
    assert (outcome.added, codes(outcome)) == (0, ["year_moved"])
    both = decide_import(extract(account("E1", 100), account("E1", 100, year=2020)), [known("E1", 100)], PLANS)
    assert (both.added, both.known) == (1, 1)


def test_without_year_nor_date_a_new_commitment_is_left_aside() -> None:
    assert codes(decide_import(extract(account("E1", year=None)), [], PLANS)) == ["year_missing"]


def test_a_negative_amount_counts_with_its_sign_and_is_told() -> None:
    outcome = decide_import(extract(account("E1", -50)), [], PLANS)
    assert (outcome.total_cents, codes(outcome)) == ({MoneyStage.COMMITTED: -50}, ["negative_amount"])
    assert not outcome.errors


def test_a_stage_beyond_the_one_before_is_told_and_kept() -> None:
    outcome = decide_import(extract(account("E1", {MoneyStage.COMMITTED: 10, MoneyStage.ORDERED: 12})), [], PLANS)
    assert (outcome.added, codes(outcome)) == (1, ["stage_exceeds"])


def test_a_stage_that_the_file_no_longer_gives_is_kept_and_told() -> None:
    before = KnownCommitment(7, "E1", "", 2019, {MoneyStage.COMMITTED: 100, MoneyStage.PAID: 30}, FIRST)
    outcome = decide_import(extract(account("E1", 100)), [before], PLANS)
    assert (outcome.moved_cents, codes(outcome)) == ({}, ["stage_absent"])


def test_a_blank_cell_keeps_what_was_known_and_is_told() -> None:
    before = KnownCommitment(7, "E1", "", 2019, {MoneyStage.COMMITTED: 100, MoneyStage.PAID: 30}, FIRST)
    lines = account("E1", 100), account("E2", {MoneyStage.COMMITTED: 10, MoneyStage.PAID: 1})
    outcome = decide_import(extract(*lines), [before], PLANS)
    assert codes(outcome) == ["amount_blank"]
    assert outcome.outcomes[0].status is ImportLineStatus.UNCHANGED


def test_money_stays_with_the_plan_that_committed_it() -> None:
    old = known("E1", 100, year=2022)
    outcome = decide_import(
        extract(account("E1", 150, year=2022, plan_code="suivant")), [old], {**PLANS, "suivant": NEXT}
    )
    assert outcome.outcomes[0].target == FIRST
    assert not outcome.outcomes[0].is_newly_allocated


def test_the_plan_is_the_one_named_else_the_one_that_covers_the_year() -> None:
    plans = {**PLANS, "suivant": NEXT}
    assert decide_import(extract(account("E1", year=2025)), [], plans).outcomes[0].target == AllocationTarget(
        "suivant", "1", ActionCode(1)
    )
    named = decide_import(extract(account("E1", year=2025, plan_code="p")), [], plans)
    assert named.outcomes[0].target == AllocationTarget("p", "1", ActionCode(1))
    nowhere = decide_import(extract(account("E1", year=2023)), [], plans)
    assert nowhere.outcomes[0].target is None
    assert nowhere.outcomes[0].why_waiting == "aucun plan ne couvre l’année 2023"
    assert decide_import(extract(account("E1", year=2023)), [], plans, (), "p").outcomes[0].target == AllocationTarget(
        "p", "1", ActionCode(1)
    )


def test_an_action_that_the_plan_has_not_waits_with_its_reason() -> None:
    (each,) = decide_import(extract(account("E1", action=57)), [], PLANS).outcomes
    assert (each.status, each.target, each.why_waiting) == (ImportLineStatus.ADDED, None, "le plan n’a pas d’action 57")


def test_what_a_person_taught_comes_before_the_axis_and_after_the_action_of_the_file() -> None:
    rule = AllocationRuleMatch(3, "operation", "p103-12", AllocationTarget("p", "2", ActionCode(2)))
    line = account("E1", action=None, axis_code="1", operation="P103-12")
    assert decide_import(extract(line), [], PLANS, [rule]).outcomes[0].target == AllocationTarget(
        "p", "2", ActionCode(2)
    )
    assert decide_import(extract(line), [], PLANS).outcomes[0].target == AllocationTarget("p", "1")
    assert decide_import(extract(account("E1", operation="P103-12")), [], PLANS, [rule]).outcomes[0].target == FIRST


def test_a_file_written_before_does_not_bring_back_what_a_later_one_corrected() -> None:
    again = without_reverting_corrections(
        decide_import(extract(account("E1", 100)), [known("E1", 150)], PLANS),
        {(known("E1", 150).commitment_id, MoneyStage.COMMITTED)}, "3 mars 2020",
    )  # fmt: skip
    assert (again.changed, again.known, again.moved_cents) == (0, 1, {})
    assert codes(again) == ["file_already_imported"]


def test_a_file_read_again_with_other_columns_still_gives_what_no_later_file_corrected() -> None:
    decided = decide_import(extract(account("E1", 100)), [known("E1", 150)], PLANS)
    assert without_reverting_corrections(decided, set(), "3 mars 2020") == decided


_AMOUNTS = st.dictionaries(st.sampled_from(list(MoneyStage)[2:6]), st.integers(-10_000, 100_000), min_size=1)


_ROWS = st.tuples(st.sampled_from(["E1", "E2", "E3"]), st.sampled_from([2019, 2020, None]), _AMOUNTS)


@given(st.lists(_ROWS, max_size=8))
def test_applying_an_extract_then_reading_it_again_changes_nothing(
    rows: list[tuple[str, int | None, dict[MoneyStage, int]]],
) -> None:
    found = extract(*(account(number, amounts, year=year) for number, year, amounts in rows))
    first = decide_import(found, [], PLANS)
    stored = [
        KnownCommitment(rank, each.line.number, each.post, each.year, each.deltas, each.target)
        for rank, each in enumerate(first.outcomes)
        if each.status is ImportLineStatus.ADDED
    ]
    again = decide_import(found, stored, PLANS)
    assert again.moved_cents == {}
    assert again.changed == 0
    assert again.added == 0
    assert len({(each.number, each.post, each.year) for each in stored}) == len(stored)
