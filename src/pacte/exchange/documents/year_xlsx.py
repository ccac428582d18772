"""The plan of one year as a workbook: its actions and the amounts of its axes. Reproducible: same year, same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook

from pacte.exchange.documents.wording import axis_heading
from pacte.exchange.documents.xlsx_worksheet import (
    EUROS,
    Value,
    WorksheetWriter,
    creation_time,
    new_workbook,
    plain_value,
    row_height_for,
)
from pacte.exchange.documents.year_diagnosis_rows import diagnosis_sheets
from pacte.exchange.documents.year_rows import YearMilestone, YearPeople, ended_action_rows, year_action_rows
from pacte.indicators.records.year_diagnosis import YearDiagnosis
from pacte.kernel.french import format_day
from pacte.plan.records import PlanContent
from pacte.plan.rules.year import YearPlan, year_plan

_COLUMNS = (
    ("Axe", 30),
    ("N° d'action", 9),
    ("Action", 46),
    ("Porteur", 24),
    ("Personne", 22),
    ("Calendrier", 18),
    ("Cibles", 44),
    ("Échéances de l'année", 34),
    ("Montant de l'année", 18),
)


def write(
    content: PlanContent,
    year: int,
    *,
    as_of: date,
    version_label: str,
    people: YearPeople,
    milestones: Sequence[YearMilestone] = (),
    diagnosis: YearDiagnosis | None = None,
    synthetic: bool = False,
) -> bytes:
    """The workbook. Raises ``NotFound`` for a year outside the plan."""
    annual_plan = year_plan(content, year)
    stream = io.BytesIO()
    with new_workbook(
        stream,
        title=f"{content.title}, plan de l'année {year}",
        comments="Données fictives" if synthetic else "",
        created=creation_time(as_of),
    ) as workbook:
        title = f"{content.title} · plan de l'année {year} · {version_label} · vu au {format_day(as_of)}"
        _write_year_sheet(workbook, f"Année {year}", title, _COLUMNS, _actions(annual_plan, people), synthetic)
        if milestones:
            _write_year_sheet(
                workbook, "Jalons", title, _MILESTONES, [_milestone(each) for each in milestones], synthetic
            )
        for name, columns, lines in diagnosis_sheets(diagnosis) if diagnosis else ():
            _write_year_sheet(workbook, name, title, columns, lines, synthetic)
        _write_year_sheet(workbook, "Axes", title, _AXES, _axes(annual_plan), synthetic)
        if annual_plan.ended_actions:
            _write_year_sheet(
                workbook, "N'ont plus cours", title, _ENDED, list(ended_action_rows(annual_plan)), synthetic
            )
    return stream.getvalue()


# A figure of the diagnosis, with a decimal only when it has one.
_NUMBER = "#,##0.##"
_AXES = (("Axe", 60), ("Actions dans l'année", 14), ("Montant de l'année", 20), ("Enveloppe du plan", 20))
_MILESTONES = (("Date", 14), ("Jalon", 60), ("Action", 50), ("Qui", 30), ("État", 20))
_ENDED = (("N° d'action", 9), ("Action", 60), ("État", 80))


def _milestone(each: YearMilestone) -> tuple[Value, ...]:
    return each.on.isoformat(), each.title, each.action, each.owner, each.state


def _actions(annual_plan: YearPlan, people: YearPeople) -> list[tuple[Value, ...]]:
    return [
        (
            line.axis,
            line.number,
            line.name,
            line.leads,
            line.people,
            line.schedule,
            line.targets,
            line.deadlines,
            _euros(line.cents),
        )
        for line in year_action_rows(annual_plan, people)
    ]


def _axes(annual_plan: YearPlan) -> list[tuple[Value, ...]]:
    lines: list[tuple[Value, ...]] = [
        (axis_heading(axis.axis), len(axis.actions), _euros(axis.year_cents), _euros(axis.axis.amount_cents))
        for axis in annual_plan.axes
    ]
    known = [axis.axis.amount_cents for axis in annual_plan.axes if axis.axis.amount_cents is not None]
    total = _euros(sum(known)) if known else None
    return [*lines, ("Ensemble", len(annual_plan.actions), _euros(annual_plan.year_cents), total)]


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _write_year_sheet(
    workbook: Workbook,
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    lines: Sequence[tuple[Value, ...]],
    synthetic: bool,
) -> None:
    out = WorksheetWriter(workbook, name)
    out.write_title(title, synthetic=synthetic)
    out.write_headings(1, [heading for heading, _ in columns])
    rule: dict[str, object] = {"bottom": 4, "bottom_color": "#C5BDAD"}
    text, centred, money, number = (
        out.cell_format(**rule),
        out.cell_format(**rule, align="center"),
        out.cell_format(**rule, num_format=EUROS),
        out.cell_format(**rule, num_format=_NUMBER),
    )
    looks_by_type = {Decimal: money, int: centred, float: number}
    widths = [width for _, width in columns]
    for index, values in enumerate(lines):
        line = [plain_value(value) for value in values]
        looks = [looks_by_type.get(type(value), text) for value in line]
        out.write_row(2 + index, line, looks)
        sized = zip((str(value or "") for value in line), widths, strict=True)
        out.sheet.set_row(2 + index, row_height_for(sized))
    out.widths(widths)
    out.set_table_layout(name, columns=len(columns), lines=len(lines), synthetic=synthetic)
