"""Extra sheets of the plan workbook: doubts, figures, amounts by action, and what the table cells cannot show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from pacte.exchange.documents.amounts import amount_numbers, amount_years, cents_by_year, year_heading
from pacte.exchange.documents.plan_workbook_layout import (
    AMOUNT_COLUMNS,
    AMOUNTS,
    DETAIL_COLUMNS,
    DETAILS,
    FIGURE_COLUMNS,
    FIGURES,
    FIRST_DATA_ROW,
    FIRST_TABLE_ROW,
    FROM_SOURCE,
    NOTE_COLUMNS,
    NOTES,
    PROPOSED,
    SURE,
    UNSURE,
)
from pacte.exchange.documents.wording import (
    KIND_WORDS,
    LINEAGE_WORDS,
    PLACEMENT_WORDS,
    ROW_WORDS,
    STATE_WORDS,
    doubt_field_label,
)
from pacte.exchange.documents.xlsx_worksheet import (
    EUROS,
    Value,
    WorksheetWriter,
    plain_value,
    row_height_for,
)
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Axis, Objective, PlanContent, PlanRow

DetailRow = tuple[Value, ...]
_TITLES = {
    NOTES: "Doutes : ce que la source ne dit pas avec certitude, et pourquoi",
    FIGURES: "Chiffres du plan : seules les cibles se suivent ; les autres chiffres situent l'action",
    AMOUNTS: "Montants par action, en euros",
    DETAILS: "Compléments : ce que les cases du tableau ne montrent pas, un renseignement par ligne "
    "(gardez les clés si vous réimportez le fichier)",
}


def write_extra_sheets(workbook: Workbook, content: PlanContent, *, synthetic: bool) -> None:
    """Adds « Notes », « Chiffres », « Montants » if any, and « Compléments »."""
    _write_extra_sheet(workbook, NOTES, NOTE_COLUMNS, list(_notes(content)), synthetic)
    _write_extra_sheet(workbook, FIGURES, FIGURE_COLUMNS, list(_figures(content)), synthetic)
    if content.amounts:
        columns, lines = _amounts(content)
        _write_extra_sheet(workbook, AMOUNTS, columns, lines, synthetic, EUROS)
    _write_extra_sheet(workbook, DETAILS, DETAIL_COLUMNS, list(_details(content)), synthetic)


def _write_extra_sheet(
    workbook: Workbook,
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[DetailRow],
    synthetic: bool,
    number_format: str = "General",
) -> None:
    out = WorksheetWriter(workbook, name)
    out.write_title(_TITLES[name], synthetic=synthetic)
    out.write_headings(1, [heading for heading, _ in columns])
    rule: dict[str, object] = {"bottom": 4, "bottom_color": "#C5BDAD"}
    text, centred = out.cell_format(**rule), out.cell_format(**rule, align="center")
    numeric = out.cell_format(**rule, num_format=number_format)
    for index, values in enumerate(rows):
        line = [plain_value(value) for value in values]
        row = FIRST_DATA_ROW - 1 + index
        looks = [
            numeric if isinstance(value, Decimal) else centred if isinstance(value, int) else text for value in line
        ]
        out.write_row(row, line, looks)
        widths = [width for _, width in columns]
        out.sheet.set_row(row, row_height_for((str(value), width) for value, width in zip(line, widths, strict=True)))
    out.widths(width for _, width in columns)
    out.set_table_layout(name, columns=len(columns), lines=len(rows), synthetic=synthetic)
    last = FIRST_DATA_ROW - 1 + max(len(rows), 1)
    out.sheet.ignore_errors({"number_stored_as_text": f"A1:O{last}"})


def _notes(content: PlanContent) -> Iterator[DetailRow]:
    for axis in content.axes:
        for doubt in axis.doubts:
            yield "axe", axis.code, None, axis.label, doubt_field_label(doubt.field), doubt.reason, axis.source_lines
    for objective in content.objectives:
        for doubt in objective.doubts:
            yield "objectif", objective.code, None, objective.label, doubt_field_label(doubt.field), doubt.reason, ""
    for row in content.rows:
        for doubt in row.doubts:
            name = row.short_title or row.title
            yield "ligne", row.key, row.number, name, doubt_field_label(doubt.field), doubt.reason, row.source_lines


def _figures(content: PlanContent) -> Iterator[DetailRow]:
    for row in content.rows:
        for figure in row.figures:
            yield (
                row.key,
                row.number,
                figure.what,
                KIND_WORDS[figure.kind],
                figure.value,
                figure.minimum,
                figure.maximum,
                figure.unit,
                figure.per,
                figure.horizon,
                SURE if figure.certain else UNSURE,
                figure.doubt,
                figure.source_text,
                figure.indicator_code,
                PROPOSED if figure.proposed else FROM_SOURCE,
            )


def _amounts(content: PlanContent) -> tuple[list[tuple[str, int]], list[DetailRow]]:
    """One row per action, one column per year, and the total as a number: a formula could be tampered with."""
    names = {action.number: action.short_title or action.title for action in content.actions}
    years = [(year_heading(year), 18) for year in amount_years(content)]
    lines: list[DetailRow] = []
    for number in amount_numbers(content):
        lines.append((number, names.get(number, ""), *_money_line(cents_by_year(content, number))))
    lines.append(("Total", "", *_money_line(cents_by_year(content))))
    return [*AMOUNT_COLUMNS, *years, ("Total", 18)], lines


def _money_line(cents: Sequence[int | None]) -> list[Decimal | None]:
    return [*map(_euros, cents), _euros(sum(filter(None, cents)))]


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _details(content: PlanContent) -> Iterator[DetailRow]:
    for subject, key, number, field, *values in _facts(content):
        padded = [*values, "", "", "", ""][:4]
        yield subject, key, number, field, *padded


def _facts(content: PlanContent) -> Iterator[DetailRow]:
    yield from _plan_facts(content)
    shown = {row.axis_code for row in content.rows}
    for axis in content.axes:
        yield from _axis_facts(axis, shown=axis.code in shown)
    for objective in content.objectives:
        yield from _objective_facts(objective)
    for action in content.actions:
        yield "action", str(action.number), action.number, "titre", action.title, action.short_title
    yield from _lifecycle_facts(content)
    for index, row in enumerate(content.rows):
        yield from _row_facts(row, FIRST_TABLE_ROW + index)


def _lifecycle_facts(content: PlanContent) -> Iterator[DetailRow]:
    for each in content.statuses:
        since = each.since.isoformat() if each.since else ""
        yield "action", str(each.number), each.number, "état", STATE_WORDS[each.state], each.reason, since
    for link in content.lineage:
        word = LINEAGE_WORDS[link.kind]
        yield "action", str(link.number), link.number, "filiation", word, link.origin_number, link.origin_plan


def _filled_facts(
    subject: str, key: str, number: ActionCode | None, pairs: Iterable[tuple[str, Value]]
) -> Iterator[DetailRow]:
    """One row per fact with a value."""
    for field, value in pairs:
        if value not in (None, ""):
            yield subject, key, number, field, value


def _plan_facts(content: PlanContent) -> Iterator[DetailRow]:
    pairs: list[tuple[str, Value]] = [
        ("code", content.code),
        ("titre", content.title),
        ("région", content.region),
        ("première année", content.first_year),
        ("dernière année", content.last_year),
        ("titre du document", content.document_title),
        ("date de décision", content.decided_on),
        ("source", content.source),
    ]
    yield from _filled_facts("plan", content.code, None, pairs)
    for public in content.publics:
        yield "plan", content.code, None, "définition d’un public", public.code, public.label, public.rule, public.note


def _axis_facts(axis: Axis, *, shown: bool) -> Iterator[DetailRow]:
    pairs: list[tuple[str, Value]] = [("libellé", axis.label)]
    if not shown:
        pairs += [
            ("intitulé", axis.title),
            ("description", axis.description),
            ("montant", _euros(axis.amount_cents)),
        ]
    pairs.append(("montant imprimé", axis.amount_as_printed))
    pairs += [("public", public) for public in axis.publics]
    pairs.append(("lignes de la source", axis.source_lines))
    return _filled_facts("axe", axis.code, None, pairs)


def _objective_facts(objective: Objective) -> Iterator[DetailRow]:
    yield (
        "objectif",
        objective.code,
        None,
        "libellé",
        objective.label,
        objective.axis_code,
        objective.parent_code,
    )
    yield from _filled_facts("objectif", objective.code, None, [("code imprimé", objective.code_as_printed)])


def _row_facts(row: PlanRow, line: int) -> Iterator[DetailRow]:
    head = ("ligne", row.key, row.number)
    schedule = row.schedule
    yield *head, "place", line
    yield from _filled_facts(
        *head,
        [
            ("nature de ligne", ROW_WORDS[row.kind]),
            ("objectif stratégique", row.strategic_code),
            ("objectif opérationnel", row.operational_code),
            ("intitulé court", row.short_title),
            ("intitulé imprimé", row.title_as_printed),
        ],
    )
    for lead in row.leads:
        yield *head, "chef de projet", lead.organisation, lead.service, lead.role, lead.note
    yield from _filled_facts(*head, [("chef de projet imprimé", row.leads_as_printed)])
    for staff in row.staff:
        yield *head, "moyens humains", staff.organisation, staff.text, staff.etp
    for expense in row.expenses:
        yield *head, "nature de la dépense", expense.nature, expense.period
    placement = PLACEMENT_WORDS[schedule.placement]
    yield *head, "calendrier", schedule.as_printed, placement, schedule.flag_count, schedule.note
    for flag in schedule.flags:
        yield *head, "croix", flag.period, flag.mark
    pairs: list[tuple[str, Value]] = [("action liée", number) for number in row.linked_numbers]
    pairs += [("public", public) for public in row.publics]
    pairs += [("secteur", sector) for sector in row.sectors]
    pairs += [("territoire", territory) for territory in row.territories]
    pairs += [("partenaire", partner) for partner in row.partners]
    pairs.append(("lignes de la source", row.source_lines))
    yield from _filled_facts(*head, pairs)
