"""Rows of a transcription: the cells of the operational table, as printed."""

from __future__ import annotations

from dataclasses import fields

from pacte.exchange.figure_kind import guess_figure_kind
from pacte.exchange.plan_tree.branch import Branch
from pacte.exchange.plan_tree.transcription_cells import join_paragraphs, line_ranges, row_notes
from pacte.kernel.action_codes import NO_CODE, ActionCode
from pacte.plan.records import (
    Expense,
    Figure,
    Flag,
    Lead,
    Placement,
    PlanRow,
    RowKind,
    Schedule,
    Staff,
)

_KINDS = {"action": RowKind.ACTION, "sous-ligne": RowKind.SUBROW, "intitulé": RowKind.HEADING}
_ROW_KEYS = {each.name: each.name for each in fields(PlanRow)} | {
    "key": "row_id",
    "kind": "row_type",
    "axis_code": "objective",
    "strategic_code": "objective",
    "operational_code": "objective",
    "figures": "targets",
    "staff": "human_resources",
    "expenses": "expense",
    "linked_numbers": "links",
    "partners": "partners_systems",
    "source_lines": "seed_lines",
    "doubts": "uncertain",
}


def transcribed_row(branch: Branch) -> PlanRow:
    """Returns one row; the kind of its figures is guessed from their words."""
    objective = branch.branch("objective")
    row = PlanRow(
        key=branch.text("row_id"),
        number=branch.code("number") or NO_CODE,
        kind=_kind(branch),
        axis_code=objective.text("axis"),
        strategic_code=objective.text("strategic"),
        operational_code=objective.text("operational"),
        title=branch.text("title"),
        short_title=branch.text("short_title"),
        title_as_printed=branch.text("title_as_printed"),
        description=join_paragraphs(branch, "description"),
        leads=tuple(_lead(each) for each in branch.branches("leads")),
        leads_as_printed=branch.text("leads_as_printed"),
        expected_result=join_paragraphs(branch, "expected_result"),
        figures=tuple(_figure(each) for each in branch.branches("targets")),
        priority=branch.text("priority"),
        comment=join_paragraphs(branch, "comment"),
        staff=tuple(_staff(each) for each in branch.branches("human_resources")),
        expenses=_expenses(branch.branch("expense")),
        schedule=_schedule(branch.branch("schedule")),
        linked_numbers=_links(branch),
        publics=branch.texts("publics"),
        sectors=branch.texts("sectors"),
        partners=branch.texts("partners_systems"),
        source_lines=line_ranges(branch, "seed_lines", "displaced_lines"),
        doubts=row_notes(branch),
    )
    branch.findings.locate(row.key, _ROW_KEYS, branch)
    return row


def _kind(branch: Branch) -> RowKind:
    text = branch.text("row_type", "action")
    if text not in _KINDS:
        allowed = ", ".join(f"« {each} »" for each in _KINDS)
        message = f"« {text[:40]} » n'est pas un mot admis."
        branch.add_defect("row_type", "unknown_word", message, f"Admis : {allowed}.")
    return _KINDS.get(text, RowKind.ACTION)


def _lead(branch: Branch) -> Lead:
    branch.require("organisation", "l'organisme")
    return Lead(branch.text("organisation"), branch.text("service"), branch.text("role"), branch.text("note"))


def _figure(branch: Branch) -> Figure:
    what, unit, per, doubt = (branch.text(key) for key in ("what", "unit", "per", "uncertain"))
    return Figure(
        what=what,
        kind=guess_figure_kind(what, unit, per, doubtful=bool(doubt)),
        value=branch.decimal("value"),
        minimum=branch.decimal("min"),
        maximum=branch.decimal("max"),
        unit=unit,
        per=per,
        horizon=branch.text("horizon"),
        certain=not doubt,
        source_text=branch.text("source_text"),
        doubt=doubt,
    )


def _staff(branch: Branch) -> Staff:
    return Staff(branch.text("organisation"), branch.text("text"), branch.decimal("etp"))


def _expenses(branch: Branch) -> tuple[Expense, ...]:
    nature = branch.text("nature")
    by_period = branch.branch("by_period")
    dated = (Expense(by_period.text(key), key.replace("from ", "à partir de ")) for key in by_period)
    return (*((Expense(nature),) if nature else ()), *dated)


def _schedule(branch: Branch) -> Schedule:
    marks = branch.branch("flags")
    flags = (Flag(period, marks.text(period)) for period in marks)
    return Schedule(
        placement=branch.enum_value("placement", Placement, Placement.NONE),
        flags=tuple(flag for flag in flags if flag.mark),
        as_printed=branch.text("as_printed"),
        flag_count=branch.integer("flag_count") or 0,
    )


def _links(branch: Branch) -> tuple[ActionCode, ...]:
    numbers = (link.code("action") for link in branch.branches("links"))
    return tuple(number for number in numbers if number is not None)
