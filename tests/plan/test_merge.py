"""Merging a file into a version: the file overrides what it names and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.plan_tree import plan_from_tree
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import CellReference
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    ParsedPlan,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
)
from pacte.plan.rules.changes import ChangeNature, only_wording
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.merge import ALL_FIELDS, cells_by_merged_field, merge_file_into_plan
from tests.effort import share
from tests.plan.contents import keyed_contents, row, small_plan, target, wild_contents
from tests.plans_at_hand import shipped_plan
from tests.shared import shared_file

WORKBOOK = frozenset({
    "number", "kind", "axis_code", "strategic_code", "operational_code", "title", "description", "leads_as_printed",
    "expected_result", "priority", "comment", "expenses", "schedule", "axis.code", "axis.title", "axis.amount_cents",
    "objective.code", "objective.label",
})  # fmt: skip


def read(content: PlanContent, names: frozenset[str] = WORKBOOK) -> ParsedPlan:
    return ParsedPlan(content, fields=names)


def row_of(content: PlanContent, key: str) -> PlanRow:
    return next(each for each in content.rows if each.key == key)


@settings(max_examples=share(50), deadline=None)
@given(wild_contents(), wild_contents())
def test_a_file_that_carries_everything_gives_its_own_content(base: PlanContent, content: PlanContent) -> None:
    assert merge_file_into_plan(base, read(content, ALL_FIELDS)) == content


@settings(max_examples=share(50), deadline=None)
@given(keyed_contents(), st.sets(st.sampled_from(sorted(ALL_FIELDS))))
def test_a_version_under_its_own_file_stays_as_it_is(base: PlanContent, names: set[str]) -> None:
    """A file with the version's values changes nothing, whatever fields it names. Numbers have rows, for the titles."""
    numbers = {each.number for each in base.rows}
    kept = replace(
        base,
        actions=tuple(each for each in base.actions if each.number in numbers),
        amounts=tuple(each for each in base.amounts if each.number in numbers),
    )
    assert diff_plans(kept, merge_file_into_plan(kept, read(kept, frozenset(names)))).is_empty


@settings(max_examples=share(50), deadline=None)
@given(keyed_contents(), keyed_contents(), st.sets(st.sampled_from(sorted(ALL_FIELDS))))
def test_a_partial_file_never_touches_a_field_that_it_does_not_name(
    base: PlanContent, content: PlanContent, names: set[str]
) -> None:
    named = frozenset(names - {"leads_as_printed"} | {"key"})
    merged = merge_file_into_plan(base, read(content, named))
    before = {each.key: each for each in base.rows}
    shared = {each.key for each in content.rows} & before.keys()
    for each in merged.rows:
        if each.key not in shared:
            continue
        for field in {one.name for one in fields(PlanRow)} - named:
            assert getattr(each, field) == getattr(before[each.key], field), field
    for name in ("title", "region", "periods", "decided_on"):
        if f"plan.{name}" not in named:
            assert getattr(merged, name) == getattr(base, name)
    assert named >= {"plan.code"} or merged.code == base.code


def test_rows_without_their_keys_are_matched_by_number_and_keep_the_keys_of_the_version() -> None:
    base = small_plan()
    content = replace(base, rows=tuple(replace(each, key=f"L{n}", comment="lu") for n, each in enumerate(base.rows)))
    merged = merge_file_into_plan(base, read(content))
    assert [each.key for each in merged.rows] == ["A01", "A02a", "A02b"]
    assert {each.comment for each in merged.rows} == {"lu"}


def test_rows_of_one_number_and_objective_are_matched_in_order_when_their_titles_changed() -> None:
    base = small_plan()
    content = replace(
        base,
        rows=(
            base.rows[0],
            replace(base.rows[1], key="L2", title="Camion itinérant"),
            replace(base.rows[2], key="L3", title="Canaux divers"),
        ),
    )
    merged = merge_file_into_plan(base, read(content))
    assert [(each.key, each.title) for each in merged.rows[1:]] == [
        ("A02a", "Camion itinérant"), ("A02b", "Canaux divers"),
    ]  # fmt: skip


def test_subrows_that_change_places_follow_their_titles() -> None:
    base = small_plan()
    content = replace(base, rows=(base.rows[0], replace(base.rows[2], key="A02a"), replace(base.rows[1], key="A02b")))
    assert [(each.key, each.title) for each in merge_file_into_plan(base, read(content)).rows[1:]] == [
        ("A02b", "Canaux"), ("A02a", "Camion"),
    ]  # fmt: skip


