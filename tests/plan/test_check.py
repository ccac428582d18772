"""The plan check reports each defect once, at its place; a valid plan has none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings

from pacte.exchange.plan_tree import plan_from_tree
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import Defect
from pacte.kernel.period import Period
from pacte.plan.records import ActionTitle, Amount, Axis, FigureKind, Flag, Placement, PlanContent, RowKind, Schedule
from pacte.plan.rules.check import check_plan
from tests.effort import share
from tests.plan.contents import row, small_plan, target, wild_contents
from tests.shared import shared_file


def found(content: PlanContent, **options: int) -> list[tuple[str, tuple[str, str] | None, bool]]:
    return [(defect.code, defect.at, defect.is_error) for defect in check_plan(content, **options)]


def only(content: PlanContent) -> Defect:
    [defect] = check_plan(content)
    return defect


def test_a_sound_plan_has_no_defect() -> None:
    assert check_plan(small_plan()) == ()


def test_a_hole_in_the_numbering_is_no_defect() -> None:
    assert check_plan(small_plan(row("A01", 1), row("A07", 7), row("A39", 39))) == ()


def test_two_whole_actions_with_one_number_are_a_duplicate_told_at_the_second() -> None:
    defect = only(small_plan(row("A01", 1), row("A02", 1, title="Autre chose")))
    assert (defect.code, defect.at, defect.is_error, defect.value) == ("duplicate_number", ("A02", "number"), True, "1")
    assert "Autre chose" in defect.message
    assert "Titre de A01" in defect.message
    assert defect.hint


def test_subrows_that_stand_together_are_one_action() -> None:
    parts = [row(f"A27{letter}", 27, kind=RowKind.SUBROW, title=letter) for letter in "abcd"]
    assert check_plan(small_plan(row("A27", 27, kind=RowKind.HEADING, leads=()), *parts)) == ()


def test_subrows_apart_or_in_two_axes_are_a_duplicate() -> None:
    first, second = (row(key, 9, kind=RowKind.SUBROW) for key in ("A09a", "A09b"))
    apart = small_plan(first, row("A10", 10), second)
    assert found(apart) == [("duplicate_number", ("A09b", "number"), True)]
    elsewhere = replace(second, axis_code="2", strategic_code="2-1", operational_code="")
    assert found(small_plan(first, elsewhere)) == [("duplicate_number", ("A09b", "number"), True)]


def test_an_action_followed_by_subrows_of_its_number_is_asked_about() -> None:
    content = small_plan(row("A08", 9), row("A09a", 9, kind=RowKind.SUBROW), row("A09b", 9, kind=RowKind.SUBROW))
    assert found(content) == [("duplicate_number", ("A08", "number"), False)]


def test_two_titles_for_one_number_are_a_duplicate() -> None:
    content = small_plan(row("A01", 1), actions=(ActionTitle(ActionCode(1), "Un"), ActionTitle(ActionCode(1), "Deux")))
    assert found(content) == [("duplicate_number", ("action:1", "number"), True)]


def test_two_rows_with_one_key_are_told() -> None:
    content = small_plan(row("A01", 1), row("A01", 2))
    assert found(content) == [("duplicate_key", ("A01", "key"), True)]


def test_a_row_without_number_is_told() -> None:
    content = small_plan(row("A01", ""), actions=())
    assert found(content) == [("missing_number", ("A01", "number"), True)]


@pytest.mark.parametrize(
    "code", ["0", "-3", "a/b", "A 1", "A..1", ".1", "Total", "été1", "1" * 11, "1.2" * 7, "1\u202e2"]
)
def test_what_is_no_code_of_an_action_is_told(code: str) -> None:
    content = small_plan(row("A01", code), actions=())
    assert ("action_code", ("A01", "number"), True) in found(content)


def test_two_codes_that_read_alike_are_told() -> None:
    content = small_plan(row("un", "A.1"), row("deux", "a.01"), actions=())
    assert found(content) == [("duplicate_number", ("deux", "number"), True)]


def test_an_axis_that_the_plan_lacks_is_told_at_the_row() -> None:
    defect = only(small_plan(row("A01", 1, axis_code="7")))
    assert (defect.code, defect.at, defect.value) == ("unknown_axis", ("A01", "axis_code"), "7")
    assert only(small_plan(row("A01", 1, axis_code=""))).code == "unknown_axis"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"strategic_code": "9-9"}, "strategic_code"),
        ({"operational_code": "1-1.9"}, "operational_code"),
        ({"strategic_code": "1-1.1"}, "strategic_code"),
    ],
)
def test_an_objective_that_the_plan_lacks_is_told_at_the_row(values: dict[str, str], field: str) -> None:
    assert found(small_plan(row("A01", 1, **values))) == [("unknown_objective", ("A01", field), True)]


def test_an_objective_of_another_axis_is_asked_about() -> None:
    content = small_plan(row("A01", 1, strategic_code="2-1"))
    assert found(content) == [("axis_differs", ("A01", "axis_code"), False)]


def test_missing_titles_are_told_for_rows_and_axes_and_asked_for_the_plan() -> None:
    assert found(small_plan(row("A01", 1, title="  "))) == [("missing_title", ("A01", "title"), True)]
    content = small_plan(axes=(Axis("1", "", ""), Axis("2", "Axe 2", "")), title="")
    assert found(content) == [
        ("missing_title", ("plan", "title"), False),
        ("missing_title", ("axis:1", "title"), True),
    ]


def test_negative_amounts_are_told_for_axes_and_actions() -> None:
    content = small_plan(
        axes=(Axis("1", "Axe 1", "Un", amount_cents=None), Axis("2", "Axe 2", "Deux", amount_cents=-1)),
        amounts=(Amount(ActionCode(1), 2020, -500),),
    )
    assert found(content) == [
        ("negative_amount", ("axis:2", "amount_cents"), True),
        ("negative_amount", ("A01", "amounts:2020"), True),
    ]


def test_a_plan_that_ends_before_it_begins_is_told() -> None:
    defect = check_plan(small_plan(first_year=2022, last_year=2019))[0]
    assert (defect.code, defect.at, defect.is_error) == ("period_reversed", ("plan", "first_year"), True)


def test_a_column_or_an_amount_outside_the_plan_is_asked_about() -> None:
    late = Period(2023, 2023)
    content = small_plan(
        periods=(*small_plan().periods, late), amounts=(Amount(ActionCode(1), 2018, 100),), axes=_axes(None)
    )
    assert found(content) == [
        ("period_outside", ("plan", "periods"), False),
        ("period_outside", ("A01", "amounts:2018"), False),
    ]


def test_columns_out_of_order_are_asked_about() -> None:
    content = small_plan(periods=tuple(reversed(small_plan().periods)))
    assert {code for code, _, _ in found(content)} == {"period_reversed"}


def test_a_mark_in_no_column_is_asked_about_and_a_reversed_one_is_an_error() -> None:
    def marked(period: str) -> PlanContent:
        return small_plan(row("A01", 1, schedule=Schedule(Placement.CERTAIN, (Flag(period, "X"),))))

    assert found(marked("2025")) == [("period_outside", ("A01", "schedule"), False)]
    assert found(marked("2022-2021")) == [("period_reversed", ("A01", "schedule"), True)]


def test_a_target_without_unit_is_an_error_and_another_figure_a_question() -> None:
    promised = small_plan(row("A01", 1, figures=(target(unit=""),)))
    assert found(promised) == [("target_without_unit", ("A01", "figures"), True)]
    unknown = replace(target("valeur", 80, unit=""), kind=FigureKind.UNKNOWN)
    assert found(small_plan(row("A01", 1, figures=(unknown,)))) == [("figure_without_unit", ("A01", "figures"), False)]


def test_a_target_without_figure_needs_no_unit_once_it_names_an_indicator() -> None:
    silent = target(value=None, unit="")
    assert found(small_plan(row("A01", 1, figures=(silent,)))) == [("figure_without_unit", ("A01", "figures"), False)]
    assert check_plan(small_plan(row("A01", 1, figures=(replace(silent, indicator_code="entries"),)))) == ()


def test_a_reversed_range_and_a_range_with_a_value_are_told() -> None:
    reversed_range = target(value=None, minimum=Decimal(4), maximum=Decimal(2))
    assert found(small_plan(row("A01", 1, figures=(reversed_range,)))) == [("range_reversed", ("A01", "figures"), True)]
    both = target(value=3, minimum=Decimal(2), maximum=Decimal(4))
    assert found(small_plan(row("A01", 1, figures=(both,)))) == [("range_and_value", ("A01", "figures"), True)]
    assert (
        check_plan(small_plan(row("A01", 1, figures=(target(value=None, minimum=Decimal(2), maximum=Decimal(2)),))))
        == ()
    )


def test_a_number_that_is_none_is_told() -> None:
    content = small_plan(row("A01", 1, figures=(replace(target(), value=Decimal("sNaN")),)))
    assert ("not_a_number", ("A01", "figures"), True) in found(content)


def test_an_axis_that_is_not_the_sum_of_its_actions_is_asked_about_with_both_sums() -> None:
    content = small_plan(
        amounts=(
            Amount(ActionCode(1), 2019, 4_000_000_00),
            Amount(ActionCode(1), 2020, 2_000_000_00),
            Amount(ActionCode(2), None, 1),
        )
    )
    [defect] = check_plan(content)
    assert (defect.code, defect.at, defect.is_error) == ("total_differs", ("axis:1", "amount_cents"), False)
    assert "10,00\u202fM€" in defect.message
    assert "6\u202f000\u202f000,01\u202f€" in defect.message


def test_amounts_that_add_up_are_no_defect() -> None:
    content = small_plan(
        amounts=(
            Amount(ActionCode(1), 2019, 4_000_000_00),
            Amount(ActionCode(1), 2020, 2_000_000_00),
            Amount(ActionCode(2), None, 4_000_000_00),
        )
    )
    assert check_plan(content) == ()


def test_an_action_that_is_not_the_sum_of_its_years_is_asked_about() -> None:
    content = small_plan(axes=_axes(None), amounts=(Amount(ActionCode(1), None, 500), Amount(ActionCode(1), 2019, 400)))
    assert found(content) == [("total_differs", ("A01", "amounts"), False)]


def test_an_amount_given_twice_or_to_no_action_is_told() -> None:
    content = small_plan(
        axes=_axes(None),
        amounts=(Amount(ActionCode(1), 2019, 1), Amount(ActionCode(1), 2019, 2), Amount(ActionCode(77), None, 3)),
    )
    assert found(content) == [
        ("duplicate_amount", ("A01", "amounts:2019"), True),
        ("unknown_action", ("action:77", "amounts"), True),
    ]


def test_a_declared_total_is_compared_with_the_sum_of_the_axes() -> None:
    assert found(small_plan(), declared_total_cents=10_000_000_00) == []
    assert found(small_plan(), declared_total_cents=9_999_999_00) == [("total_differs", ("plan", "total_cents"), False)]


@pytest.mark.parametrize(
    ("content", "defect"),
    [
        (small_plan(title="x" * 301), ("text_too_long", ("plan", "title"), True)),
        (small_plan(row("A01", 1, comment="a\x00b")), ("control_character", ("A01", "comment"), True)),
        (small_plan(row("A01", 1, publics=("a\ud800",))), ("control_character", ("A01", "publics"), True)),
        (small_plan(row("A01", 1, linked_numbers=("9" * 30,))), ("text_too_long", ("A01", "linked_numbers"), True)),
        (small_plan(row("A01", 1, figures=(target(value=10**15),))), ("number_out_of_range", ("A01", "figures"), True)),
        (
            small_plan(row("A01", 1, figures=(replace(target(), value=Decimal("0.00001")),))),
            ("number_out_of_range", ("A01", "figures"), True),
        ),
        (small_plan(first_year=0), ("not_a_year", ("plan", "first_year"), True)),
    ],
)
def test_what_the_database_cannot_hold_is_told_beforehand(
    content: PlanContent, defect: tuple[str, tuple[str, str], bool]
) -> None:
    assert found(content) == [defect]


def test_all_defects_are_named_in_one_pass() -> None:
    content = small_plan(
        row("A01", "", title="", axis_code="8", figures=(target(unit=""),)),
        axes=(Axis("1", "Axe 1", "Un", amount_cents=-1),),
        objectives=small_plan().objectives[:3],
        first_year=2023,
        actions=(),
    )
    codes = {code for code, _, is_error in found(content) if is_error}
    assert codes >= {
        "missing_number", "missing_title", "unknown_axis", "target_without_unit", "negative_amount", "period_reversed",
    }  # fmt: skip


@settings(max_examples=share(50), deadline=None)
@given(wild_contents())
def test_the_check_never_fails_and_always_says_where_and_what_to_do(content: PlanContent) -> None:
    for defect in check_plan(content):
        assert defect.at is not None
        assert defect.message
        assert defect.hint


def test_the_real_plan_has_one_question_and_no_error() -> None:
    tree = yaml.safe_load(shared_file("plan/plan.yaml").read_text(encoding="utf-8"))
    content = plan_from_tree(tree, sheet="plan.yaml").content
    assert content is not None
    assert found(content) == [("figure_without_unit", ("A35", "figures"), False)]
    assert found(content, declared_total_cents=25_098_000_000)[1:] == []


def _axes(cents: int | None) -> tuple[Axis, ...]:
    return (Axis("1", "Axe 1", "Un", amount_cents=cents), Axis("2", "Axe 2", "Deux"))
