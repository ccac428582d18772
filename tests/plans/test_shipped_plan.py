"""The shipped plan: the counts of the official table, separate figures, and our own wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pacte.exchange.documents.plan_yaml import write
from pacte.exchange.parsers.yaml_tree import tree_from_yaml
from pacte.exchange.plan_tree import plan_from_tree
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text
from pacte.plan.records import Axis, Doubt, Figure, FigureKind, ParsedPlan, PlanContent, PlanRow, RowKind
from pacte.plan.rules.changes import only_wording
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.merge import merge_file_into_plan
from tests.shared import shared_file

SHIPPED = Path(__file__).resolve().parents[2] / "plans" / "centre-val-de-loire_2019-2022.yaml"
ALL = tuple(ActionCode(number) for number in range(1, 40))
WITH_TARGETS = set(map(ActionCode, (2, 6, 19, 21, 26, 30)))
LONGEST_SHARED_RUN = 8


def reading_of(path: Path) -> ParsedPlan:
    tree, lines = tree_from_yaml(path.read_bytes(), path.name)
    return plan_from_tree(tree, sheet=path.name, lines=lines)


@pytest.fixture(scope="module")
def shipped() -> PlanContent:
    content = reading_of(SHIPPED).content
    assert content is not None
    return content


@pytest.fixture(scope="module")
def official() -> PlanContent:
    content = reading_of(shared_file("plan/plan.yaml")).content
    assert content is not None
    return content


def figures_of(content: PlanContent, *, proposed: bool) -> list[tuple[ActionCode, Figure]]:
    return [(row.number, each) for row in content.rows for each in row.figures if each.proposed is proposed]


def test_it_is_read_without_defect_and_without_error() -> None:
    reading = reading_of(SHIPPED)
    assert reading.defects == ()
    assert reading.content is not None
    assert [(each.code, each.at) for each in check_plan(reading.content)] == [
        ("figure_without_unit", ("A35", "figures"))
    ]


def test_it_is_written_as_the_application_would_write_it(shipped: PlanContent) -> None:
    assert write(shipped) == SHIPPED.read_bytes()


def test_it_has_the_counts_of_the_table(shipped: PlanContent) -> None:
    assert len(shipped.axes) == 3
    assert Counter(each.is_strategic for each in shipped.objectives) == {True: 12, False: 40}
    assert shipped.numbers == ALL
    assert Counter(row.kind for row in shipped.rows) == {
        RowKind.ACTION: 36, RowKind.SUBROW: 8, RowKind.HEADING: 1,
    }  # fmt: skip
    assert [len(shipped.rows_of(ActionCode(number))) for number in (9, 19, 27)] == [2, 2, 5]
    assert Counter(row.axis_code for row in shipped.rows) == {"1": 12, "2": 16, "3": 17}
    assert shipped.total_cents == 250_98 * 100 * 10_000
    assert shipped.code == SHIPPED.stem


def test_the_27_figures_have_their_kinds(shipped: PlanContent) -> None:
    given = figures_of(shipped, proposed=False)
    assert Counter(figure.kind for _, figure in given) == {
        FigureKind.TARGET: 12,
        FigureKind.MEANS: 4,
        FigureKind.SCOPE: 3,
        FigureKind.DEADLINE: 3,
        FigureKind.BASELINE: 1,
        FigureKind.ELIGIBILITY: 1,
        FigureKind.STAGE: 1,
        FigureKind.PERIODICITY: 1,
        FigureKind.UNKNOWN: 1,
    }
    by_kind = {kind: [int(number) for number, figure in given if figure.kind is kind] for kind in FigureKind}
    assert set(map(ActionCode, by_kind[FigureKind.TARGET])) == WITH_TARGETS
    assert by_kind[FigureKind.MEANS] == [27, 33, 34, 35]
    assert by_kind[FigureKind.SCOPE] == [11, 25, 27]
    assert by_kind[FigureKind.DEADLINE] == [36, 36, 37]
    assert by_kind[FigureKind.BASELINE] == [30]
    assert by_kind[FigureKind.ELIGIBILITY] == [21]
    assert by_kind[FigureKind.STAGE] == [20]
    assert by_kind[FigureKind.PERIODICITY] == [34]
    assert by_kind[FigureKind.UNKNOWN] == [35]


def test_every_doubtful_figure_says_why_and_no_other(shipped: PlanContent) -> None:
    given = [figure for _, figure in figures_of(shipped, proposed=False)]
    assert all(figure.certain is not bool(figure.doubt) for figure in given)
    assert sum(not figure.certain for figure in given) == 6


def test_an_indicator_is_proposed_for_each_action_without_target(shipped: PlanContent) -> None:
    proposed = figures_of(shipped, proposed=True)
    assert {number for number, _ in proposed} == set(ALL) - WITH_TARGETS
    assert len(proposed) == 39
    for _, figure in proposed:
        assert figure.kind is FigureKind.TARGET
        assert figure.value is figure.minimum is figure.maximum is None
        assert figure.unit
        assert figure.what


def test_each_target_has_an_indicator_code_of_its_own_and_nothing_else_has_one(shipped: PlanContent) -> None:
    every = [figure for row in shipped.rows for figure in row.figures]
    codes = [figure.indicator_code for figure in every if figure.is_target]
    assert len(set(codes)) == len(codes) == 12 + 39
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)
    assert not any(figure.indicator_code for figure in every if not figure.is_target)


def doubts_of(content: PlanContent) -> dict[str, tuple[Doubt, ...]]:
    """Doubts by « axis … », « objective … » or « row … »."""
    found = {f"axis {each.code}": each.doubts for each in content.axes}
    found |= {f"objective {each.code}": each.doubts for each in content.objectives}
    return found | {f"row {each.key}": each.doubts for each in content.rows}


def texts_of(content: PlanContent) -> Iterator[str]:
    """Texts that we wrote ourselves."""
    for axis in content.axes:
        yield axis.description
    for doubts in doubts_of(content).values():
        yield from (doubt.reason for doubt in doubts)
    for row in content.rows:
        yield from (row.description, row.expected_result, row.comment, row.schedule.note)
        yield from (each.nature for each in row.expenses)
        yield from (each.text for each in row.staff)
        yield from (each.doubt for each in row.figures)
        yield from (each.what for each in row.figures if each.proposed)


def test_our_words_are_set_as_french_prints_them(shipped: PlanContent) -> None:
    texts = [text for text in texts_of(shipped) if text]
    assert texts
    for text in texts:
        assert "'" not in text, text
        assert not re.search(r"[  ][;:?!%»]|«[  ]|\S[;?!]$|  ", text.replace("\u202f", "_")), text


# ------------------------------------------------------------------------------ against the official table

# Facts rather than wording: they must be equal, text for text.
_ROW_FACTS = (
    "key", "number", "kind", "axis_code", "strategic_code", "operational_code", "title", "short_title",
    "title_as_printed", "leads", "leads_as_printed", "priority", "linked_numbers", "sectors", "partners",
    "source_lines",
)  # fmt: skip
_FIGURE_FACTS = ("value", "minimum", "maximum", "unit", "per", "horizon", "certain", "what")


def facts_of(row: PlanRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _ROW_FACTS} | {
        "schedule": replace(row.schedule, note=""),
        "periods of expenses": [each.period for each in row.expenses],
        "staff": [(each.organisation, each.etp) for each in row.staff],
        "publics": len(row.publics),
        "figures": [[getattr(each, name) for name in _FIGURE_FACTS] for each in row.figures if not each.proposed],
        "filled": [bool(text) for text in (row.description, row.expected_result, row.comment)],
    }


def test_every_fact_of_every_row_is_that_of_the_table(shipped: PlanContent, official: PlanContent) -> None:
    assert [facts_of(row) for row in shipped.rows] == [facts_of(row) for row in official.rows]


def test_axes_objectives_titles_and_columns_are_those_of_the_table(shipped: PlanContent, official: PlanContent) -> None:
    def facts(axis: Axis) -> Axis:
        return replace(axis, description="", doubts=())

    assert [facts(axis) for axis in shipped.axes] == [facts(axis) for axis in official.axes]
    bare = [[replace(each, doubts=()) for each in content.objectives] for content in (shipped, official)]
    assert bare[0] == bare[1]
    assert shipped.actions == official.actions
    for name in ("periods", "first_year", "last_year", "region", "document_title", "decided_on"):
        assert getattr(shipped, name) == getattr(official, name)


def test_every_place_that_the_transcription_doubts_is_doubted(shipped: PlanContent, official: PlanContent) -> None:
    """Each note of the transcription has at least one reason here.

    The note on 2-5.1 states no doubt: it counts actions.
    """
    ours, theirs = doubts_of(shipped), doubts_of(official)
    notes = {f"row {row.key}": bool(row.schedule.note) for row in shipped.rows}
    lacking = [name for name in theirs if len(ours[name]) + notes.get(name, False) < len(theirs[name])]
    assert lacking == ["objective 2-5.1"]
    names = {each.name for each in fields(PlanRow)}
    assert {doubt.field for row in shipped.rows for doubt in row.doubts} <= names


def test_importing_the_table_over_it_changes_wording_only(shipped: PlanContent) -> None:
    changes = diff_plans(shipped, merge_file_into_plan(shipped, reading_of(shared_file("plan/plan.yaml"))))
    assert changes.changes
    assert only_wording(changes)


def test_the_transcription_gives_the_same_kinds_by_its_words_alone(shipped: PlanContent, official: PlanContent) -> None:
    assert [figure.kind for _, figure in figures_of(official, proposed=False)] == [
        figure.kind for _, figure in figures_of(shipped, proposed=False)
    ]


def runs(text: str) -> set[tuple[str, ...]]:
    """Sequences of nine folded words of the text."""
    words = re.findall(r"\w+", fold_text(text))
    size = LONGEST_SHARED_RUN + 1
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}


def test_no_sentence_of_the_table_is_copied(shipped: PlanContent, official: PlanContent) -> None:
    """Names (titles, labels) are facts. In the other texts, no nine words in a row come from the table."""
    names = [axis.title for axis in official.axes] + [each.label for each in official.objectives]
    names += [row.title for row in official.rows] + [each.title for each in official.actions]
    allowed = set().union(*map(runs, names))
    theirs = set().union(
        *(runs(axis.description) for axis in official.axes),
        *(
            runs(text)
            for row in official.rows
            for text in (
                row.description, row.expected_result, row.comment,
                *(each.nature for each in row.expenses), *(each.text for each in row.staff),
            )
        ),
    )  # fmt: skip
    ours = [*texts_of(shipped)]
    for row in shipped.rows:
        ours += [*row.publics, *(f"{each.what} {each.source_text}" for each in row.figures)]
    shared = {" ".join(run) for text in ours for run in runs(text) & theirs - allowed}
    assert shared == set()
    assert len(theirs) > 500
