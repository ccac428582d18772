"""Comparing two plans: every change is reported with what it affects, and nothing else is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.exchange.plan_tree import plan_from_tree
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Doubt,
    Expense,
    FigureKind,
    Flag,
    Lead,
    Placement,
    PlanContent,
    PlanRow,
    Schedule,
    Staff,
)
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange, only_wording
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.labels import enum_label, plan_field_label
from pacte.plan.rules.text_diff import WordChange, is_same_text, word_changes
from tests.effort import share
from tests.plan.contents import keyed_contents, row, small_plan, target, texts, wild_contents
from tests.shared import shared_file

_OPPOSITE = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.CHANGED: ChangeKind.CHANGED,
}


def changed_row(**values: Any) -> tuple[PlanChange, ...]:
    """Changes of the plan when only these fields of the first row change."""
    before = small_plan()
    return diff_plans(before, replace(before, rows=(replace(before.rows[0], **values), *before.rows[1:]))).changes


def told(changes: tuple[PlanChange, ...]) -> list[tuple[ChangeKind, ChangeSubject, str, str, ChangeNature]]:
    return [(each.kind, each.subject, each.key, each.field, each.nature) for each in changes]


@settings(max_examples=share(50), deadline=None)
@given(wild_contents())
def test_a_plan_does_not_differ_from_itself(content: PlanContent) -> None:
    assert diff_plans(content, content).changes == ()


@settings(max_examples=share(50), deadline=None)
@given(keyed_contents(), keyed_contents())
def test_what_is_added_one_way_is_removed_the_other_way(one: PlanContent, other: PlanContent) -> None:
    forth, back = diff_plans(one, other), diff_plans(other, one)
    there = Counter((each.kind, each.subject, each.field, each.before, each.after) for each in forth.changes)
    again = Counter((_OPPOSITE[each.kind], each.subject, each.field, each.after, each.before) for each in back.changes)
    assert there == again
    assert (forth.total_before, forth.total_after) == (back.total_after, back.total_before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l'offre de formation", "l’offre  de\u00a0formation."),
        ("logement, santé…", "logement , santé"),
        ("« métiers »", "«\u202fmétiers\u202f» ;"),
    ],
)
def test_spaces_apostrophes_and_final_punctuation_are_no_change(before: str, after: str) -> None:
    assert is_same_text(before, after)


@pytest.mark.parametrize(("before", "after"), [("3 000 ?", "3 000"), ("Etat", "État"), ("10 parcours", "12 parcours")])
def test_a_question_mark_an_accent_or_a_figure_is_a_change(before: str, after: str) -> None:
    assert not is_same_text(before, after)


@pytest.mark.parametrize(
    ("values", "field", "nature"),
    [
        ({"title": "Autre intitulé"}, "title", ChangeNature.WORDING),
        ({"description": "Nouvelle"}, "description", ChangeNature.WORDING),
        ({"publics": ("jeunes",)}, "publics", ChangeNature.WORDING),
        ({"doubts": (Doubt("title", "illisible"),)}, "doubts", ChangeNature.WORDING),
        ({"leads": (Lead("Région", "DPOF"),)}, "leads", ChangeNature.LEAD),
        ({"leads": (Lead("région", "DFP", note="à confirmer"),)}, "leads", ChangeNature.WORDING),
        ({"schedule": Schedule(Placement.NONE)}, "schedule", ChangeNature.SCHEDULE),
        ({"schedule": replace(row("A", 1).schedule, placement=Placement.ASSUMED)}, "schedule", ChangeNature.SCHEDULE),
        ({"schedule": replace(row("A", 1).schedule, note="Lu ainsi")}, "schedule", ChangeNature.WORDING),
        ({"priority": "2020"}, "priority", ChangeNature.SCHEDULE),
        ({"expenses": (Expense("étude", "2019"),)}, "expenses", ChangeNature.SCHEDULE),
        ({"expenses": (Expense("étude"),)}, "expenses", ChangeNature.WORDING),
        ({"staff": (Staff("ORFE", "0,2 ETP", Decimal("0.2")),)}, "staff", ChangeNature.AMOUNT),
        ({"linked_numbers": (2,)}, "linked_numbers", ChangeNature.LINK),
        ({"operational_code": "1-1.2"}, "operational_code", ChangeNature.STRUCTURE),
        ({"axis_code": "2"}, "axis_code", ChangeNature.STRUCTURE),
    ],
)
def test_each_field_of_a_row_touches_what_it_should(values: dict[str, Any], field: str, nature: ChangeNature) -> None:
    assert told(changed_row(**values)) == [(ChangeKind.CHANGED, ChangeSubject.ROW, "A01", field, nature)]


def test_every_field_of_a_row_is_compared() -> None:
    """A field added to the record but not compared would change without notice."""
    before = small_plan().rows[0]
    others = {
        "number": ActionCode(5), "kind": "heading", "figures": (), "linked_numbers": (ActionCode(9),),
        "schedule": Schedule(),
        "leads": (Lead("Etat"),), "staff": (Staff("Etat", "x"),), "expenses": (Expense("x"),),
        "doubts": (Doubt("", "x"),), "publics": ("x",), "sectors": ("x",), "partners": ("x",),
    }  # fmt: skip
    compared = sorted(PlanRow.__dataclass_fields__.keys() - {"key"})
    assert compared
    for field in compared:
        after = replace(before, **{field: others.get(field, f"autre {field}")})
        content = small_plan()
        changes = diff_plans(
            content, replace(content, rows=(after, *content.rows[1:]), actions=content.actions)
        ).changes
        assert changes, field


def test_a_target_that_changes_says_from_what_to_what() -> None:
    [change] = changed_row(figures=(target(value=2800),))
    assert told((change,)) == [(ChangeKind.CHANGED, ChangeSubject.FIGURE, "A01", "value", ChangeNature.TARGET)]
    assert (change.before, change.after, change.number) == ("10", "2\u202f800", "1")


def test_figures_that_come_and_go_are_told_with_their_words() -> None:
    [change] = changed_row(figures=())
    assert told((change,)) == [(ChangeKind.REMOVED, ChangeSubject.FIGURE, "A01", "", ChangeNature.TARGET)]
    assert change.before == "formations rénovées : 10 formations"
    means = replace(target("moyens humains", unit="ETP"), kind=FigureKind.MEANS)
    assert told(changed_row(figures=(target(), means))) == [
        (ChangeKind.ADDED, ChangeSubject.FIGURE, "A01", "", ChangeNature.AMOUNT)
    ]


def test_a_figure_renamed_is_a_change_of_wording() -> None:
    assert told(changed_row(figures=(target("formations rénovées ou créées"),))) == [
        (ChangeKind.CHANGED, ChangeSubject.FIGURE, "A01", "what", ChangeNature.WORDING)
    ]


def test_a_new_action_is_told_once_and_a_new_subrow_by_itself() -> None:
    before = small_plan()
    action = replace(before, rows=(*before.rows, row("A40", 40, title="Maintien du lien")))
    [change] = diff_plans(before, action).changes
    assert told((change,)) == [(ChangeKind.ADDED, ChangeSubject.ACTION, "40", "", ChangeNature.STRUCTURE)]
    assert (change.number, change.after) == ("40", "Maintien du lien")
    subrow = replace(before, rows=(*before.rows, row("A02c", 2, title="Webinaires")))
    assert told(diff_plans(before, subrow).changes) == [
        (ChangeKind.ADDED, ChangeSubject.ROW, "A02c", "", ChangeNature.STRUCTURE)
    ]


def test_axes_amounts_and_totals_are_compared() -> None:
    before = small_plan()
    after = replace(
        before,
        axes=(replace(before.axes[0], amount_cents=12_549_000_000), before.axes[1]),
        amounts=(Amount(ActionCode(1), 2020, 150_000_00),),
    )
    result = diff_plans(before, after)
    assert told(result.changes) == [
        (ChangeKind.CHANGED, ChangeSubject.AXIS, "1", "amount_cents", ChangeNature.AMOUNT),
        (ChangeKind.ADDED, ChangeSubject.AMOUNT, "1", "", ChangeNature.AMOUNT),
    ]
    assert [change.after for change in result.changes] == ["125,49\u202fM€", "2020 : 0,15\u202fM€"]
    assert (result.total_before, result.total_after) == (10_000_000_00, 12_549_000_000)
    assert result.counts == {ChangeNature.AMOUNT: 2}


def test_years_and_columns_of_the_plan_are_schedule_and_titles_are_wording() -> None:
    before = small_plan()
    after = replace(before, last_year=2023, periods=(*before.periods, Period(2023, 2023)), title="Autre titre")
    assert diff_plans(before, after).counts == {ChangeNature.SCHEDULE: 2, ChangeNature.WORDING: 1}


def test_rows_that_change_places_are_told_once() -> None:
    before = small_plan()
    moved = replace(before, rows=(before.rows[0], before.rows[2], before.rows[1]))
    [change] = diff_plans(before, moved).changes
    assert (change.field, change.before, change.after) == ("row_order", "A01, A02a, A02b", "A01, A02b, A02a")


def test_titles_of_actions_are_compared_by_number() -> None:
    before = small_plan()
    after = replace(before, actions=(ActionTitle(ActionCode(1), "Renommée"), before.actions[1]))
    assert told(diff_plans(before, after).changes) == [
        (ChangeKind.CHANGED, ChangeSubject.ACTION, "1", "title", ChangeNature.WORDING)
    ]


def test_only_wording_means_that_nothing_promised_changes() -> None:
    before = small_plan()
    words = replace(before, rows=(replace(before.rows[0], comment="Autre"), *before.rows[1:]))
    money = replace(words, axes=(replace(before.axes[0], amount_cents=1), before.axes[1]))
    assert only_wording(diff_plans(before, words))
    assert not only_wording(diff_plans(before, money))
    assert diff_plans(before, words).rows_unchanged == 2


def test_every_change_has_a_french_name() -> None:
    before = small_plan()
    after = replace(before, rows=(row("B01", 1, title="X", leads=(Lead("Etat"),), comment="c"),), amounts=(), axes=())
    changes = diff_plans(before, after).changes
    assert changes
    for change in changes:
        assert plan_field_label(change.subject, change.field)
        assert enum_label(change.nature)
        assert enum_label(change.kind)


@given(texts, texts)
def test_the_words_kept_and_added_make_the_new_text(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert "".join(text for op, text in runs if op is not WordChange.REMOVED) == after
    if before == after:
        assert all(op is WordChange.EQUAL for op, _ in runs)


def test_the_words_that_change_are_told_apart_from_those_that_stay() -> None:
    assert word_changes("3 000 stagiaires / an ?", "2 800 stagiaires / an") == [
        (WordChange.REMOVED, "3 000 "),
        (WordChange.ADDED, "2 800 "),
        (WordChange.EQUAL, "stagiaires / an"),
        (WordChange.REMOVED, "?"),
    ]


def test_an_apostrophe_of_another_shape_is_no_word_changed() -> None:
    assert word_changes("l'offre", "l’offre") == [(WordChange.EQUAL, "l’offre")]


@given(st.integers(2_001, 2_100))
@settings(max_examples=3, deadline=None)
def test_a_text_made_to_hurt_is_replaced_as_a_whole(length: int) -> None:
    assert word_changes("a " * length, "b " * length) == [
        (WordChange.REMOVED, "a " * length),
        (WordChange.ADDED, "b " * length),
    ]


def test_the_real_plan_against_itself_with_one_target_lowered() -> None:
    tree = yaml.safe_load(shared_file("plan/plan.yaml").read_text(encoding="utf-8"))
    before = plan_from_tree(tree, sheet="plan.yaml").content
    assert before is not None
    assert diff_plans(before, before).is_empty
    place = next(index for index, each in enumerate(before.rows) if each.key == "A21")
    lowered = replace(before.rows[place].figures[0], value=Decimal(2800), certain=True)
    changed = replace(before.rows[place], figures=(lowered, *before.rows[place].figures[1:]))
    result = diff_plans(before, replace(before, rows=(*before.rows[:place], changed, *before.rows[place + 1 :])))
    assert [(each.number, each.field, each.before, each.after) for each in result.changes] == [
        ("21", "value", "3\u202f000", "2\u202f800"),
        ("21", "certain", "non", "oui"),
    ]
    assert result.rows_unchanged == 44


def test_marks_are_compared_by_column_and_not_by_letter_case() -> None:
    schedule = Schedule(Placement.CERTAIN, (Flag("2019", "x"), Flag(" 2020 ", "X"), Flag("2021-22", "X")), "X X X")
    assert changed_row(schedule=schedule) == ()
