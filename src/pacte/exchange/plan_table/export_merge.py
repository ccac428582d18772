"""Merges a table read from our own export with its extra sheets.

When a cell of the table was edited and no longer matches the extra sheets, the table wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pacte.exchange.documents.wording import (
    PLACEMENT_WORDS,
    ROW_WORDS,
    axis_amount,
    flag_marks,
    leads_cell,
    nature_cell,
    objective_cell,
)
from pacte.exchange.plan_table.action_life import action_statuses, action_successions
from pacte.exchange.plan_table.extra_sheets import ExtraSheets, ExtraSheetSubject, exported_action_code, whole_number
from pacte.exchange.plan_table.row_numbers import NumberedLine
from pacte.exchange.plan_table.sheet_view import trim_lines
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french_numbers import DecimalMark, parse_french_number
from pacte.plan.records import (
    ActionTitle,
    Axis,
    Expense,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
    Staff,
)

_ROW_KINDS = {word: kind for kind, word in ROW_WORDS.items()}
_PLACEMENTS = {word: placement for placement, word in PLACEMENT_WORDS.items()}


def restore_row_keys(rows: Sequence[NumberedLine], extra_sheets: ExtraSheets) -> None:
    """Restores the row keys and kinds of the export, as long as a number has as many rows as before."""
    known: dict[ActionCode, list[ExtraSheetSubject]] = {}
    for subject in extra_sheets.subjects_of_kind("ligne").values():
        known.setdefault(subject.number, []).append(subject)
    for number, subjects in known.items():
        own = [row for row in rows if row.number == number]
        places = {whole_number(subject.first_value("place")): subject for subject in subjects}
        pairs = (
            zip(own, subjects, strict=True)
            if len(own) == len(subjects)
            else ((row, places[row.line.row]) for row in own if row.line.row in places)
        )
        for row, subject in pairs:
            row.key = subject.key
            if len(own) == len(subjects):
                row.kind = _ROW_KINDS.get(subject.first_value("nature de ligne"), row.kind)


def axis_votes(rows: Sequence[NumberedLine], extra_sheets: ExtraSheets) -> list[str]:
    """Returns the axis of each row by its objective in the export, "" when unknown."""
    objectives = extra_sheets.subjects_of_kind("objectif")
    votes = []
    for row in rows:
        subject = extra_sheets.subjects.get(("ligne", row.key))
        code = (
            (subject.first_value("objectif stratégique") or subject.first_value("objectif opérationnel"))
            if subject
            else ""
        )
        votes.append(
            objectives[code].facts["libellé"][0][1]
            if code in objectives and "libellé" in objectives[code].facts
            else ""
        )
    return votes


def merge_extra_sheets(content: PlanContent, rows: Sequence[NumberedLine], extra_sheets: ExtraSheets) -> PlanContent:
    """Returns ``content``, read from the table, completed with the extra sheets."""
    plan = next(iter(extra_sheets.subjects_of_kind("plan").values()), ExtraSheetSubject(""))
    title, document = plan.first_value("titre"), plan.first_value("titre du document")
    shown = content.document_title
    exported_objectives = _exported_objectives(extra_sheets)
    records = tuple(
        _row(row, numbered, extra_sheets, exported_objectives) for row, numbered in zip(content.rows, rows, strict=True)
    )
    named = replace(
        content,
        code=plan.first_value("code") or content.code,
        title=title or content.title,
        region=plan.first_value("région") or content.region,
        first_year=whole_number(plan.first_value("première année")) or content.first_year,
        last_year=whole_number(plan.first_value("dernière année")) or content.last_year,
        document_title=document if trim_lines(document or title) == trim_lines(shown) else shown,
        decided_on=plan.first_value("date de décision"),
        source=plan.first_value("source"),
        publics=tuple(PriorityPublic(*fact) for fact in plan.facts.get("définition d’un public", ())),
        objectives=_objectives(content, exported_objectives, records),
        actions=_actions(content, extra_sheets),
        amounts=extra_sheets.amounts or content.amounts,
        statuses=action_statuses(extra_sheets, records),
        lineage=action_successions(extra_sheets, records),
        rows=records,
    )
    return replace(named, axes=_axes(named, extra_sheets))


def _axes(content: PlanContent, extra_sheets: ExtraSheets) -> tuple[Axis, ...]:
    subjects = extra_sheets.subjects_of_kind("axe")
    axes_by_code = {axis.code: axis for axis in content.axes}
    axes: list[Axis] = []
    for code, subject in subjects.items():
        axis = axes_by_code.pop(code, None)
        doubts = tuple(extra_sheets.doubts.get(("axe", code), ()))
        label, printed = subject.first_value("libellé"), subject.first_value("montant imprimé")
        if axis is None:
            cents = _decimal(subject.first_value("montant"))
            axis = Axis(
                code,
                label,
                subject.first_value("intitulé"),
                subject.first_value("description"),
                None if cents is None else int(cents * 100),
                printed,
            )
        elif printed and not _same(axis.amount_as_printed, printed):
            printed = _as_printed(axis, content) or printed
        else:
            printed = printed or _as_printed(axis, content)
        title = "" if axis.title == axis.label != label else axis.title
        axes.append(
            replace(
                axis,
                label=label,
                title=title,
                amount_as_printed=printed,
                publics=subject.values("public"),
                source_lines=subject.first_value("lignes de la source"),
                doubts=doubts,
            )
        )
    return (*axes, *axes_by_code.values())


def _as_printed(axis: Axis, content: PlanContent) -> str:
    """Returns the text of the cell, unless it is the text that the export generates from the amount."""
    composed = axis_amount(replace(axis, amount_as_printed=""), content)
    return "" if _same(composed, axis.amount_as_printed) else axis.amount_as_printed


def _exported_objectives(extra_sheets: ExtraSheets) -> dict[str, Objective]:
    objectives = {}
    for code, subject in extra_sheets.subjects_of_kind("objectif").items():
        label, axis, parent, _ = subject.facts["libellé"][0] if "libellé" in subject.facts else ("", "", "", "")
        doubts = tuple(extra_sheets.doubts.get(("objectif", code), ()))
        objectives[code] = Objective(code, label, axis, parent, subject.first_value("code imprimé"), doubts)
    return objectives


def _objectives(
    content: PlanContent, exported_objectives: Mapping[str, Objective], rows: Sequence[PlanRow]
) -> tuple[Objective, ...]:
    """Returns the exported objectives, with the labels of the table, and those that only the table has."""
    objectives_by_code = {objective.code: objective for objective in content.objectives}
    named = {code for row in rows for code in (row.strategic_code, row.operational_code)}
    objectives = []
    for code, objective in exported_objectives.items():
        label = objectives_by_code[code].label if code in objectives_by_code else ""
        is_changed = label and not _same(label, objective.label) and not _same(label, objective_cell(code, objective))
        objectives.append(replace(objective, label=label) if is_changed else objective)
    return (
        *objectives,
        *(each for code, each in objectives_by_code.items() if code not in exported_objectives and code in named),
    )


def _actions(content: PlanContent, extra_sheets: ExtraSheets) -> tuple[ActionTitle, ...]:
    """Returns the exported titles of numbers that still have rows, in order; a new number has the title of its rows."""
    numbers = {row.number for row in content.rows}
    exported_titles = {
        exported_action_code(key): ActionTitle(exported_action_code(key), fact[0], fact[1])
        for key, subject in extra_sheets.subjects_of_kind("action").items()
        for fact in subject.facts.get("titre", ())
    }
    return tuple(title for number, title in exported_titles.items() if number in numbers) + tuple(
        action for action in content.actions if action.number not in exported_titles
    )


def _row(
    row: PlanRow, numbered_line: NumberedLine, extra_sheets: ExtraSheets, labels: Mapping[str, Objective]
) -> PlanRow:
    subject = extra_sheets.subjects.get(("ligne", row.key))
    if subject is None:
        return row
    line = numbered_line.line
    exported_row = replace(
        row,
        leads=tuple(Lead(*fact) for fact in subject.facts.get("chef de projet", ())),
        leads_as_printed=subject.first_value("chef de projet imprimé"),
        expenses=tuple(Expense(fact[0], fact[1]) for fact in subject.facts.get("nature de la dépense", ())),
        schedule=_schedule(subject),
    )
    leads_hold = _same(leads_cell(exported_row), line.text("leads"))
    natures_hold = _same(nature_cell(exported_row), line.text("expenses"))
    dated = tuple(expense for expense in exported_row.expenses if expense.period)
    return replace(
        row,
        strategic_code=_code(subject, "objectif stratégique", row.strategic_code, line.text("strategic"), labels, row),
        operational_code=_code(
            subject, "objectif opérationnel", row.operational_code, line.text("operational"), labels, row
        ),
        short_title=subject.first_value("intitulé court"),
        title_as_printed=subject.first_value("intitulé imprimé"),
        leads=exported_row.leads if leads_hold else row.leads,
        leads_as_printed=exported_row.leads_as_printed if leads_hold else row.leads_as_printed,
        figures=tuple(extra_sheets.figures.get(row.key, ())),
        staff=tuple(Staff(fact[0], fact[1], _decimal(fact[2])) for fact in subject.facts.get("moyens humains", ())),
        expenses=exported_row.expenses if natures_hold else row.expenses + dated,
        schedule=exported_row.schedule if _schedule_holds(exported_row, numbered_line) else row.schedule,
        linked_numbers=tuple(code for each in subject.values("action liée") if (code := exported_action_code(each))),
        publics=subject.values("public"),
        sectors=subject.values("secteur"),
        territories=subject.values("territoire"),
        partners=subject.values("partenaire"),
        source_lines=subject.first_value("lignes de la source"),
        doubts=tuple(extra_sheets.doubts.get(("ligne", row.key), ())),
    )


def _code(
    subject: ExtraSheetSubject, name: str, read: str, text: str, labels: Mapping[str, Objective], row: PlanRow
) -> str:
    """Returns the exported code while its cell is unchanged (a heading row has an empty cell)."""
    exported_code = subject.first_value(name)
    is_blank = not text and (not exported_code or row.kind is RowKind.HEADING)
    return (
        exported_code
        if is_blank or read == exported_code or _same(objective_cell(exported_code, labels.get(exported_code)), text)
        else read
    )


def _schedule(subject: ExtraSheetSubject) -> Schedule:
    printed, placement, count, note = (subject.facts.get("calendrier") or [("", "", "", "")])[0]
    return Schedule(
        placement=_PLACEMENTS.get(placement, Placement.NONE),
        flags=tuple(Flag(fact[0], fact[1]) for fact in subject.facts.get("croix", ())),
        as_printed=printed,
        flag_count=whole_number(count),
        note=note,
    )


def _schedule_holds(exported_row: PlanRow, numbered_line: NumberedLine) -> bool:
    line = numbered_line.line
    columns = line.table.periods
    if not columns:
        return True
    if exported_row.schedule.placement is Placement.UNKNOWN:
        return _same(flag_marks(exported_row), line.table.view.text(line.row, columns[0][0]))
    return all(
        _same(
            "\n".join(flag.mark for flag in exported_row.schedule.flags if flag.period == period.code),
            line.table.view.text(line.row, column),
        )
        for column, period in columns
    )


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _decimal(text: str) -> Decimal | None:
    return parse_french_number(text, mark=DecimalMark.EITHER)
