"""Target publics of a plan: which words count, what is refused, and the effect of amendments and second plans."""

from __future__ import annotations

import pytest

from pacte.plan.records import PriorityPublic
from pacte.plan.rules.changes import ChangeNature
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.plan_comparison import compare_plans
from pacte.plan.rules.publics import RULE_EXAMPLE, PublicCriteria, parse_public_rule
from tests.plan.contents import small_plan

YOUNG = PriorityPublic("under_26", "Jeunes", "moins de 26 ans")
OLDER = PriorityPublic("under_26", "Jeunes", "moins de 30 ans")


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("moins de 30 ans", PublicCriteria(age_under=30)),
        ("55 ans et plus ; Femmes", PublicCriteria(age_from=55, sex="f")),
        ("16 ans ou plus, moins de 30 ans", PublicCriteria(age_from=16, age_under=30)),
        (RULE_EXAMPLE, PublicCriteria(age_under=30, level_under=4, sex="f")),
        ("", None),
        ("les plus fragiles", None),
        ("femmes ; hommes", None),
        ("moins de 30 ans ; très motivés", None),
        ("age < 30) or (1=1", None),
    ],
)
def test_a_rule_is_read_whole_or_not_at_all(rule: str, found: PublicCriteria | None) -> None:
    assert parse_public_rule(rule) == found


@pytest.mark.parametrize(
    ("publics", "codes"),
    [
        ((YOUNG, PriorityPublic("women", "Femmes", note="Toutes.")), []),
        ((YOUNG, OLDER), ["duplicate_public"]),
        ((PriorityPublic("x", "Fragiles", "les plus fragiles"),), ["unreadable_rule"]),
        ((PriorityPublic("x", "Fragiles"),), ["public_without_rule"]),
        ((PriorityPublic("", "Fragiles", note="Une phrase."),), ["public_without_name"]),
        ((PriorityPublic("x" * 81, "Fragiles", note="Une phrase."),), ["text_too_long"]),
    ],
)
def test_a_public_is_named_once_with_a_rule_that_counts_or_a_note(
    publics: tuple[PriorityPublic, ...], codes: list[str]
) -> None:
    assert [defect.code for defect in check_plan(small_plan(publics=publics)) if defect.is_error] == codes


def test_another_rule_is_a_change_of_what_the_plan_aims_at() -> None:
    (change,) = diff_plans(small_plan(publics=(YOUNG,)), small_plan(publics=(OLDER,))).changes
    assert (change.field, change.nature) == ("publics", ChangeNature.TARGET)
    assert (change.before, change.after) == ("Jeunes : moins de 26 ans", "Jeunes : moins de 30 ans")


def test_two_plans_say_whom_each_means() -> None:
    women = PriorityPublic("women", "Femmes", "femmes")
    same = PriorityPublic("women", "Les femmes", "Femmes")
    first = small_plan(publics=(YOUNG, women))
    second = small_plan(
        code="autre", first_year=2024, last_year=2027, publics=(OLDER, same, PriorityPublic("x", "X", note="n"))
    )
    found = compare_plans(second, first).public_comparisons
    assert [(each.code, each.differs) for each in found] == [("under_26", True), ("women", False), ("x", None)]
    assert (found[0].first, found[0].second, found[2].first) == (YOUNG, OLDER, None)
