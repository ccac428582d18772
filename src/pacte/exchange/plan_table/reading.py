"""Entry point: combines the readers of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pacte.exchange.plan_table.amounts import PlanAmounts
from pacte.exchange.plan_table.axis_list import AxisDraft, build_axes, collect_axes
from pacte.exchange.plan_table.column_questions import resolve_columns
from pacte.exchange.plan_table.declared_axes import declared_axis_names
from pacte.exchange.plan_table.document_head import DocumentHead, read_document_head
from pacte.exchange.plan_table.export_merge import axis_votes, merge_extra_sheets, restore_row_keys
from pacte.exchange.plan_table.extra_sheets import ExtraSheets, read_extra_sheets
from pacte.exchange.plan_table.findings import TableFindings
from pacte.exchange.plan_table.heading_matching import FIELDS, REQUIRED
from pacte.exchange.plan_table.leads import parse_leads, unify_lead_names
from pacte.exchange.plan_table.objectives import ObjectiveCollector
from pacte.exchange.plan_table.periods import plan_periods
from pacte.exchange.plan_table.plan_rows import plan_row_from_line
from pacte.exchange.plan_table.row_numbers import NumberedLine, number_lines
from pacte.exchange.plan_table.table_detection import PlanTable, find_plan_tables
from pacte.exchange.plan_table.table_lines import TableLine, TableLineKind, lines_of_table
from pacte.exchange.records import Grid
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import ActionTitle, ParsedPlan, PlanContent, PlanRow, RowKind
from pacte.plan.rules.merge import ALL_FIELDS

_MAX_ROWS = 2_000
_ROW_FIELDS = {
    "row_key": ("key",),
    "title": ("title", "description"),
    "short_title": ("short_title",),
    "description": ("description",),
    "leads": ("leads", "leads_as_printed"),
    "expected_result": ("expected_result",),
    "figures": ("figures",),
    "priority": ("priority",),
    "comment": ("comment",),
    "expenses": ("expenses",),
    "staff": ("staff",),
    "linked_numbers": ("linked_numbers",),
    "publics": ("publics",),
    "sectors": ("sectors",),
    "territories": ("territories",),
    "partners": ("partners",),
    "source_lines": ("source_lines",),
    "period_text": ("schedule",),
    "first_year": ("schedule",),
    "axis": ("axis_code",),
    "axis_title": ("axis_code", "axis.title", "axis.label"),
    "strategic": ("strategic_code", "objective.label", "objective.axis_code"),
    "operational": ("operational_code", "objective.label", "objective.axis_code", "objective.parent_code"),
}


def read_plan_table(grids: Sequence[Grid], *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Returns the plan in the grids. ``mapping``: fields by column letter or heading (see ``ColumnGuess``)."""
    findings = TableFindings()
    tables = find_plan_tables(grids, mapping or {})
    for table in tables:
        resolve_columns(table, findings)
    if not tables:
        return ParsedPlan(None, (_no_table(grids, name),))
    columns = tuple(guess for table in tables for guess in table.guesses)
    missing = [table for table in tables if not set(REQUIRED) <= set(table.columns)]
    for table in missing:
        _report_missing_columns(table, findings)
    if missing:
        return ParsedPlan(None, _in_order(findings.defects, grids), columns=columns)
    lines = [line for table in tables for line in lines_of_table(table, findings)]
    if sum(line.kind is TableLineKind.ACTION for line in lines) > _MAX_ROWS:
        return ParsedPlan(None, (_too_long(tables[0]),), columns=columns)
    if not any(line.kind is TableLineKind.ACTION for line in lines):
        return ParsedPlan(None, (_no_row(tables[0]),), columns=columns)
    head = read_document_head(grids, tables, name)
    extra_sheets = read_extra_sheets(grids, findings)
    for table in tables:
        table.figures_apart = extra_sheets is not None
    content, drafts = _content(lines, head, extra_sheets, declared_axis_names(grids, tables, extra_sheets), findings)
    return ParsedPlan(
        content=content,
        defects=_in_order(findings.defects, grids),
        fields=ALL_FIELDS if extra_sheets else _fields(tables, content, drafts, head),
        cell_by_field=findings.where,
        columns=columns,
    )


def _content(
    lines: Sequence[TableLine],
    head: DocumentHead,
    extra_sheets: ExtraSheets | None,
    listed: frozenset[str],
    findings: TableFindings,
) -> tuple[PlanContent, Sequence[AxisDraft]]:
    actions = [line for line in lines if line.kind is TableLineKind.ACTION]
    rows = number_lines(
        actions, findings, partial(restore_row_keys, extra_sheets=extra_sheets) if extra_sheets else None
    )
    drafts, axis_codes = collect_axes(actions, findings, axis_votes(rows, extra_sheets) if extra_sheets else (), listed)
    objectives = ObjectiveCollector(actions, axis_codes, findings)
    money = PlanAmounts(rows, axis_codes, findings)
    money.check(lines, drafts)
    money.complete_axes(drafts)
    periods = plan_periods(actions)
    leads = unify_lead_names([parse_leads(line.text("leads")) for line in actions])
    records = tuple(
        plan_row_from_line(row, axis, codes, lead, periods, findings)
        for row, axis, codes, lead in zip(rows, axis_codes, objectives.codes, leads, strict=True)
    )
    amounts = money.amounts()
    years = [year for period in periods for year in (period.first_year, period.last_year)]
    years += [amount.year for amount in amounts if amount.year is not None]
    first, last = (min(years), max(years)) if years else (head.first_year, head.last_year)
    if not first:
        table = actions[0].table
        findings.warning(
            "years_missing",
            table.view.cell(table.bottom, 1),
            "Le fichier ne dit pas quelles années le plan couvre.",
            "Ajoutez-les à son titre, par exemple « Pacte régional 2024-2027 », ou une colonne par période.",
        )
    content = PlanContent(
        code=head.code(first, last),
        title=head.title,
        region=head.region,
        first_year=first,
        last_year=last,
        periods=periods,
        document_title=head.document_title,
        decided_on=head.decided_on,
        source=head.source,
        axes=build_axes(drafts, findings),
        objectives=objectives.build(),
        actions=_titles(records),
        rows=records,
        amounts=amounts,
    )
    findings.where.update(head.where)
    _locate_actions(rows, findings)
    return merge_extra_sheets(content, rows, extra_sheets) if extra_sheets else content, drafts