def test_a_renumbered_action_keeps_its_key() -> None:
    base = small_plan()
    content = replace(base, rows=(replace(base.rows[0], key="L1", number=ActionCode(7)), *base.rows[1:]))
    first = merge_file_into_plan(base, read(content)).rows[0]
    assert (first.key, first.number) == ("A01", "7")


def test_rows_that_the_table_lacks_go_and_new_ones_get_a_key_of_their_own() -> None:
    base = small_plan()
    content = replace(
        base,
        rows=(base.rows[0], row("A02a", 40, title="Nouvelle", operational_code="1-1.2")),
        actions=(ActionTitle(ActionCode(40), "Nouvelle"),),
    )
    merged = merge_file_into_plan(base, read(content))
    assert [(each.key, each.number) for each in merged.rows] == [("A01", "1"), ("A02a-2", "40")]
    assert merged.actions == (ActionTitle(ActionCode(1), "Action 1"), ActionTitle(ActionCode(40), "Nouvelle"))
    assert [(each.kind, each.number) for each in diff_plans(base, merged).changes if each.subject == "action"] == [
        ("removed", "2"), ("added", "40"),
    ]  # fmt: skip


def test_a_file_without_axes_or_objectives_leaves_those_of_the_version() -> None:
    base = small_plan()
    content = replace(base, axes=(), objectives=())
    merged = merge_file_into_plan(base, read(content, ALL_FIELDS - {"doubts"}))
    assert (merged.axes, merged.objectives) == (base.axes, base.objectives)


def test_an_axis_whose_code_the_reader_made_up_is_known_by_its_title_with_its_rows() -> None:
    base = small_plan(row("A01", 1), row("A02", 2, axis_code="2", strategic_code="2-1", operational_code=""))
    axes = (base.axes[0], replace(base.axes[1], code="T", amount_cents=5))
    content = replace(base, axes=axes, rows=(base.rows[0], replace(base.rows[1], axis_code="T")))
    merged = merge_file_into_plan(base, read(content, WORKBOOK - {"axis.code"}))
    assert merged.axes[1] == replace(base.axes[1], amount_cents=5)
    assert [each.axis_code for each in merged.rows] == ["1", "2"]


def test_a_level_of_objectives_absent_from_the_file_stays() -> None:
    base = small_plan()
    only_operational = tuple(each for each in base.objectives if not each.is_strategic)
    merged = merge_file_into_plan(base, read(replace(base, objectives=only_operational)))
    assert set(merged.objectives) == set(base.objectives)


def test_figures_stay_when_the_file_has_none() -> None:
    base = small_plan()
    content = replace(base, rows=tuple(replace(each, figures=()) for each in base.rows))
    assert merge_file_into_plan(base, read(content, WORKBOOK | {"figures"})).rows[0].figures == base.rows[0].figures


def test_what_a_person_decided_of_a_figure_stays_under_a_table_of_figures() -> None:
    ours = target(indicator_code="renovated_courses")
    proposed = target("entrées", None, unit="personnes", proposed=True, indicator_code="entries")
    base = small_plan(row("A01", 1, figures=(ours, proposed)))
    from_table = Figure("formations rénovées", FigureKind.UNKNOWN, Decimal(12), unit="formations")
    merged = merge_file_into_plan(base, read(small_plan(row("A01", 1, figures=(from_table,))), WORKBOOK | {"figures"}))
    assert merged.rows[0].figures == (replace(ours, value=Decimal(12)), proposed)


def test_a_plain_list_of_figures_keeps_the_words_of_the_source_while_the_numbers_stand() -> None:
    ours = target(source_text="Rénovation de 10 formations", doubt="trois sortes de dix")
    base = small_plan(row("A01", 1, figures=(ours,)))

    def listed(value: int) -> Figure:
        content = small_plan(row("A01", 1, figures=(target(value=value, source_text="liste"),)))
        return merge_file_into_plan(base, read(content, WORKBOOK | {"figures"})).rows[0].figures[0]

    assert listed(10) == ours
    assert (listed(12).source_text, listed(12).doubt) == ("liste", "")


def test_a_figure_gone_from_a_table_of_figures_is_a_target_removed() -> None:
    other = row("A02", 2, figures=(target("lots", 2, unit="lots"),))
    base = small_plan(row("A01", 1, figures=(target(),)), other)
    merged = merge_file_into_plan(base, read(small_plan(row("A01", 1), other), WORKBOOK | {"figures"}))
    assert [(each.kind, each.nature) for each in diff_plans(base, merged).changes] == [("removed", ChangeNature.TARGET)]


