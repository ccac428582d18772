"""The plan of one year as a workbook: its actions and the amounts of its axes. Reproducible: same year, same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter

from pacte.exchange.documents.wording import axis_heading
from pacte.exchange.documents.xlsx_cells import EUROS, HEAD_FILL, Sheet, Value, footer, height_for, plain_value
from pacte.exchange.documents.year_words import YearMilestone, YearPeople, ended_lines, year_lines
from pacte.kernel.french import format_day
from pacte.plan.records import PlanContent
from pacte.plan.rules.year import YearPlan, year_plan

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
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
    synthetic: bool = False,
) -> bytes:
    """The workbook. Raises ``Unseen`` for a year outside the plan."""
    found = year_plan(content, year)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"{content.title}, plan de l'année {year}",
                "comments": "Données fictives" if synthetic else "",
                "created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC),
            }
        )
        said = f"{content.title} · plan de l'année {year} · {version_label} · vu au {format_day(as_of)}"
        title = f"Données fictives · {said}" if synthetic else said
        _write(workbook, f"Année {year}", title, _COLUMNS, _actions(found, people), synthetic)
        if milestones:
            _write(workbook, "Jalons", title, _MILESTONES, [_milestone(each) for each in milestones], synthetic)
        _write(workbook, "Axes", title, _AXES, _axes(found), synthetic)
        if found.ended_actions:
            _write(workbook, "N'ont plus cours", title, _ENDED, list(ended_lines(found)), synthetic)
    return stream.getvalue()


_AXES = (("Axe", 60), ("Actions dans l'année", 14), ("Montant de l'année", 20), ("Enveloppe du plan", 20))
_MILESTONES = (("Date", 14), ("Jalon", 60), ("Action", 50), ("Qui", 30), ("État", 20))
_ENDED = (("N° d'action", 9), ("Action", 60), ("État", 80))


def _milestone(each: YearMilestone) -> tuple[Value, ...]:
    return each.on.isoformat(), each.title, each.action, each.owner, each.state


def _actions(found: YearPlan, people: YearPeople) -> list[tuple[Value, ...]]:
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
        for line in year_lines(found, people)
    ]


def _axes(found: YearPlan) -> list[tuple[Value, ...]]:
    lines: list[tuple[Value, ...]] = [
        (axis_heading(axis.axis), len(axis.actions), _euros(axis.year_cents), _euros(axis.axis.amount_cents))
        for axis in found.axes
    ]
    known = [axis.axis.amount_cents for axis in found.axes if axis.axis.amount_cents is not None]
    total = _euros(sum(known)) if known else None
    return [*lines, ("Ensemble", len(found.actions), _euros(found.year_cents), total)]


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _write(
    workbook: xlsxwriter.Workbook,
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    lines: Sequence[tuple[Value, ...]],
    synthetic: bool,
) -> None:
    out = Sheet(workbook, name)
    out.put(0, 0, title, out.look(bold=True, font_size=12, text_wrap=False))
    head = out.look(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
    out.line(1, [heading for heading, _ in columns], [head] * len(columns))
    rule: dict[str, object] = {"bottom": 4, "bottom_color": "#C5BDAD"}
    text, whole, money = out.look(**rule), out.look(**rule, align="center"), out.look(**rule, num_format=EUROS)
    widths = [width for _, width in columns]
    for index, given in enumerate(lines):
        line = [plain_value(value) for value in given]
        looks = [money if isinstance(value, Decimal) else whole if isinstance(value, int) else text for value in line]
        out.line(2 + index, line, looks)
        sized = zip((str(value or "") for value in line), widths, strict=True)
        out.sheet.set_row(2 + index, height_for(sized))
    out.widths(widths)
    sheet = out.sheet
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, max(1 + len(lines), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer(footer(synthetic, name))
