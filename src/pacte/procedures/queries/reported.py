"""What the accepted reports of a procedure say, summed: public, without the numbers of few people. A query a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from json import loads
from typing import Any

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.plan.models import Plan
from pacte.procedures.queries.reference_names import ReferenceNames, reference_names
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormField
from pacte.procedures.records.report_tables import ReportedSums, ReportTable
from pacte.procedures.rules.report_tables import report_columns, report_sums, without_small_counts


@dataclass(frozen=True, slots=True)
class ReportedTable:
    """``columns``: those of the lines, by code; ``names``: of what the rows name."""

    sums: ReportedSums
    columns: dict[str, FormField]
    names: ReferenceNames


def reported_tables(*, actor: Actor, plan: Plan, procedure: Procedure, on: date) -> list[ReportedTable]:
    """The tables of a procedure over every accepted report; those without any report are left out. Public.

    Outside the Region no number tells of few people.
    """
    is_of_region = actor.is_system or plan.organisation_id in actor.organisation_ids
    tables = []
    for table in procedure.report_tables:
        reports = _accepted(plan, procedure, table, on)
        if not reports:
            continue
        columns = report_columns(procedure, table.report, table.lines)
        made_of = [columns[code] for code in table.by if code in columns]
        names = reference_names(made_of, [line for values in reports for line in values.get(table.lines) or ()])
        sums = report_sums(table, reports)
        tables.append(ReportedTable(sums if is_of_region else without_small_counts(sums), columns, names))
    return tables


def _accepted(plan: Plan, procedure: Procedure, table: ReportTable, on: date) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select answers::text from procedures_reported(%s, %s, %s, %s, %s, %s)",
            [plan.pk, procedure.code, table.report, known_before(on), on, [table.lines]],
        )
        return [loads(answers) for (answers,) in cursor.fetchall()]