def test_a_number_that_the_words_of_the_file_still_say_stays() -> None:
    age = Figure("condition d'âge (plus de 26 ans, strict)", FigureKind.ELIGIBILITY, Decimal(26), unit="ans")
    said = Figure("condition : demandeurs d'emploi de plus de 26 ans", FigureKind.UNKNOWN)
    base = small_plan(row("A01", 1, figures=(age,)))
    merged = merge_file_into_plan(base, read(small_plan(row("A01", 1, figures=(said,))), WORKBOOK | {"figures"}))
    assert merged.rows[0].figures == (age,)


def test_a_table_with_one_column_of_nature_keeps_the_natures_by_period() -> None:
    by_period = (Expense("étude"), Expense("ingénierie", "2019"), Expense("actions", "à partir de 2020"))
    base = small_plan(row("A01", 1, expenses=by_period))
    merged = merge_file_into_plan(base, read(small_plan(row("A01", 1, expenses=(Expense("Étude et achats"),)))))
    assert merged.rows[0].expenses == (Expense("Étude et achats"), *by_period[1:])


def test_a_table_that_cannot_say_how_sure_a_date_is_keeps_what_the_version_says() -> None:
    flags = (Flag("2020", "X"), Flag("2021-2022", "X"))
    assumed = Schedule(Placement.ASSUMED, flags, "X X", note="Deux croix pour trois colonnes")
    other = row("A02", 2, schedule=Schedule(Placement.CERTAIN, flags))
    base = small_plan(row("A01", 1, schedule=assumed), other)
    typed = row("A01", 1, schedule=Schedule(Placement.CERTAIN, flags))
    assert merge_file_into_plan(base, read(small_plan(typed, other))).rows[0].schedule == assumed
    moved = replace(typed, schedule=Schedule(Placement.CERTAIN, (Flag("2019", "X"), *flags)))
    assert merge_file_into_plan(base, read(small_plan(moved, other))).rows[0].schedule == moved.schedule


def test_the_note_and_the_printed_marks_of_a_schedule_stay_while_the_marks_do() -> None:
    flags = (Flag("2019", "X"), Flag("2020", "X"), Flag("2021-2022", "X"))
    ours = Schedule(Placement.CERTAIN, flags, "X XX", note="Imprimé une seule fois")
    base = small_plan(row("A01", 1, schedule=ours))
    same_marks = small_plan(row("A01", 1, schedule=Schedule(Placement.CERTAIN, flags, "X X X")))
    assert merge_file_into_plan(base, read(same_marks)).rows[0].schedule == ours


def test_a_table_that_says_how_sure_dates_are_can_settle_one() -> None:
    flags = (Flag("2020", "X"),)
    assumed, certain = Schedule(Placement.ASSUMED, flags), Schedule(Placement.CERTAIN, flags)
    base = small_plan(row("A01", 1, schedule=assumed), row("A02", 2, schedule=assumed))
    content = small_plan(row("A01", 1, schedule=certain), row("A02", 2, schedule=assumed))
    assert merge_file_into_plan(base, read(content)).rows[0].schedule == certain


@pytest.mark.parametrize(
    ("printed", "leads"),
    [
        ("REGION - DFP", (Lead("Région", "DFP"),)),
        ("Région (DFP)", (Lead("Région", "DFP"),)),
        ("Etat", (Lead("Etat"),)),
    ],
)
def test_leads_follow_the_printed_words_only_when_these_change(printed: str, leads: tuple[Lead, ...]) -> None:
    base = small_plan(row("A01", 1))
    content = small_plan(row("A01", 1, leads=(Lead(printed),), leads_as_printed=printed))
    merged = merge_file_into_plan(base, read(content)).rows[0]
    assert merged.leads_as_printed == printed
    assert merged.leads == leads or (printed == "Etat" and merged.leads == (Lead("Etat"),))


def test_amounts_are_those_of_the_file_when_it_names_them() -> None:
    base = small_plan(amounts=(Amount(ActionCode(1), 2019, 5), Amount(ActionCode(2), None, 7)))
    content = small_plan(row("A01", 1), amounts=(Amount(ActionCode(1), 2019, 6),))
    assert merge_file_into_plan(base, read(content)).amounts == (Amount(ActionCode(1), 2019, 5),)
    assert merge_file_into_plan(base, read(content, WORKBOOK | {"amount.cents"})).amounts == (
        Amount(ActionCode(1), 2019, 6),
    )


def test_a_file_that_could_not_be_read_changes_nothing() -> None:
    assert merge_file_into_plan(small_plan(), ParsedPlan(None)) == small_plan()


