"""Plans as YAML files: read back exactly by both loaders, and editable by a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings

from pacte.exchange.documents.plan_yaml import write
from pacte.exchange.parsers.yaml_tree import tree_from_yaml as strict_tree
from pacte.exchange.plan_tree import plan_as_tree
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.period import Period
from pacte.plan.records import ActionTitle, Flag, PlanContent
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.merge import ALL_FIELDS
from tests.effort import share
from tests.exchange.plan_trees import read, small
from tests.plan_strategies import plan_contents


@settings(max_examples=share(60), deadline=None)
@given(plan_contents())
def test_what_is_written_is_read_back_exactly_by_both_loaders(content: PlanContent) -> None:
    data = write(content)
    for tree in (yaml.safe_load(data), strict_tree(data, "plan.yaml")[0]):
        reading = read(tree)
        assert reading.defects == ()
        assert reading.content == content


@settings(max_examples=share(30), deadline=None)
@given(plan_contents())
def test_made_up_plans_are_sound_and_written_the_same_twice(content: PlanContent) -> None:
    assert [defect for defect in check_plan(content) if defect.is_error] == []
    assert write(content) == write(content)


def test_a_small_file_typed_by_hand_is_read_with_its_bare_numbers() -> None:
    reading = read(small())
    assert reading.defects == ()
    assert reading.fields == ALL_FIELDS
    content = reading.content
    assert content is not None
    assert content.periods == (Period(2024, 2024), Period(2025, 2026))
    assert content.axes[0].amount_cents == 250_000_000
    assert content.amounts[0].cents == 125_000_000
    row = content.rows[0]
    assert (row.axis_code, row.strategic_code, row.operational_code) == ("1", "1-1", "1-1.1")
    assert row.schedule.flags == (Flag("2024", "X"), Flag("2025-2026", "X"))
    assert [str(figure.value) for figure in row.figures] == ["12", "0.2"]
    assert content.actions == (ActionTitle(ActionCode(1), "Ouvrir des places"),)


def test_axis_and_strategic_objective_are_written_only_when_they_differ_from_the_objective() -> None:
    content = read(small()).content
    assert content is not None
    assert {"axis", "strategic"}.isdisjoint(plan_as_tree(content)["rows"][0])
    odd = replace(content, rows=(replace(content.rows[0], axis_code="", strategic_code="9-9"),))
    written = plan_as_tree(odd)["rows"][0]
    assert (written["axis"], written["strategic"]) == ("", "9-9")
    assert read(plan_as_tree(odd)).content == odd


@pytest.mark.parametrize(
    "actions",
    [
        (),
        (ActionTitle(ActionCode(1), "Autre nom"),),
        (ActionTitle(ActionCode(7), "Sans ligne"),),
        (ActionTitle(ActionCode(1), "", "court"), ActionTitle(ActionCode(1), "b")),
    ],
)
def test_any_list_of_action_titles_comes_back(actions: tuple[ActionTitle, ...]) -> None:
    content = read(small()).content
    assert content is not None
    odd = replace(content, actions=actions)
    assert read(plan_as_tree(odd)).content == odd


def test_a_text_that_could_pass_for_a_number_is_quoted() -> None:
    content = read(small()).content
    assert content is not None
    for text in ("1e3", "1.", "1.5e3", "+1", "012", "2019", ".5", "1_000"):
        data = write(replace(content, title=text))
        assert f"title: '{text}'" in data.decode()
        again = read(strict_tree(data, "plan.yaml")[0]).content
        assert again is not None
        assert again.title == text


def test_the_file_says_how_to_edit_it_and_keeps_long_texts_in_blocks() -> None:
    content = read(small()).content
    assert content is not None
    words = "Un descriptif assez long pour quitter la ligne de sa clé et se replier à la largeur du fichier. " * 3
    text = write(replace(content, rows=(replace(content.rows[0], description=words.strip()),))).decode()
    assert text.startswith("# Un plan")
    assert "    description: >-\n      Un descriptif" in text
    assert max(len(line) for line in text.splitlines()) <= 120
    assert "amount: 2,50 M€" in text


def test_amounts_in_cents_are_written_in_euros() -> None:
    content = read(small()).content
    assert content is not None
    axes = (replace(content.axes[0], amount_cents=123_456_789),)
    assert plan_as_tree(replace(content, axes=axes))["axes"][0]["amount"] == "1 234 567,89 €"
