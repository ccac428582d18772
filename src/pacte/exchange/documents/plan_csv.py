"""The plan as one csv, one line per row of the operational table, for analysis.

UTF-8 with a byte order mark, semicolons, comma as decimal mark: a French Excel opens it by double click with the right
accents, columns and numbers, and our reader recognises all three. What Excel would run, or turn into a date, starts
with an apostrophe (see ``formula_guard``). Lines end with CR LF, those inside a cell with LF, as in Excel.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pacte.exchange.documents.amounts import amount_years, cents_by_year
from pacte.exchange.documents.csv_file import csv_bytes
from pacte.exchange.documents.wording import (
    PLACEMENT_WORDS,
    ROW_WORDS,
    axis_heading,
    decimal_text,
    figure_text,
    leads_cell,
    nature_cell,
)
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Axis, Objective, PlanContent, PlanRow
from pacte.plan.rules import display

MEDIA_TYPE = "text/csv; charset=utf-8"

_COLUMNS_BEFORE_PERIODS = (
    "ligne_id",
    "type_ligne",
    "numero_action",
    "axe",
    "axe_intitule",
    "axe_montant_meur",
    "axe_part_pct",
    "objectif_strategique_code",
    "objectif_strategique",
    "objectif_operationnel_code",
    "objectif_operationnel",
    "projet_action",
    "description",
    "chef_de_projet",
    "resultats_attendus_cible",
    "cibles_chiffrees",
    "priorite",
    "commentaires",
    "nature",
)
_COLUMNS_AFTER_PERIODS = (
    "temporalite_source",
    "temporalite_placement",
    "actions_liees",
    "publics",
    "secteurs",
    "partenaires_systemes",
    "lignes_source",
    "a_verifier",
)


_LIFECYCLE_COLUMNS = ("action_etat", "action_filiation")


def write(content: PlanContent) -> bytes:
    """The csv. Amounts by action add one column per year, in euros, filled on the first row of each action."""
    years = amount_years(content)
    rows: list[tuple[str, ...]] = [(*plan_csv_columns(content), *(_amount_column(year) for year in years))]
    axes = {axis.code: axis for axis in content.axes}
    objectives = {objective.code: objective for objective in content.objectives}
    numbers_with_amounts: set[ActionCode] = set()
    for row in content.rows:
        values = _row(row, content, axes.get(row.axis_code), objectives)
        values += (
            [""] * len(years) if row.number in numbers_with_amounts else map(_euros, cents_by_year(content, row.number))
        )
        numbers_with_amounts.add(row.number)
        rows.append(tuple(map(_plain_lines, values)))
    return csv_bytes(rows)


def plan_csv_columns(content: PlanContent) -> tuple[str, ...]:
    """The headings: thirty for a plan of three periods without amounts by action, territories or amendments."""
    periods = (f"temporalite_{period.code.replace('-', '_')}" for period in content.periods)
    territories = ["territoires"] if _names_territories(content) else []
    return (
        *_COLUMNS_BEFORE_PERIODS,
        *periods,
        *_COLUMNS_AFTER_PERIODS,
        *territories,
        *(_LIFECYCLE_COLUMNS if _has_lifecycle(content) else []),
    )


def _names_territories(content: PlanContent) -> bool:
    return any(row.territories for row in content.rows)


def _has_lifecycle(content: PlanContent) -> bool:
    return bool(content.statuses or content.lineage)


def _lifecycle_cells(number: ActionCode, content: PlanContent) -> list[str]:
    """Status and origins of the action, in words. The version stores the details."""
    standing = content.status_of(number)
    return [
        display.describe_status(standing) if standing else "",
        " ; ".join(display.describe_lineage(each) for each in content.origins_of(number)),
    ]


def _row(row: PlanRow, content: PlanContent, axis: Axis | None, objectives: dict[str, Objective]) -> list[str]:
    schedule = row.schedule
    return [
        row.key,
        ROW_WORDS[row.kind],
        _code(row.number),
        row.axis_code,
        axis_heading(axis) if axis else "",
        _millions(axis),
        _share(axis, content),
        row.strategic_code,
        _label(objectives, row.strategic_code),
        row.operational_code,
        _label(objectives, row.operational_code),
        row.title,
        row.description,
        leads_cell(row),
        row.expected_result,
        " | ".join(figure_text(figure) for figure in row.figures),
        row.priority,
        row.comment,
        nature_cell(row),
        *(_marks(row, period.code) for period in content.periods),
        schedule.as_printed,
        PLACEMENT_WORDS[schedule.placement],
        ";".join(map(_code, row.linked_numbers)),
        " ; ".join(row.publics),
        " ; ".join(row.sectors),
        " ; ".join(row.partners),
        row.source_lines,
        "oui" if row.doubts else "non",
        *([" ; ".join(row.territories)] if _names_territories(content) else []),
        *(_lifecycle_cells(row.number, content) if _has_lifecycle(content) else []),
    ]


def _code(code: ActionCode) -> str:
    """With an apostrophe before « 1.10 »: a spreadsheet would turn it into 1.1. Our reader removes it."""
    return f"'{code}" if re.fullmatch(r"\d+\.\d+", code) else str(code)


def _label(objectives: dict[str, Objective], code: str) -> str:
    return objectives[code].label if code in objectives else ""


def _marks(row: PlanRow, period: str) -> str:
    return " ".join(flag.mark for flag in row.schedule.flags if flag.period == period)


def _millions(axis: Axis | None) -> str:
    return "" if axis is None or axis.amount_cents is None else decimal_text(Decimal(axis.amount_cents) / 100_000_000)


def _share(axis: Axis | None, content: PlanContent) -> str:
    if axis is None or axis.amount_cents is None or not content.total_cents:
        return ""
    return decimal_text(round(Decimal(100 * axis.amount_cents) / content.total_cents, 1))


def _amount_column(year: int | None) -> str:
    return "montant_eur" if year is None else f"montant_{year}_eur"


def _euros(cents: int | None) -> str:
    return "" if cents is None else decimal_text(Decimal(cents) / 100)


def _plain_lines(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).replace("\x00", "")
