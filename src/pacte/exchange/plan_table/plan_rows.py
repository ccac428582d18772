"""Builds the plan rows from table lines: each cell in its field, with its location and doubts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pacte.exchange.plan_table.action_column import action_code_in
from pacte.exchange.plan_table.figures import parse_figures
from pacte.exchange.plan_table.findings import TableFindings
from pacte.exchange.plan_table.periods import schedule_from_period_columns
from pacte.exchange.plan_table.row_figures import figures_of_line
from pacte.exchange.plan_table.row_numbers import NumberedLine, line_title
from pacte.exchange.plan_table.schedule import MarkedCell, schedule_from_marks
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.exchange.records import CellKind
from pacte.kernel.action_codes import ActionCode, is_action_code
from pacte.kernel.defects import CellReference
from pacte.kernel.french import fold_text
from pacte.kernel.period import Period
from pacte.plan.records import Doubt, Expense, Lead, Placement, PlanRow, Schedule, Staff

_LINK = re.compile(r"lien avec (?:l['’]|les )actions?\s+(?P<rest>[^\n.;]*)", re.I)
_WHOLE_FLOAT = re.compile(r"[0-9]+\.0")
_ETP = re.compile(r"(\d+(?:[.,]\d+)?)\s*ETP", re.I)
# Column of the file for each field of a row, for its location and doubts.
_FIELDS = {
    "number": "number",
    "kind": "row_kind",
    "axis_code": "axis",
    "strategic_code": "strategic",
    "operational_code": "operational",
    "title": "title",
    "short_title": "short_title",
    "description": "description",
    "leads": "leads",
    "leads_as_printed": "leads",
    "expected_result": "expected_result",
    "figures": "figures",
    "priority": "priority",
    "comment": "comment",
    "staff": "staff",
    "expenses": "expenses",
    "linked_numbers": "linked_numbers",
    "publics": "publics",
    "sectors": "sectors",
    "territories": "territories",
    "partners": "partners",
    "source_lines": "source_lines",
    "key": "row_key",
}
_DOUBTED = ("number", "title", "leads", "expected_result", "priority", "comment", "expenses", "figures", "description")


def plan_row_from_line(
    numbered_line: NumberedLine,
    axis: str,
    codes: tuple[str, str],
    leads: tuple[Lead, ...],
    periods: Sequence[Period],
    findings: TableFindings,
) -> PlanRow:
    line, key = numbered_line.line, numbered_line.key
    _locate(line, key, findings)
    _check_errors(line, findings)
    title = line_title(line)
    if not title:
        findings.error(
            "missing_title",
            line.cell("title"),
            f"La ligne {line.row} (action n° {numbered_line.number}) n'a pas d'intitulé.",
            "Écrivez l'intitulé de l'action.",
            "",
            (key, "title"),
        )
    schedule = _schedule(numbered_line, periods, findings)
    figures = figures_of_line(numbered_line, findings)
    if fold_text(line.text("priority")) == "?":
        findings.warning(
            "priority_unsure",
            line.cell("priority"),
            f"La priorité de l'action n° {numbered_line.number} est « ? ».",
            "Gardez-la telle quelle, ou décidez-en.",
            "?",
            (key, "priority"),
        )
    return PlanRow(
        key=key,
        number=numbered_line.number,
        kind=numbered_line.kind,
        axis_code=axis,
        strategic_code=codes[0],
        operational_code=codes[1],
        title=title,
        short_title=line.text("short_title"),
        description=_description(line),
        leads=leads,
        leads_as_printed=_printed(line.text("leads"), leads),
        expected_result=line.text("expected_result"),
        figures=figures,
        priority=line.text("priority"),
        comment=line.text("comment"),
        staff=_staff(line),
        expenses=tuple(Expense(nature) for nature in line.text("expenses").split("\n") if nature),
        schedule=schedule,
        linked_numbers=_links(numbered_line, findings),
        publics=_items(line.text("publics")),
        sectors=_items(line.text("sectors")),
        territories=_items(line.text("territories")),
        partners=_items(line.text("partners")),
        source_lines=line.text("source_lines"),
        doubts=_doubts(line, schedule),
    )


def _locate(line: TableLine, key: str, findings: TableFindings) -> None:
    for name, column in _FIELDS.items():
        if line.has(column):
            findings.where[(key, name)] = line.cell(column)
    findings.where.setdefault((key, "description"), line.cell("title"))
    for place, period in line.table.periods:
        cell = line.table.view.cell(line.row, place)
        findings.where.setdefault((key, "schedule"), cell)
        findings.where[(key, f"schedule:{period.code}")] = cell


def _check_errors(line: TableLine, findings: TableFindings) -> None:
    for name in line.table.columns:
        value = line.value(name)
        if value.kind is CellKind.ERROR and name not in ("number", "axis_amount"):
            findings.error(
                "cell_error",
                line.cell(name),
                f"La cellule affiche « {value.text} » au lieu d'un texte.",
                "Corrigez la formule, ou tapez la valeur.",
                value.text,
            )


def _description(line: TableLine) -> str:
    """Returns the text under the title in its cell, then the description column."""
    under = line.text("title").split("\n")[1:]
    return "\n".join(part for part in ("\n".join(under).strip("\n"), line.text("description")) if part)


def _printed(text: str, leads: Sequence[Lead]) -> str:
    """Returns the text of the cell, unless it is identical to its only lead."""
    if len(leads) == 1 and leads[0] == Lead(text):
        return ""
    return text


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in re.split(r"\s*;\s*|\n", text) if item.strip())


def _staff(line: TableLine) -> tuple[Staff, ...]:
    staff = []
    for text in _items(line.text("staff")):
        etp = _ETP.search(text)
        figures = parse_figures(f"{etp[1]} ETP") if etp else ()
        staff.append(Staff("", text, figures[0].value if figures else None))
    return tuple(staff)


def _links(numbered_line: NumberedLine, findings: TableFindings) -> tuple[ActionCode, ...]:
    """Reads the column of linked actions; without one, the links that the description states explicitly."""
    line = numbered_line.line
    if line.has("linked_numbers"):
        items = [item for item in re.split(r"[;,\n/]|\set\s", line.text("linked_numbers")) if item.strip()]
        numbers = []
        for item in items:
            code = action_code_in(item[:-2] if _WHOLE_FLOAT.fullmatch(item.strip()) else item)
            if is_action_code(code):
                numbers.append(code)
            else:
                findings.warning(
                    "link_shape",
                    line.cell("linked_numbers"),
                    f"« {item.strip()[:40]} » n'est pas un numéro d'action liée.",
                    "Écrivez des numéros séparés par des points-virgules.",
                    item.strip(),
                    (numbered_line.key, "linked_numbers"),
                )
        return tuple(dict.fromkeys(numbers))
    text = re.sub(r'"[^"]*"|«[^«»]*»', " ", _description(line))
    return tuple(
        dict.fromkeys(
            ActionCode(number.lstrip("0"))
            for sentence in _LINK.finditer(text)
            for number in re.findall(r"\b\d{1,3}\b", sentence["rest"])
            if number.lstrip("0")
        )
    )


def _schedule(numbered_line: NumberedLine, periods: Sequence[Period], findings: TableFindings) -> Schedule:
    line, key = numbered_line.line, numbered_line.key
    period_schedule = schedule_from_period_columns(line, periods, key, findings)
    if period_schedule is not None:
        return period_schedule
    cells: list[MarkedCell] = []
    seen: set[tuple[int, int]] = set()
    places: list[CellReference] = []
    view = line.table.view
    columns = line.table.periods
    for column, _ in columns:
        anchor = view.anchor(line.row, column)
        if anchor in seen:
            continue
        seen.add(anchor)
        covered = tuple(period.code for each, period in columns if view.anchor(line.row, each) == anchor)
        cells.append(
            MarkedCell(
                view.text(line.row, column), covered, view.remark(line.row, column), view.is_yellow(line.row, column)
            )
        )
        places.append(view.cell(line.row, column))
    schedule = schedule_from_marks(cells, line.text("schedule_printed"), line.text("schedule_placement"))
    place = next(
        (place for place, marked in zip(places, cells, strict=True) if marked.text), places[0] if places else None
    )
    _warn_uncertain_marks(schedule, numbered_line, place, len(columns), findings)
    return schedule


def _warn_uncertain_marks(
    schedule: Schedule, numbered_line: NumberedLine, place: CellReference | None, columns: int, findings: TableFindings
) -> None:
    number, at = numbered_line.number, (numbered_line.key, "schedule")
    marks = schedule.as_printed
    if schedule.placement is Placement.UNKNOWN:
        findings.warning(
            "flag_unplaced",
            place,
            f"Action n° {number} : « {marks} » pour {columns} colonnes, sans que l'on sache lesquelles."
            " Ces croix restent non placées.",
            "Placez-les si vous connaissez les périodes, sinon laissez.",
            marks,
            at,
        )
    elif schedule.placement is Placement.ASSUMED:
        findings.warning(
            "flag_assumed",
            place,
            f"Action n° {number} : la place des croix « {marks} » est supposée.",
            "Confirmez-la, ou laissez ce doute.",
            marks,
            at,
        )
    elif any("?" in flag.mark for flag in schedule.flags):
        findings.warning(
            "flag_question",
            place,
            f"Action n° {number} : « {marks} » est écrit ainsi dans le fichier.",
            "Gardez-le tel quel, ou décidez des périodes.",
            marks,
            at,
        )


def _doubts(line: TableLine, schedule: Schedule) -> tuple[Doubt, ...]:
    doubts = [
        Doubt("figures" if name == "figures" else name, remark)
        for name in _DOUBTED
        if line.has(name)
        and line.table.view.anchor(line.row, line.table.columns[name])[0] == line.row
        and (remark := line.remark(name))
    ]
    if schedule.placement in (Placement.ASSUMED, Placement.UNKNOWN):
        doubts.append(Doubt("schedule", _schedule_remark(line) or "La place des croix n'est pas certaine."))
    if fold_text(line.text("to_check")) in ("oui", "x", "vrai", "1") and not doubts:
        doubts.append(Doubt("", "Le fichier demande de vérifier cette ligne."))
    return tuple(doubts)


def _schedule_remark(line: TableLine) -> str:
    remarks = [line.table.view.remark(line.row, column) for column, _ in line.table.periods]
    return next((remark for remark in remarks if remark), "")
