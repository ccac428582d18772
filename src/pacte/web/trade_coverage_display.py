"""« Métiers en tension, touchés ou non » : occupations in strong tension, those that no award touches first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.indicators.queries.case_counts import procedure_counts
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.tension_coverage import TradeCoverage, trade_coverage
from pacte.kernel.clock import known_before
from pacte.kernel.french import format_number, join_words, pluralise
from pacte.procedures.records.counts import CountMeasure
from pacte.reference.queries import occupations_by_code
from pacte.web.tables import Column, Table, cell, day_column, number_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.kernel.action_codes import ActionCode
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.procedures.records.description import Procedure

_MISSING = (
    "Il manque la série des tensions par métier : sans elle, rien ne dit quels métiers recrutent difficilement. "
    "Elle se dépose comme toute série publique."
)


def trade_coverage_values(
    *, actor: Actor, plan: Plan, procedure: Procedure, numbers: Sequence[ActionCode], on: date
) -> list[dict[str, Any]]:
    """Values of one section for each action; empty for a procedure that counts no occupation. Public."""
    sources = [
        each
        for each in procedure_counts()
        if each.procedure == procedure.code and each.count.measure is CountMeasure.TENSION_COVERED
    ]
    context = CountContext(actor, plan, on, known_before(on))
    return [
        _section(number, trade_coverage(context, source, number)) for source in sources for number in numbers
    ]  # fmt: skip


def _section(number: ActionCode, trades: list[TradeCoverage]) -> dict[str, Any]:
    if not trades:
        return {"id": f"metiers-{number}", "answer": _MISSING, "table": None}
    names = {code: each.label for code, each in occupations_by_code([each.rome for each in trades]).items()}
    blanks = [names.get(each.rome, each.rome) for each in trades if not each.cases]
    answer = (
        f"{pluralise(len(blanks), 'métier', 'métiers')} en tension forte sans initiative : {join_words(blanks)}."
        if blanks
        else "Chaque métier en tension forte a une initiative."
    )
    return {
        "id": f"metiers-{number}",
        "answer": answer,
        "table": Table(
            trades,
            Column("Métier", lambda each: cell(names.get(each.rome, each.rome), note=each.rome)),
            number_column("Tension sur 5", lambda each: format_number(each.level, 1)),
            number_column(
                "Initiatives",
                lambda each: cell(str(len(each.cases)) if each.cases else "aucune", value=str(len(each.cases))),
            ),
            day_column("Depuis", lambda each: str(min(each.cases.values()).year) if each.cases else ""),
            id=f"metiers-{number}-table",
            caption="Métiers en tension forte, et initiatives retenues qui les font connaître",
            tight=True,
        ),
    }
