"""Plans as YAML files: what is written is read back, exactly; nothing malformed makes the reader fall."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.exchange.documents.plan_yaml import write
from pacte.exchange.figure_kind import kind_of
from pacte.exchange.file_yaml import tree_from as strict_tree
from pacte.exchange.plan_tree import content_from, tree_from
from pacte.plan.records import ActionTitle, Cell, FigureKind, Flag, Period, PlanContent, Reading, Row, RowKind
from pacte.plan.rules.check import check
from pacte.plan.rules.merge import ALL_FIELDS
from tests.plan_strategies import plan_contents

SMALL = """
format: pacte-plan/1
plan:
  code: essai
  title: Pacte d’essai
  region: Essai
  first_year: 2024
  last_year: 2026
  periods: [2024, 2025-2026]
  total: 2,5 M€
axes:
  - code: 1
    label: Axe 1
    title: Former
    amount: 2 500 000 €
objectives:
  - {code: 1-1, axis: 1, label: Stratégique}
  - {code: 1-1.1, parent: 1-1, label: Opérationnel}
rows:
  - key: A01
    number: 1
    objective: 1-1.1
    title: Ouvrir des places
    schedule:
      placement: certain
      flags: {2024: X, 2025-2026: X}
    figures:
      - {what: places, kind: target, value: 12, unit: places}
      - {what: poste, kind: means, value: '0,2', unit: ETP}
amounts:
  - {number: 1, year: 2024, amount: 1 250 k€}
