"""Text of the source for a row, cell by cell, with doubts marked in place and explained below. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import Axis, Doubt, Objective, Placement, PlanContent, PlanRow
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

    key: str
    title: str
    lines: str
    cells: tuple[SourceCell, ...]
    others: tuple[str, ...]


def source_row(row: PlanRow, content: PlanContent) -> SourceRow:
    objectives = {each.code: each for each in content.objectives}
    reasons: dict[str, list[str]] = {}
    for doubt in row.doubts:
        reasons.setdefault(_CELL_BY_FIELD.get(doubt.field, ""), []).append(doubt.reason)
    objective = objectives.get(row.operational_code) or objectives.get(row.strategic_code)
    cells = (
        _objective_cell(row, objective, reasons.get("objective", [])),
        _project_cell(row, reasons.get("project", [])),
        _source_cell("leads", "Chef de projet", row.leads_as_printed or display.display_value(row.leads), reasons),
        _source_cell("result", "Résultats attendus", row.expected_result, reasons),
        _source_cell("priority", "Priorité", row.priority, reasons),
        _source_cell("comment", "Commentaires", row.comment, reasons),
        _source_cell(
            "expense", "Nature de la dépense", "\n".join(display.display_value(each) for each in row.expenses), reasons
        ),
        _schedule_cell(row, reasons.get("schedule", [])),
    )
    others = [f"Chiffres : {each}" for each in _doubt_reasons(row.doubts, "figures")]
    others += [each for each in reasons.get("", []) if each not in _doubt_reasons(row.doubts, "figures")]
    return SourceRow(
        row.key,
        row.short_title or row.title,
        row.source_lines,
        cells,
        tuple(apply_french_spacing(each) for each in others),
    )


def axis_doubts(axis: Axis) -> tuple[str, ...]:
    return tuple(apply_french_spacing(doubt.reason) for doubt in axis.doubts)


def _doubt_reasons(doubts: Iterable[Doubt], field: str) -> list[str]:
    return [doubt.reason for doubt in doubts if doubt.field == field]


def _source_cell(code: str, label: str, text: str, reasons: dict[str, list[str]]) -> SourceCell:
    why = reasons.get(code, [])
    return SourceCell(code, label, (SourceTextRun(text, bool(why)),) if text else (), _typeset(why))


def _objective_cell(row: PlanRow, objective: Objective | None, why: list[str]) -> SourceCell:
    """The code as printed, marked when it differs from the corrected one, then the label."""
    if objective is None:
        return SourceCell(
            "objective", "Objectif opérationnel", (SourceTextRun(row.operational_code, bool(why)),), _typeset(why)
        )
    printed = objective.code_as_printed or objective.code
    of_code = [doubt.reason for doubt in objective.doubts if doubt.field == "code"]
    of_label = [*why, *(doubt.reason for doubt in objective.doubts if doubt.field != "code")]
    read = [f"code lu {objective.code}"] if printed != objective.code else []
    return SourceCell(
        "objective",
        "Objectif stratégique" if objective.is_strategic else "Objectif opérationnel",
        (SourceTextRun(printed, bool(read or of_code)), SourceTextRun(f" {objective.label}", bool(of_label))),
        _typeset([*read, *of_code, *of_label]),
    )


def _project_cell(row: PlanRow, why: list[str]) -> SourceCell:
    """Number, printed title with the corrected words marked, then the description."""
    title = [SourceTextRun(row.title)]
    reasons = list(why)
    if row.title_as_printed and row.title_as_printed != row.title:
        title = _mark_corrections(row.title_as_printed, row.title)
        reasons = reasons or [f"lu « {row.title} »"]
    elif why:
        title = [SourceTextRun(row.title, marked=True)]
    text = [SourceTextRun(f"{row.number} "), *title]
    if row.description:
        text.append(SourceTextRun(f"\n{row.description}"))
    return SourceCell("project", "N° et projet", tuple(text), _typeset(reasons))


def _mark_corrections(printed: str, corrected: str) -> list[SourceTextRun]:
    """The printed title, with the words that the correction replaces marked."""
    return [
        SourceTextRun(text, op is WordChange.REMOVED)
        for op, text in word_changes(printed, corrected)
        if op is not WordChange.ADDED
    ]


def _schedule_cell(row: PlanRow, why: list[str]) -> SourceCell:
    schedule = row.schedule
    text = display.display_value(schedule) or ("aucune marque" if schedule.placement is Placement.NONE else "")
    reasons = [*why, *([schedule.note] if schedule.note else [])]
    return SourceCell("schedule", "Calendrier", (SourceTextRun(text, bool(reasons)),), _typeset(reasons))


def _typeset(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(apply_french_spacing(reason) for reason in reasons)
