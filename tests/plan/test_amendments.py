"""Amendments of actions: each gives a valid plan, keeps the rest, and can be reverted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pacte.kernel.action_codes import ActionCode, next_action_codes
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.period import Period
from pacte.plan.records import ActionState, ActionStatus, Lead, LineageKind, LineageLink, PlanContent
from pacte.plan.rules import amendments
from pacte.plan.rules.changes import ChangeNature, ChangeSubject
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.display import describe_lineage, describe_status
from tests.effort import share
from tests.plan.contents import row, small_plan, target
from tests.plan_strategies import plan_contents

DAY = date(2021, 1, 1)


def plan() -> PlanContent:
    return small_plan(*(row(f"A0{number}", number, figures=(target(),)) for number in range(1, 6)))


def errors(content: PlanContent) -> set[str]:
    return {each.code for each in check_plan(content) if each.is_error}


def test_an_abandoned_action_keeps_its_row_and_says_since_when_and_why() -> None:
    after = amendments.with_state(plan(), ActionCode(2), ActionState.ABANDONED, DAY, "Sans candidat")
    assert after.rows == plan().rows
    assert after.status_of(ActionCode(2)) == ActionStatus(ActionCode(2), ActionState.ABANDONED, DAY, "Sans candidat")
    (change,) = diff_plans(plan(), after).changes
    assert (change.subject, change.field, change.nature) == (ChangeSubject.ACTION, "standing", ChangeNature.STRUCTURE)
    assert (
        change.after
        == describe_status(after.statuses[0])
        == ("abandonnée à compter du 1ᵉʳ\u00a0janvier\u00a02021 : Sans candidat")
    )


def test_a_suspended_action_resumes_and_keeps_why() -> None:
    paused = amendments.with_state(plan(), ActionCode(2), ActionState.SUSPENDED, DAY, "Centres fermés")
    again = amendments.with_state(paused, ActionCode(2), ActionState.RUNNING, date(2021, 6, 1), "Centres ouverts")
    assert again.state_of(ActionCode(2)) is ActionState.RUNNING
    assert again.status_of(ActionCode(2)) == ActionStatus(
        ActionCode(2), ActionState.RUNNING, date(2021, 6, 1), "Centres ouverts"
    )


def test_a_split_action_gives_its_place_its_leads_and_its_objectives_to_its_parts_but_not_its_figures() -> None:
    after = amendments.with_action_split(
        plan(), ActionCode(3), ["Première part", "Seconde part"], [ActionCode(6), ActionCode(7)], DAY, "Deux publics"
    )
    assert [each.number for each in after.rows] == ["1", "2", "3", "6", "7", "4", "5"]
    assert after.state_of(ActionCode(3)) is ActionState.SPLIT
    assert after.lineage == (
        LineageLink(ActionCode(6), LineageKind.SPLIT, ActionCode(3)),
        LineageLink(ActionCode(7), LineageKind.SPLIT, ActionCode(3)),
    )
    (part,) = after.rows_of(ActionCode(6))
    (origin,) = plan().rows_of(ActionCode(3))
    assert (part.axis_code, part.operational_code, part.leads) == (
        origin.axis_code, origin.operational_code, origin.leads,
    )  # fmt: skip
    assert (part.figures, part.expected_result) == ((), "")
    assert errors(after) == set()
    assert describe_lineage(after.lineage[0]) == "issue du partage de l’action 3"


def test_merged_actions_end_and_the_one_that_takes_them_over_says_so() -> None:
    after = amendments.with_actions_merged(plan(), [ActionCode(4), ActionCode(5)], ActionCode(1), DAY, "Même public")
    assert {after.state_of(ActionCode(4)), after.state_of(ActionCode(5))} == {ActionState.MERGED}
    assert [each.origin_number for each in after.origins_of(ActionCode(1))] == ["4", "5"]
    assert errors(after) == set()


def test_a_new_action_comes_after_those_of_its_axis_under_its_objective() -> None:
    base = plan()
    fresh = amendments.new_action_row(base, ActionCode(40), " Maintien du lien ", "", "1-1.1", (Lead("Région", "DFP"),))
    after = amendments.with_action(base, fresh, "Lien")
    assert (fresh.key, fresh.title, fresh.axis_code, fresh.strategic_code) == ("A40", "Maintien du lien", "1", "1-1")
    assert after.numbers[-1] == "40"
    assert errors(after) == set()
    with pytest.raises(ValidationError):
        amendments.new_action_row(base, ActionCode(41), "Sans objectif", "", "9-9", ())


def test_one_more_period_stretches_the_plan() -> None:
    after = amendments.with_period(plan(), Period(2023, 2023))
    assert [each.code for each in after.periods] == ["2019", "2020", "2021-2022", "2023"]
    assert (after.first_year, after.last_year) == (2019, 2023)
    for period in (Period(2022, 2023), Period(2025, 2025)):
        with pytest.raises(ValidationError):
            amendments.with_period(plan(), period)


def test_an_action_continues_one_of_an_earlier_plan_once() -> None:
    after = amendments.with_continuation(plan(), ActionCode(1), "pacte_2015-2018", ActionCode(12))
    assert describe_lineage(after.lineage[0]) == "continue l’action 12 du plan pacte_2015-2018"
    with pytest.raises(ValidationError):
        amendments.with_continuation(after, ActionCode(1), "pacte_2015-2018", ActionCode(12))


@pytest.mark.parametrize(
    "act",
    [
        lambda content: amendments.with_state(content, ActionCode(2), ActionState.ABANDONED, DAY, "Encore"),
        lambda content: amendments.with_state(content, ActionCode(2), ActionState.SUSPENDED, DAY, "Encore"),
        lambda content: amendments.with_action_split(
            content, ActionCode(2), ["a", "b"], [ActionCode(8), ActionCode(9)], DAY, "Encore"
        ),
        lambda content: amendments.with_actions_merged(content, [ActionCode(2)], ActionCode(1), DAY, "Encore"),
        lambda content: amendments.with_actions_merged(content, [ActionCode(1)], ActionCode(2), DAY, "Encore"),
        lambda content: amendments.with_actions_merged(content, [ActionCode(1)], ActionCode(1), DAY, "Elle-même"),
        lambda content: amendments.with_actions_merged(content, [], ActionCode(1), DAY, "Rien"),
        lambda content: amendments.with_action_split(
            content, ActionCode(1), ["une seule", " "], [ActionCode(8)], DAY, "Une part"
        ),
    ],
)
def test_what_is_over_is_not_ended_again_and_an_act_needs_its_parts(act: object) -> None:
    ended = amendments.with_state(plan(), ActionCode(2), ActionState.ABANDONED, DAY, "Sans candidat")
    with pytest.raises(ValidationError):
        act(ended)  # type: ignore[operator]


def test_an_action_that_the_plan_does_not_have_is_not_seen() -> None:
    with pytest.raises(NotFound):
        amendments.with_state(plan(), ActionCode(99), ActionState.ABANDONED, DAY, "x")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"statuses": (ActionStatus(ActionCode(99), ActionState.ABANDONED, DAY, "x"),)}, "unknown_action"),
        (
            {
                "statuses": (
                    ActionStatus(ActionCode(1), ActionState.ABANDONED),
                    ActionStatus(ActionCode(1), ActionState.SUSPENDED),
                )
            },
            "duplicate_standing",
        ),
        ({"lineage": (LineageLink(ActionCode(99), LineageKind.SPLIT, ActionCode(1)),)}, "unknown_action"),
        (
            {
                "lineage": (
                    LineageLink(ActionCode(1), LineageKind.MERGE, ActionCode(2)),
                    LineageLink(ActionCode(1), LineageKind.MERGE, ActionCode(2)),
                )
            },
            "duplicate_lineage",
        ),
        (
            {
                "lineage": (
                    LineageLink(ActionCode(1), LineageKind.MERGE, ActionCode(2)),
                    LineageLink(ActionCode(2), LineageKind.MERGE, ActionCode(1)),
                )
            },
            "lineage_circle",
        ),
        ({"lineage": (LineageLink(ActionCode(1), LineageKind.MERGE, ActionCode(1)),)}, "lineage_circle"),
        (
            {"lineage": (LineageLink(ActionCode(1), LineageKind.CONTINUES, ActionCode(1), small_plan().code),)},
            "lineage_of_itself",
        ),
    ],
)
def test_a_life_that_cannot_be_is_an_error(content: dict[str, Any], code: str) -> None:
    assert code in errors(small_plan(**content))


@settings(max_examples=share(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_contents(), st.data())
def test_any_split_or_end_taken_back_gives_the_plan_again(content: PlanContent, data: st.DataObject) -> None:
    running = [each for each in content.numbers if content.state_of(each) is ActionState.RUNNING]
    assume(running)
    number = data.draw(st.sampled_from(running))
    parts = next_action_codes(content.numbers, 3, sibling=number)
    shared = amendments.with_action_split(content, number, ["a", "b", "c"], parts, DAY, "Essai")
    ended = amendments.with_state(content, number, ActionState.ABANDONED, DAY, "Essai")
    for after in (shared, ended):
        assert errors(after) <= errors(content)
        back = amendments.with_action_restored(after, content, number)
        assert (back.rows, back.actions, set(back.statuses), set(back.lineage)) == (
            content.rows, content.actions, set(content.statuses), set(content.lineage),
        )  # fmt: skip