def _titles(rows: Sequence[PlanRow]) -> tuple[ActionTitle, ...]:
    """Returns the title of each number: that of its heading row, else those of its rows joined."""
    numbers = dict.fromkeys(row.number for row in rows if row.number)
    titles = []
    for number in numbers:
        own = [row for row in rows if row.number == number]
        heading = next((row for row in own if row.kind is RowKind.HEADING), None)
        text = heading.title if heading else " ; ".join(dict.fromkeys(row.title for row in own if row.title))
        short = (heading or own[0]).short_title if heading or len(own) == 1 else ""
        titles.append(ActionTitle(number, text, short))
    return tuple(titles)


def _locate_actions(rows: Sequence[NumberedLine], findings: TableFindings) -> None:
    for row in rows:
        if row.number:
            findings.where.setdefault((f"action:{row.number}", "number"), row.line.cell("number"))
            findings.where.setdefault((f"action:{row.number}", "title"), row.line.cell("title"))


def _fields(
    tables: Sequence[PlanTable], content: PlanContent, drafts: Sequence[AxisDraft], head: DocumentHead
) -> frozenset[str]:
    names = {"number", "kind", "axis_code", "action.title", "action.number"}
    for table in tables:
        for column in table.columns:
            names.update(_ROW_FIELDS.get(column, ()))
        if table.periods:
            names.add("schedule")
        if table.money:
            names.update(("amounts", "amount.number", "amount.year", "amount.cents"))
    names.update(f"plan.{name}" for name in head.field_names)
    if content.periods:
        names.update(("plan.periods", "plan.first_year", "plan.last_year"))
    for name, is_said in (
        ("axis.title", any(draft.axis_cell.title for draft in drafts)),
        ("axis.label", any(draft.axis_cell.title for draft in drafts)),
        ("axis.description", any(draft.axis_cell.description for draft in drafts)),
        ("axis.amount_cents", any(draft.axis_cell.amount_cents is not None for draft in drafts)),
        ("axis.amount_as_printed", any(draft.axis_cell.amount_as_printed for draft in drafts)),
        ("objective.code_as_printed", any(objective.code_as_printed for objective in content.objectives)),
    ):
        if is_said:
            names.add(name)
    return frozenset(names)


def _in_order(defects: Sequence[Defect], grids: Sequence[Grid]) -> tuple[Defect, ...]:
    """Sorts errors and warnings together, in the order of their cells."""
    sheets = {grid.sheet: rank for rank, grid in enumerate(grids)}

    def place(defect: Defect) -> tuple[int, int, int, str]:
        cell = defect.cell
        return (sheets.get(cell.sheet, 0), cell.row, len(cell.column), cell.column) if cell else (-1, 0, 0, "")

    return tuple(sorted(defects, key=place))


def _no_table(grids: Sequence[Grid], name: str) -> Defect:
    sheets = ", ".join(f"« {grid.sheet} »" for grid in grids if grid.cells) or "aucune feuille remplie"
    return Defect(
        "table_missing",
        apply_french_spacing(
            f"{name} : aucun tableau de plan n'a été reconnu ({sheets}). Un plan a au moins une colonne de numéros"
            " d'action et une d'intitulés."
        ),
        None,
        "",
        apply_french_spacing(
            "Vérifiez que c'est le bon fichier, et que ses colonnes portent des en-têtes comme « N° d'action »,"
            " « Projets / actions », « Axe »."
        ),
    )


def _report_missing_columns(table: PlanTable, findings: TableFindings) -> None:
    for name in REQUIRED:
        if name not in table.columns:
            findings.error(
                "heading_missing",
                CellReference(table.view.grid.sheet, table.bottom, "A"),
                f"Aucune colonne n'a été reconnue pour « {FIELDS[name].label} ».",
                "Dites quelle colonne la contient, ou donnez-lui un en-tête plus clair.",
            )


def _too_long(table: PlanTable) -> Defect:
    return Defect(
        "table_too_long",
        apply_french_spacing(
            f"La feuille « {table.view.grid.sheet} » compte plus de {_MAX_ROWS} lignes d'action : ce n'est pas un plan."
        ),
        CellReference(table.view.grid.sheet, table.bottom, "A"),
        "",
        "Gardez les seules actions du plan.",
    )


def _no_row(table: PlanTable) -> Defect:
    return Defect(
        "table_empty",
        apply_french_spacing(f"Le tableau de la feuille « {table.view.grid.sheet} » ne contient aucune action."),
        CellReference(table.view.grid.sheet, table.bottom, "A"),
        "",
        "Ajoutez les actions sous les en-têtes.",
    )
