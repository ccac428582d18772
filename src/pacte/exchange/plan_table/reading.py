"""Entry point: combines the readers of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pacte.exchange.plan_table.amounts import Money
from pacte.exchange.plan_table.axis_list import AxisDraft, axes_of, built
from pacte.exchange.plan_table.companions import Companions, companions_in
from pacte.exchange.plan_table.findings import Findings
from pacte.exchange.plan_table.head import Head, head_of
from pacte.exchange.plan_table.headings import Table, tables_in
from pacte.exchange.plan_table.leads import leads_from, same_names
from pacte.exchange.plan_table.lines import Line, LineKind, lines_of
from pacte.exchange.plan_table.numbers import Numbered, numbered
from pacte.exchange.plan_table.objectives import Objectives
from pacte.exchange.plan_table.own_axes import own_axes
from pacte.exchange.plan_table.periods import plan_periods
from pacte.exchange.plan_table.questions import settle
from pacte.exchange.plan_table.restoring import axis_votes, name_rows, restored
from pacte.exchange.plan_table.rows import row_from
from pacte.exchange.plan_table.words import FIELDS, REQUIRED
from pacte.exchange.records import Grid
from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import ActionTitle, CellReference, Defect, ParsedPlan, PlanContent, PlanRow, RowKind
from pacte.plan.rules.merge import ALL_FIELDS

_MOST_ROWS = 2_000
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


def reading_from(grids: Sequence[Grid], *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Returns the plan in the grids. ``mapping``: fields by column letter or heading (see ``ColumnGuess``)."""
    found = Findings()
    tables = tables_in(grids, mapping or {})
    for table in tables:
        settle(table, found)
    if not tables:
        return ParsedPlan(None, (_no_table(grids, name),))
    columns = tuple(guess for table in tables for guess in table.guesses)
    missing = [table for table in tables if not set(REQUIRED) <= set(table.columns)]
    for table in missing:
        _say_missing(table, found)
    if missing:
        return ParsedPlan(None, _in_order(found.defects, grids), columns=columns)
    lines = [line for table in tables for line in lines_of(table, found)]
    if sum(line.kind is LineKind.ACTION for line in lines) > _MOST_ROWS:
        return ParsedPlan(None, (_too_long(tables[0]),), columns=columns)
    if not any(line.kind is LineKind.ACTION for line in lines):
        return ParsedPlan(None, (_no_row(tables[0]),), columns=columns)
    head = head_of(grids, tables, name)
    kept = companions_in(grids, found)
    for table in tables:
        table.figures_apart = kept is not None
    content, drafts = _content(lines, head, kept, own_axes(grids, tables, kept), found)
    return ParsedPlan(
        content=content,
        defects=_in_order(found.defects, grids),
        fields=ALL_FIELDS if kept else _fields(tables, content, drafts, head),
        cell_by_field=found.where,
        columns=columns,
    )


def _content(
    lines: Sequence[Line], head: Head, kept: Companions | None, listed: frozenset[str], found: Findings
) -> tuple[PlanContent, Sequence[AxisDraft]]:
    actions = [line for line in lines if line.kind is LineKind.ACTION]
    rows = numbered(actions, found, partial(name_rows, kept=kept) if kept else None)
    drafts, axis_codes = axes_of(actions, found, axis_votes(rows, kept) if kept else (), listed)
    objectives = Objectives(actions, axis_codes, found)
    money = Money(rows, axis_codes, found)
    money.check(lines, drafts)
    money.complete_axes(drafts)
    periods = plan_periods(actions)
    leads = same_names([leads_from(line.text("leads")) for line in actions])
    records = tuple(
        row_from(row, axis, codes, lead, periods, found)
        for row, axis, codes, lead in zip(rows, axis_codes, objectives.codes, leads, strict=True)
    )
    amounts = money.amounts()
    years = [year for period in periods for year in (period.first_year, period.last_year)]
    years += [amount.year for amount in amounts if amount.year is not None]
    first, last = (min(years), max(years)) if years else (head.first_year, head.last_year)
    if not first:
        table = actions[0].table
        found.warning(
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
        axes=built(drafts, found),
        objectives=objectives.built(),
        actions=_titles(records),
        rows=records,
        amounts=amounts,
    )
    found.where.update(head.where)
    _locate_actions(rows, found)
    return restored(content, rows, kept) if kept else content, drafts


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


def _locate_actions(rows: Sequence[Numbered], found: Findings) -> None:
    for row in rows:
        if row.number:
            found.where.setdefault((f"action:{row.number}", "number"), row.line.cell("number"))
            found.where.setdefault((f"action:{row.number}", "title"), row.line.cell("title"))


def _fields(tables: Sequence[Table], content: PlanContent, drafts: Sequence[AxisDraft], head: Head) -> frozenset[str]:
    names = {"number", "kind", "axis_code", "action.title", "action.number"}
    for table in tables:
        for column in table.columns:
            names.update(_ROW_FIELDS.get(column, ()))
        if table.periods:
            names.add("schedule")
        if table.money:
            names.update(("amounts", "amount.number", "amount.year", "amount.cents"))
    names.update(f"plan.{name}" for name in head.carried)
    if content.periods:
        names.update(("plan.periods", "plan.first_year", "plan.last_year"))
    for name, is_said in (
        ("axis.title", any(draft.said.title for draft in drafts)),
        ("axis.label", any(draft.said.title for draft in drafts)),
        ("axis.description", any(draft.said.description for draft in drafts)),
        ("axis.amount_cents", any(draft.said.amount_cents is not None for draft in drafts)),
        ("axis.amount_as_printed", any(draft.said.amount_as_printed for draft in drafts)),
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


def _say_missing(table: Table, found: Findings) -> None:
    for name in REQUIRED:
        if name not in table.columns:
            found.error(
                "heading_missing",
                CellReference(table.view.grid.sheet, table.bottom, "A"),
                f"Aucune colonne n'a été reconnue pour « {FIELDS[name].label} ».",
                "Dites quelle colonne la contient, ou donnez-lui un en-tête plus clair.",
            )


def _too_long(table: Table) -> Defect:
    return Defect(
        "table_too_long",
        apply_french_spacing(
            f"La feuille « {table.view.grid.sheet} » compte plus de {_MOST_ROWS} lignes d'action :"
            " ce n'est pas un plan."
        ),
        CellReference(table.view.grid.sheet, table.bottom, "A"),
        "",
        "Gardez les seules actions du plan.",
    )


def _no_row(table: Table) -> Defect:
    return Defect(
        "table_empty",
        apply_french_spacing(f"Le tableau de la feuille « {table.view.grid.sheet} » ne contient aucune action."),
        CellReference(table.view.grid.sheet, table.bottom, "A"),
        "",
        "Ajoutez les actions sous les en-têtes.",
    )
