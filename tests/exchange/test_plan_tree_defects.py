"""Defects of a plan tree: all of them in one pass, with their line; malformed input never crashes the reader."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.exchange.documents.plan_yaml import write
from pacte.exchange.parsers.yaml_tree import tree_from_yaml as strict_tree
from pacte.exchange.plan_tree import plan_from_tree
from pacte.kernel.defects import CellReference
from pacte.plan.rules.check import check_plan
from tests.effort import share
from tests.exchange.plan_trees import SMALL, change, read, small, transcription


def codes_of(tree: object) -> list[str]:
    return [defect.code for defect in read(tree).defects]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("axes", "Axe 1", "wrong_type"),
        ("axes/0", "Axe 1", "wrong_type"),
        ("axes/0/amount", "beaucoup", "amount_words"),
        ("axes/0/amount", "-5 M€", "amount_negative"),
        ("axes/0/amount", "5 sous", "amount_unit"),
        ("axes/0/amount", 125.49, "amount_unit"),
        ("axes/0/amount", "125,49", "amount_unit"),
        ("axes/0/amount", "9" * 30 + " M€", "amount_too_large"),
        ("axes/0/publics", "jeunes", "wrong_type"),
        ("plan/periods", ["2026-2024"], "period_reversed"),
        ("plan/periods", ["bientôt"], "period"),
        ("plan/first_year", ..., "missing_key"),
        ("plan/last_year", 26, "not_a_year"),
        ("plan/decided_on", "19/11/2018", "not_a_day"),
        ("plan/total", "3 M€", "total_differs"),
        ("rows/0/number", "n° 1", "action_code"),
        ("rows/0/number", True, "action_code"),
        ("rows/0/number", 10**400, "action_code"),
        ("rows/0/title", ["a"], "wrong_type"),
        ("rows/0/title", False, "wrong_type"),
        ("rows/0/title", "a\x00b", "control_character"),
        ("rows/0/title", "a\ud800", "control_character"),
        ("rows/0/title", "a\uffff", "control_character"),
        ("rows/0/kind", "chapitre", "unknown_word"),
        ("rows/0/titel", "faute de frappe", "unknown_key"),
        ("rows/0/schedule", "X X X", "wrong_type"),
        ("rows/0/schedule/placement", "sûr", "unknown_word"),
        ("rows/0/links", [2, "trois !"], "action_code"),
        ("rows/0/figures/0/kind", ..., "missing_key"),
        ("rows/0/figures/0/kind", "souhait", "unknown_word"),
        ("rows/0/figures/0/value", "douze", "not_a_number"),
        ("rows/0/figures/0/value", float("nan"), "not_a_number"),
        ("rows/0/figures/0/value", 0.00001, "not_a_number"),
        ("rows/0/figures/0/certain", "oui", "wrong_type"),
        ("amounts/0/amount", ..., "missing_key"),
    ],
)
def test_each_defect_has_a_code_a_sentence_and_a_fix(path: str, value: object, code: str) -> None:
    reading = read(change(small(), path, value))
    found = [defect for defect in reading.defects if defect.code == code]
    assert found, [defect.code for defect in reading.defects]
    assert found[0].hint
    assert found[0].message
    assert found[0].cell is not None
    assert found[0].cell.sheet == "essai.yaml"
    assert reading.content is not None


def test_a_number_that_python_itself_cannot_print_is_refused() -> None:
    for path in ("rows/0/number", "rows/0/title", "rows/0/figures/0/value", "axes/0/amount", "plan/first_year"):
        assert read(change(small(), path, 10**5000)).errors, path


def test_a_misspelt_key_is_a_warning_that_names_the_right_one() -> None:
    defect = read(change(small(), "rows/0/titel", "x")).defects[0]
    assert not defect.is_error
    assert "« title »" in defect.hint.replace("\u202f", " ")


def test_all_defects_are_named_in_one_pass() -> None:
    tree = change(small(), "axes/0/amount", "beaucoup")
    tree = change(tree, "rows/0/number", "un !")
    tree = change(tree, "plan/periods", ["2026-2024", "2025"])
    tree = change(tree, "rows/0/figures/1/value", "peu")
    assert set(codes_of(tree)) >= {"amount_words", "action_code", "period_reversed", "not_a_number"}


@pytest.mark.parametrize("tree", [None, [], "plan", 3, {}, {"plan": {"code": "x"}}, [{"rows": []}]])
def test_what_is_no_plan_gives_no_content_and_one_sentence(tree: object) -> None:
    reading = read(tree)
    assert reading.content is None
    assert [defect.code for defect in reading.defects] == ["not_a_plan"]


def test_defects_and_cells_bear_the_line_of_the_file() -> None:
    data = SMALL.replace("title: Ouvrir des places", "title: [a]").encode()
    tree, lines = strict_tree(data, "essai.yaml")
    reading = plan_from_tree(tree, sheet="essai.yaml", lines=lines)
    line = SMALL.splitlines().index("    title: Ouvrir des places") + 1
    assert reading.defects[0].cell == CellReference("essai.yaml", line, "A")
    assert reading.cell_by_field is not None
    assert reading.cell_by_field[("A01", "title")] == CellReference("essai.yaml", line, "A")
    assert reading.cell_by_field[("A01", "comment")].row == line - 3  # absent: the line of the row itself
    assert (
        reading.cell_by_field[("axis:1", "amount_cents")].row == SMALL.splitlines().index("    amount: 2 500 000 €") + 1
    )
    assert ("A01", "amounts:2024") in reading.cell_by_field


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


def paths_of(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all the nodes of the tree."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for step, inner in items for found in paths_of(inner, (*path, step)))]


@settings(max_examples=share(300), deadline=None)
@given(st.data())
def test_junk_anywhere_in_a_tree_never_makes_the_reader_fall(data: st.DataObject) -> None:
    tree = small() if data.draw(st.booleans()) else transcription()
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths_of(tree)))
        junk = data.draw(JUNK)
        if not path:
            tree = junk  # type: ignore[assignment]
            break
        node: Any = tree
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = junk
    reading = read(tree)
    assert all(defect.message and defect.code for defect in reading.defects)
    if reading.content is not None:
        check_plan(reading.content)
        write(reading.content)