def test_the_cells_of_the_file_are_found_by_the_keys_of_the_version() -> None:
    base = small_plan()
    content = replace(base, rows=tuple(replace(each, key=f"L{n}") for n, each in enumerate(base.rows)))
    cell, axis = CellReference("Plan", 5, "F"), CellReference("Plan", 4, "B")
    reading = ParsedPlan(
        content, fields=WORKBOOK, cell_by_field={("L1", "title"): cell, ("axis:1", "amount_cents"): axis}
    )
    assert cells_by_merged_field(base, reading) == {("A02a", "title"): cell, ("axis:1", "amount_cents"): axis}


def test_the_cells_of_an_axis_follow_the_code_of_the_version() -> None:
    base = small_plan()
    content = replace(base, axes=(base.axes[0], replace(base.axes[1], code="T")))
    cell = CellReference("Plan", 9, "B")
    reading = ParsedPlan(content, fields=WORKBOOK - {"axis.code"}, cell_by_field={("axis:T", "title"): cell})
    assert cells_by_merged_field(base, reading) == {("axis:2", "title"): cell}


def test_a_merge_made_twice_is_a_merge_made_once() -> None:
    base = small_plan()
    content = replace(base, rows=tuple(replace(each, key="", comment="lu") for each in base.rows), title="Autre")
    once = merge_file_into_plan(base, read(content))
    assert merge_file_into_plan(once, read(content)) == once


def test_the_real_plan_laid_over_itself_shortened_changes_only_words() -> None:
    """The transcription has no kinds, no doubts by field and no proposals: the version keeps its own."""
    tree = yaml.safe_load(shared_file("plan/plan.yaml").read_text(encoding="utf-8"))
    reading = plan_from_tree(tree, sheet="plan.yaml")
    assert reading.content is not None
    shipped = replace(
        reading.content,
        title="Pacte régional Centre-Val de Loire",
        axes=tuple(replace(axis, description="") for axis in reading.content.axes),
        rows=tuple(
            replace(
                each,
                description="En bref.",
                comment="",
                doubts=(),
                figures=(*(_decided(figure) for figure in each.figures), _proposal()),
            )
            for each in reading.content.rows
        ),
    )
    merged = merge_file_into_plan(shipped, reading)
    result = diff_plans(shipped, merged)
    assert only_wording(result)
    assert {each.field for each in result.changes} == {"description", "comment"}
    assert merged.title == shipped.title
    assert [each.figures for each in merged.rows] == [each.figures for each in shipped.rows]
    assert diff_plans(merged, merge_file_into_plan(merged, reading)).is_empty


@pytest.mark.parametrize("name", ["plan.yaml", "actions.csv", "plan-as-excel.xlsx"])
def test_each_official_file_over_the_shipped_plan_changes_only_words(name: str) -> None:
    reading = read_plan_file(shared_file(f"plan/{name}").read_bytes(), name=name)
    shipped = shipped_plan()
    merged = merge_file_into_plan(shipped, reading)
    result = diff_plans(shipped, merged)
    assert [change for change in result.changes if change.nature is not ChangeNature.WORDING] == []
    assert not result.is_empty
    assert [each.key for each in merged.rows] == [each.key for each in shipped.rows]
    assert diff_plans(merged, merge_file_into_plan(merged, reading)).is_empty


def _decided(figure: Figure) -> Figure:
    return replace(figure, kind=FigureKind.SCOPE, indicator_code="decided", doubt="relu")


def _proposal() -> Figure:
    return Figure("proposition", FigureKind.TARGET, unit="personnes", indicator_code="entries", proposed=True)


def test_kinds_of_rows_follow_the_file_that_names_them() -> None:
    base = small_plan(row("A01", 1))
    content = small_plan(row("A01", 1, kind=RowKind.HEADING))
    assert merge_file_into_plan(base, read(content)).rows[0].kind is RowKind.HEADING
    assert merge_file_into_plan(base, read(content, frozenset({"title"}))).rows[0].kind is RowKind.ACTION


def test_an_axis_amount_typed_otherwise_is_the_amount_of_the_file() -> None:
    base = small_plan()
    axes = (replace(base.axes[0], amount_cents=10_729_000_000, description="ignorée"), base.axes[1])
    merged = merge_file_into_plan(base, read(replace(base, axes=axes)))
    assert merged.axes == (replace(base.axes[0], amount_cents=10_729_000_000), base.axes[1])
    assert isinstance(merged.axes[0], Axis)