"""


def small() -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load(SMALL)
    return tree


def read(tree: object) -> Reading:
    return content_from(tree, sheet="essai.yaml")


def codes_of(tree: object) -> list[str]:
    return [defect.code for defect in read(tree).defects]


@settings(max_examples=60, deadline=None)
@given(plan_contents())
def test_what_is_written_is_read_back_exactly_by_both_loaders(content: PlanContent) -> None:
    data = write(content)
    for tree in (yaml.safe_load(data), strict_tree(data, "plan.yaml")[0]):
        reading = read(tree)
        assert reading.defects == ()
        assert reading.content == content


@settings(max_examples=30, deadline=None)
@given(plan_contents())
def test_made_up_plans_are_sound_and_written_the_same_twice(content: PlanContent) -> None:
    assert [defect for defect in check(content) if defect.is_error] == []
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
    assert content.actions == (ActionTitle(1, "Ouvrir des places"),)


def test_axis_and_strategic_objective_are_written_only_when_they_differ_from_the_objective() -> None:
    content = read(small()).content
    assert content is not None
    assert {"axis", "strategic"}.isdisjoint(tree_from(content)["rows"][0])
    odd = replace(content, rows=(replace(content.rows[0], axis_code="", strategic_code="9-9"),))
    written = tree_from(odd)["rows"][0]
    assert (written["axis"], written["strategic"]) == ("", "9-9")
    assert read(tree_from(odd)).content == odd


@pytest.mark.parametrize(
    "actions",
    [
        (),
        (ActionTitle(1, "Autre nom"),),
        (ActionTitle(7, "Sans ligne"),),
        (ActionTitle(1, "", "court"), ActionTitle(1, "b")),
    ],
)
def test_any_list_of_action_titles_comes_back(actions: tuple[ActionTitle, ...]) -> None:
    content = read(small()).content
    assert content is not None
    odd = replace(content, actions=actions)
    assert read(tree_from(odd)).content == odd


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
    assert tree_from(replace(content, axes=axes))["axes"][0]["amount"] == "1 234 567,89 €"


# ---------------------------------------------------------------------------------------------------- defects


def change(tree: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The tree with another value at « rows/0/title »; ``...`` takes the key out."""
    changed = copy.deepcopy(tree)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    node: Any = changed
    for step in steps:
        node = node[step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return changed


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
        ("rows/0/number", "un", "not_a_whole_number"),
        ("rows/0/number", True, "not_a_whole_number"),
        ("rows/0/number", 10**400, "not_a_whole_number"),
        ("rows/0/title", ["a"], "wrong_type"),
        ("rows/0/title", False, "wrong_type"),
        ("rows/0/title", "a\x00b", "control_character"),
        ("rows/0/title", "a\ud800", "control_character"),
        ("rows/0/title", "a\uffff", "control_character"),
        ("rows/0/kind", "chapitre", "unknown_word"),
        ("rows/0/titel", "faute de frappe", "unknown_key"),
        ("rows/0/schedule", "X X X", "wrong_type"),
        ("rows/0/schedule/placement", "sûr", "unknown_word"),
        ("rows/0/links", [2, "trois"], "not_a_whole_number"),
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
    assert found[0].fix
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
    assert "« title »" in defect.fix.replace("\u202f", " ")


def test_all_defects_are_named_in_one_pass() -> None:
    tree = change(small(), "axes/0/amount", "beaucoup")
    tree = change(tree, "rows/0/number", "un")
    tree = change(tree, "plan/periods", ["2026-2024", "2025"])
    tree = change(tree, "rows/0/figures/1/value", "peu")
    assert set(codes_of(tree)) >= {"amount_words", "not_a_whole_number", "period_reversed", "not_a_number"}


@pytest.mark.parametrize("tree", [None, [], "plan", 3, {}, {"plan": {"code": "x"}}, [{"rows": []}]])
def test_what_is_no_plan_gives_no_content_and_one_sentence(tree: object) -> None:
    reading = read(tree)
    assert reading.content is None
    assert [defect.code for defect in reading.defects] == ["not_a_plan"]


def test_defects_and_cells_bear_the_line_of_the_file() -> None:
    data = SMALL.replace("title: Ouvrir des places", "title: [a]").encode()
    tree, lines = strict_tree(data, "essai.yaml")
    reading = content_from(tree, sheet="essai.yaml", lines=lines)
    line = SMALL.splitlines().index("    title: Ouvrir des places") + 1
    assert reading.defects[0].cell == Cell("essai.yaml", line, "A")
    assert reading.where is not None
    assert reading.where[("A01", "title")] == Cell("essai.yaml", line, "A")
    assert reading.where[("A01", "comment")].row == line - 3  # absent: the line of the row itself
    assert reading.where[("axis:1", "amount_cents")].row == SMALL.splitlines().index("    amount: 2 500 000 €") + 1
    assert ("A01", "amounts:2024") in reading.where


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


def paths_of(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of the tree."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for step, inner in items for found in paths_of(inner, (*path, step)))]


@settings(max_examples=300, deadline=None)
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
        check(reading.content)
        write(reading.content)


# ------------------------------------------------------------------------------------------ transcription


def transcription() -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load("""
plan:
  id: essai-2024-01-01
  name: Pacte
  document_title: Tableau
  date: '2024-01-01'
  region: Val d’Essai
  period: {columns: ['2024', 2025-2026], first_year: 2024, last_year: 2026}
  envelope: {total_meur: 125.49}
  source: {file: source.txt}
axes:
  - {axis: '1', code_in_source: Axe 1, title: Former, amount_meur: 125.49, seed_lines: [[1, 9], [12, 14]]}
strategic_objectives:
  - {code: 1-1, axis: '1', label: Stratégique, uncertain: ['same label as 1-2']}
operational_objectives:
  - {code: 1-1.1, strategic: 1-1, label: Opérationnel, code_as_printed: '1-1,1'}
actions:
  - {number: 9, title: Informer, short_title: Info}
rows:
  - row_id: A09a
    number: 9
    row_type: sous-ligne
    objective: {axis: '1', strategic: 1-1, operational: 1-1.1}
    title: Un camion
    description: [Premier point., Second point.]
    leads: [{organisation: Région, service: DFP}]
    expected_result: null
    targets:
      - {what: bassins visités, min: 2, max: 4, unit: bassins, per: an, horizon: '2026', source_text: 2 à 4}
      - {what: valeur, value: 80, unit: null, uncertain: no unit}
    priority: '?'
    comment: [un mot]
    human_resources: [{organisation: null, etp: 0.2, text: 0,2 ETP}]
    expense: {nature: achat, by_period: {'2024': étude, from 2025: tournées}}
    schedule:
      as_printed: X
      placement: assumed
      flags: {'2024': null, 2025-2026: X}
      note: one flag for two columns
    links: [{action: 6, source: text}]
    publics: [jeunes]
    partners_systems: [SPRO]
    seed_lines: [451, 489]
    displaced_lines: [[774, 774]]
    uncertain: ['no number in the row', 'Flags: one flag for two columns']
""")
    return tree


def the_row(reading: Reading) -> Row:
    assert reading.content is not None
    return reading.content.rows[0]


def test_a_transcription_is_read_cell_by_cell() -> None:
    reading = read(transcription())
    assert reading.defects == ()
    content = reading.content
    assert content is not None
    assert content.code == "val-d-essai_2024-2026"
    assert content.axes[0].amount_cents == 12_549_000_000
    assert content.axes[0].source_lines == "1-9 ; 12-14"
    row = the_row(reading)
    assert row.kind is RowKind.SUBROW
    assert row.description == "Premier point.\nSecond point."
    assert [(each.nature, each.period) for each in row.expenses] == [
        ("achat", ""), ("étude", "2024"), ("tournées", "à partir de 2025"),
    ]  # fmt: skip
    assert row.schedule.flags == (Flag("2025-2026", "X"),)
    assert row.source_lines == "451-489 ; 774-774"
    assert [(doubt.field, doubt.reason) for doubt in row.doubts] == [
        ("", "no number in the row"), ("schedule", "one flag for two columns"),
    ]  # fmt: skip
    assert [figure.kind for figure in row.figures] == [FigureKind.TARGET, FigureKind.UNKNOWN]
    assert [figure.certain for figure in row.figures] == [True, False]


def test_a_transcription_leaves_out_what_it_does_not_say() -> None:
    fields = read(transcription()).fields
    assert {"title", "figures", "figure.value", "axis.amount_cents"} <= fields
    assert fields.isdisjoint({"figure.kind", "figure.indicator_code", "doubts", "plan.code", "amount.cents"})


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("plan/envelope/total_meur", 251, "total_differs"),
        ("axes/0/amount_meur", "cent millions", "amount_words"),
        ("axes/0/amount_meur", [1], "not_a_number"),
        ("rows/0/number", None, "missing_number"),
        ("rows/0/title", None, "missing_title"),
        ("rows/0/objective/axis", "9", "unknown_axis"),
        ("rows/0/targets/0/unit", None, "target_without_unit"),
        ("plan/period/last_year", 2020, "period_reversed"),
        ("axes/0/amount_meur", -125.49, "negative_amount"),
        ("rows/0/seed_lines", ["a", "b"], "wrong_type"),
        ("rows/0/row_type", "titre", "unknown_word"),
    ],
)
def test_a_defect_of_a_transcription_is_named_by_the_reader_or_the_check(path: str, value: object, code: str) -> None:
    reading = read(change(transcription(), path, value))
    assert reading.content is not None
    assert code in [defect.code for defect in (*reading.defects, *check(reading.content))]


