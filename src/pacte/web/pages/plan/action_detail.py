"""« Action 18 : où en est-on ? »: everything that a plan states about one action, over its rows. Pure.

The text of the source is shown cell by cell, with doubts marked in place and explained below.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from pacte.indicators.records.evidence import proof_anchor
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import Figure, FigureKind, Objective, Placement, PlanContent, PlanRow, RowKind
from pacte.plan.rules import display
from pacte.plan.rules.display import describe_figure_amount, describe_figure_number, display_value
from pacte.plan.rules.labels import FIGURE_KINDS
from pacte.plan.rules.progress import target_progress
from pacte.plan.rules.text_diff import WordChange, word_changes
from pacte.web.charts.timeline import TimelineRow, build_timeline_row
from pacte.web.pages.plan.action_summaries import (
    ActionSummary,
    action_summaries,
    calendar_periods,
    milestones_of_rows,
)

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


_LONG_TEXT_LENGTH = 180


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of the plan. Only a decided target has a progress; ``kind`` is its nature in French."""

    figure: Figure
    kind: str
    amount: str
    progress: str

    @property
    def anchor(self) -> str:
        """Permanent place of its proof on the page."""
        return proof_anchor(self.figure.indicator_code) if self.figure.indicator_code else ""

    @property
    def source_quote(self) -> str:
        """The text of the source, in quotation marks."""
        return f"« {self.figure.source_text} »" if self.figure.source_text else ""

    @property
    def doubt_text(self) -> str:
        """Why the figure is uncertain: the given reason, else a general sentence."""
        return self.figure.doubt or ("" if self.figure.certain else "La source n’est pas sûre de ce chiffre.")

    @property
    def target_amount(self) -> str:
        """The amount of a decided target; "" for a proposal."""
        return "" if self.figure.proposed else self.amount

    @property
    def no_target(self) -> str:
        counted = f", à compter en {self.amount}" if self.amount else ""
        return f"À décider : le plan n’en fixe aucune{counted}."


@dataclass(frozen=True, slots=True)
class RowFact:
    """A field of a row: label and values, one paragraph per value."""

    label: str
    values: tuple[str, ...]
    is_list: bool = False

    @property
    def is_long(self) -> bool:
        """True for text that needs the full width."""
        return sum(map(len, self.values)) > _LONG_TEXT_LENGTH


@dataclass(frozen=True, slots=True)
class RowView:
    row: PlanRow
    calendar: TimelineRow
    facts: tuple[RowFact, ...]

    @property
    def is_heading(self) -> bool:
        return self.row.kind is RowKind.HEADING


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """``names`` are those of all the actions of the plan, by number."""

    line: ActionSummary
    targets: tuple[FigureView, ...]
    proposed: tuple[FigureView, ...]
    others: tuple[FigureView, ...]
    shared: tuple[RowFact, ...]
    rows: tuple[RowView, ...]
    links_to: list[ActionCode]
    links_from: list[ActionCode]
    source: tuple[SourceRow, ...]
    previous: ActionCode | None
    following: ActionCode | None
    names: dict[ActionCode, str]

    @property
    def calendars(self) -> tuple[RowView, ...]:
        """One calendar per row, or a single one when all rows agree. A heading repeats its rows, so it is skipped."""
        own = [view for view in self.rows if not view.is_heading] or list(self.rows)
        schedules = {
            (view.row.schedule.placement, view.row.schedule.flags, view.row.schedule.flag_count) for view in own
        }
        return tuple(own[:1] if len(schedules) == 1 else own)

    @property
    def is_linked(self) -> bool:
        return bool(self.links_to or self.links_from)


def action_detail(content: PlanContent, number: ActionCode, on: date) -> ActionDetail:
    """Raises ``NotFound`` when the plan has no such action."""
    lines = action_summaries(content, on)
    position = ensure_found(next((index for index, line in enumerate(lines) if line.number == number), None))
    line = lines[position]
    views = tuple(_row_view(row, content, line.rank, on) for row in line.rows)
    shared = _shared_facts(views)
    figures = [_figure_view(each) for row in line.rows for each in row.figures]
    return ActionDetail(
        line=line,
        targets=tuple(each for each in figures if each.figure.is_target and not each.figure.proposed),
        proposed=tuple(each for each in figures if each.figure.is_target and each.figure.proposed),
        others=tuple(each for each in figures if not each.figure.is_target),
        shared=shared,
        rows=tuple(replace(view, facts=tuple(fact for fact in view.facts if fact not in shared)) for view in views),
        links_to=sorted({each for row in line.rows for each in row.linked_numbers}),
        links_from=[each.number for each in lines if any(number in row.linked_numbers for row in each.rows)],
        source=tuple(source_row(row, content) for row in line.rows),
        previous=lines[position - 1].number if position else None,
        following=lines[position + 1].number if position + 1 < len(lines) else None,
        names={each.number: each.name for each in lines},
    )


def _figure_view(figure: Figure) -> FigureView:
    return FigureView(
        figure=figure,
        kind=FIGURE_KINDS[figure.kind],
        amount=_amount_text(figure),
        progress=apply_french_spacing(target_progress(figure, None).text) if figure.is_target else "",
    )


def _amount_text(figure: Figure) -> str:
    """The figure with its unit. A proposed figure has no value yet, only its unit."""
    if figure.proposed and figure.is_target:
        return " / ".join(part for part in (figure.unit, figure.per) if part)
    if figure.is_target and not describe_figure_number(figure):
        return "non chiffré"
    text = describe_figure_amount(figure).replace(" [incertain]", "")
    return f"{text}, unité inconnue" if figure.kind is FigureKind.UNKNOWN else text


def _row_view(row: PlanRow, content: PlanContent, rank: int, on: date) -> RowView:
    calendar = build_timeline_row([row.schedule], calendar_periods(content), rank, milestones_of_rows((row,), on))
    return RowView(row, calendar, _row_facts(row, content))


def _shared_facts(views: tuple[RowView, ...]) -> tuple[RowFact, ...]:
    """Fields that all rows of an action share: written once, above them."""
    first, *others = views
    return tuple(fact for fact in first.facts if others and all(fact in view.facts for view in others))


def _row_facts(row: PlanRow, content: PlanContent) -> tuple[RowFact, ...]:
    objectives = {each.code: (f"{each.code} {each.label}",) for each in content.objectives}
    facts = (
        RowFact("Objectif stratégique", objectives.get(row.strategic_code, ())),
        RowFact("Objectif opérationnel", objectives.get(row.operational_code, ())),
        RowFact("Descriptif", _paragraphs(row.description)),
        RowFact("Résultat attendu", _paragraphs(row.expected_result)),
        RowFact("Commentaire", _paragraphs(row.comment)),
        RowFact("Porteur", tuple(display_value(lead) for lead in row.leads), is_list=len(row.leads) > 1),
        RowFact("Publics", row.publics, is_list=len(row.publics) > 1),
        RowFact("Secteurs", row.sectors, is_list=len(row.sectors) > 1),
        RowFact("Territoires", row.territories, is_list=len(row.territories) > 1),
        RowFact("Partenaires et dispositifs", row.partners, is_list=len(row.partners) > 1),
        RowFact("Nature de la dépense", tuple(display_value(each) for each in row.expenses)),
        RowFact("Moyens humains", tuple(display_value(each) for each in row.staff)),
    )
    return tuple(fact for fact in facts if fact.values)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
