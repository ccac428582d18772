"""Text of the source for a row, cell by cell, with doubts marked in place and explained below. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pacte.plan.records import Objective, Placement, PlanContent, PlanRow
from pacte.plan.rules import display
from pacte.plan.rules.text_diff import WordChange, word_changes

# Cell of the table where a doubt of the row is shown, by field name.
_CELL_BY_FIELD = {
    "strategic_code": "objective",
    "operational_code": "objective",
    "number": "project",
    "kind": "project",
    "title": "project",
    "short_title": "project",
    "title_as_printed": "project",
    "description": "project",
    "leads": "leads",
    "leads_as_printed": "leads",
    "expected_result": "result",
    "priority": "priority",
    "comment": "comment",
    "staff": "comment",
    "expenses": "expense",
    "schedule": "schedule",
    "figures": "figures",
}


@dataclass(frozen=True, slots=True)
class SourceTextRun:
    """A run of text; ``marked`` when the source is uncertain or was corrected."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell of the source. ``reasons`` explain why it is marked. A cell without runs is empty in the source."""

    code: str
    label: str
    runs: tuple[SourceTextRun, ...]
    reasons: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(piece.text.strip() for piece in self.runs)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the source. ``others`` are doubts about no displayed cell, such as those of its figures."""

    title: str
    lines: str
    cells: tuple[SourceCell, ...]
    others: tuple[str, ...]


def source_row(row: PlanRow, content: PlanContent) -> SourceRow:
    objectives = {each.code: each for each in content.objectives}
    reasons: dict[str, list[str]] = defaultdict(list)
    for doubt in row.doubts:
        reasons[_CELL_BY_FIELD.get(doubt.field, "")].append(doubt.reason)
    objective = objectives.get(row.operational_code) or objectives.get(row.strategic_code)
    cells = (
        _objective_cell(row, objective, reasons["objective"]),
        _project_cell(row, reasons["project"]),
        _source_cell("leads", "Chef de projet", row.leads_as_printed or display.display_value(row.leads), reasons),
        _source_cell("result", "Résultats attendus", row.expected_result, reasons),
        _source_cell("priority", "Priorité", row.priority, reasons),
        _source_cell("comment", "Commentaires", row.comment, reasons),
        _source_cell(
            "expense", "Nature de la dépense", "\n".join(display.display_value(each) for each in row.expenses), reasons
        ),
        _schedule_cell(row, reasons["schedule"]),
    )
    others = (*(f"Chiffres : {each}" for each in reasons["figures"]), *reasons[""])
    return SourceRow(row.short_title or row.title, row.source_lines, cells, others)


def _source_cell(code: str, label: str, text: str, reasons: dict[str, list[str]]) -> SourceCell:
    why = tuple(reasons[code])
    return SourceCell(code, label, (SourceTextRun(text, bool(why)),) if text else (), why)


def _objective_cell(row: PlanRow, objective: Objective | None, why: list[str]) -> SourceCell:
    """The code as printed, marked when it differs from the corrected one, then the label."""
    if objective is None:
        return SourceCell(
            "objective", "Objectif opérationnel", (SourceTextRun(row.operational_code, bool(why)),), tuple(why)
        )
    printed = objective.code_as_printed or objective.code
    of_code = [doubt.reason for doubt in objective.doubts if doubt.field == "code"]
    of_label = [*why, *(doubt.reason for doubt in objective.doubts if doubt.field != "code")]
    read = [f"code lu {objective.code}"] if printed != objective.code else []
    return SourceCell(
        "objective",
        "Objectif stratégique" if objective.is_strategic else "Objectif opérationnel",
        (SourceTextRun(printed, bool(read or of_code)), SourceTextRun(f" {objective.label}", bool(of_label))),
        (*read, *of_code, *of_label),
    )


def _project_cell(row: PlanRow, why: list[str]) -> SourceCell:
    """Number, printed title with the corrected words marked, then the description."""
    title = [SourceTextRun(row.title, bool(why))]
    reasons = tuple(why)
    if row.title_as_printed and row.title_as_printed != row.title:
        changes = word_changes(row.title_as_printed, row.title)
        title = [SourceTextRun(text, op is WordChange.REMOVED) for op, text in changes if op is not WordChange.ADDED]
        reasons = reasons or (f"lu « {row.title} »",)
    description = [SourceTextRun(f"\n{row.description}")] if row.description else []
    return SourceCell("project", "N° et projet", (SourceTextRun(f"{row.number} "), *title, *description), reasons)


def _schedule_cell(row: PlanRow, why: list[str]) -> SourceCell:
    schedule = row.schedule
    text = display.display_value(schedule) or ("aucune marque" if schedule.placement is Placement.NONE else "")
    reasons = (*why, *([schedule.note] if schedule.note else []))
    return SourceCell("schedule", "Calendrier", (SourceTextRun(text, bool(reasons)),), reasons)