def test_amounts_of_a_transcription_are_exact_to_the_cent() -> None:
    cases = ((125.49, 12_549_000_000), ("107,92", 10_792_000_000), (0.00000001, 1), (17.57, 1_757_000_000))
    for amount, cents in cases:
        content = read(change(transcription(), "axes/0/amount_meur", amount)).content
        assert content is not None
        assert content.axes[0].amount_cents == cents


@pytest.mark.parametrize(
    ("what", "unit", "per", "doubtful", "kind"),
    [
        ("moyens humains", "ETP", "", False, FigureKind.MEANS),
        ("postes créés", "postes", "", False, FigureKind.MEANS),
        ("lancement", "année", "", False, FigureKind.DEADLINE),
        ("âge", "ans", "", False, FigureKind.ELIGIBILITY),
        ("cohorte", "cohorte", "", True, FigureKind.SCOPE),
        ("lots", "lots", "", False, FigureKind.STAGE),
        ("plan d'action", "plan", "an", False, FigureKind.PERIODICITY),
        ("plans d'action", "plans", "", False, FigureKind.TARGET),
        ("conseils déjà équipés", "conseils", "", False, FigureKind.BASELINE),
        ("conseils à équiper", "conseils", "", False, FigureKind.TARGET),
        ("80", "", "", True, FigureKind.UNKNOWN),
        ("places", "", "", False, FigureKind.TARGET),
    ],
)
def test_the_kind_of_a_figure_is_guessed_from_its_words(
    what: str, unit: str, per: str, doubtful: bool, kind: FigureKind
) -> None:
    assert kind_of(what, unit, per, doubtful=doubtful) is kind
