"""What accepted reports say of people, summed: for the pages of a procedure, and of the actions that it measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_number, pluralise
from pacte.procedures.queries.reported import ReportedTable, reported_tables
from pacte.procedures.rules.answer_text import answer_text
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.procedures.records.description import Procedure
    from pacte.procedures.records.report_tables import ReportedRow

_NOTE = "Masqué : ce nombre montrerait de petits effectifs, seul ou par soustraction."


def report_table_values(*, actor: Actor, plan: Plan, procedure: Procedure, on: date) -> list[dict[str, Any]]:
    """Values of one section for each table; empty while no report is accepted. Public."""
    return [_section(each) for each in reported_tables(actor=actor, plan=plan, procedure=procedure, on=on)]


def reported_of_figures(*, actor: Actor, plan: Plan, codes: Iterable[str], on: date) -> list[dict[str, Any]]:
    """The same, of the procedures that measure these figures of an action."""
    wanted = set(codes)
    return [
        values
        for procedure in procedures_by_code().values()
        if procedure.report_tables and any(each.code in wanted for each in procedure.counts)
        for values in report_table_values(actor=actor, plan=plan, procedure=procedure, on=on)
    ]


def _section(reported: ReportedTable) -> dict[str, Any]:
    sums = reported.sums
    people = "" if sums.total is None else f" : {pluralise(sums.total, 'personne')}"
    return {
        "id": f"bilans-{sums.table.code}",
        "title": sums.table.title,
        "answer": f"{pluralise(sums.reports, 'bilan accepté', 'bilans acceptés')}{people}.",
        "note": _NOTE if sums.hides_some else "",
        "table": _table(reported),
    }


def _table(reported: ReportedTable) -> Table[ReportedRow]:
    table, columns = reported.sums.table, reported.columns

    def words(rank: int) -> Callable[[ReportedRow], str]:
        field = columns[table.by[rank]]
        return lambda row: answer_text(field, row.answers[rank], reported.names) or "non précisé"

    def number(rank: int) -> Callable[[ReportedRow], Cell]:
        return lambda row: _count(row.numbers[rank])

    several = len(table.numbers) > 1
    return Table(
        reported.sums.rows,
        *(
            Column(columns[code].label, words(rank), total="" if rank else "Ensemble")
            for rank, code in enumerate(table.by)
        ),
        *(number_column(columns[code].label, number(rank)) for rank, code in enumerate(table.numbers) if several),
        number_column(
            "Ensemble" if several else columns[table.numbers[0]].label,
            lambda row: _count(row.total),
            _count(reported.sums.total),
        ),
        id=f"bilans-{table.code}-table",
        caption=f"{table.title}, d’après les bilans acceptés",
        tight=True,
    )


def _count(number: int | None) -> Cell:
    return cell("masqué", value="") if number is None else cell(format_number(number), value=str(number))
