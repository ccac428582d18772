"""Completeness of an action's description.

It never measures progress: an action is not « finished » because its description is complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text
from pacte.plan.records import Lead, Placement, PlanContent, Row, RowKind

_UNDECIDED = re.compile(r"\ba (identifier|designer|definir|determiner|preciser|confirmer|nommer)\b|\ben attente\b")
SUPPORT = "appui"


@dataclass(frozen=True, slots=True)
class Criterion:
    """Completeness criterion: a code for filters, a French name and a test over the rows of an action."""

    code: str
    label: str
    holds: Callable[[PlanContent, ActionCode], bool]


@dataclass(frozen=True, slots=True)
class Mark:
    """Number of criteria met out of the total: « 6 sur 9 »."""

    met: int
    of: int

    def __str__(self) -> str:
        return f"{self.met} sur {self.of}"


def is_decided(lead: Lead) -> bool:
    """Return whether the lead names someone accountable. False for « portage régional à identifier »."""
    return bool(lead.organisation.strip()) and not _UNDECIDED.search(fold_text(f"{lead.organisation} {lead.note}"))


def is_support(lead: Lead) -> bool:
    """Return whether the lead only supports, without being accountable for the action."""
    return fold_text(lead.role) == SUPPORT


def missing(content: PlanContent, number: ActionCode) -> tuple[Criterion, ...]:
    """Return the criteria that the action does not meet, in display order."""
    return tuple(criterion for criterion in CRITERIA if not criterion.holds(content, number))


def missing_fields(content: PlanContent, number: ActionCode) -> tuple[str, ...]:
    """Return the French labels of the missing criteria: « porteur désigné », « calendrier », « cible »…"""
    return tuple(criterion.label for criterion in missing(content, number))


def mark(content: PlanContent, number: ActionCode) -> Mark:
    return Mark(len(CRITERIA) - len(missing(content, number)), len(CRITERIA))


def _each_row(test: Callable[[Row], bool]) -> Callable[[PlanContent, ActionCode], bool]:
    """Criterion met when there is at least one row besides headings and all of them pass."""

    def holds(content: PlanContent, number: ActionCode) -> bool:
        rows = [row for row in content.rows_of(number) if row.kind is not RowKind.HEADING]
        return bool(rows) and all(test(row) for row in rows)

    return holds


def _some_row(test: Callable[[Row], bool]) -> Callable[[PlanContent, ActionCode], bool]:
    def holds(content: PlanContent, number: ActionCode) -> bool:
        return any(test(row) for row in content.rows_of(number))

    return holds


def _has_lead(row: Row) -> bool:
    return any(is_decided(lead) and not is_support(lead) for lead in row.leads)


def _has_calendar(row: Row) -> bool:
    is_placed = row.schedule.placement in (Placement.CERTAIN, Placement.ASSUMED)
    return is_placed and any("?" not in flag.mark for flag in row.schedule.flags)


def _has_priority(row: Row) -> bool:
    return row.priority.strip() not in ("", "?")


def _has_amount(content: PlanContent, number: ActionCode) -> bool:
    return any(amount.number == number for amount in content.amounts)


CRITERIA: tuple[Criterion, ...] = (
    Criterion("description", "description", _some_row(lambda row: bool(row.description.strip()))),
    Criterion("lead", "porteur désigné", _each_row(_has_lead)),
    Criterion("result", "résultat attendu", _some_row(lambda row: bool(row.expected_result.strip()))),
    Criterion(
        "target",
        "cible",
        _some_row(lambda row: any(figure.is_target and not figure.proposed for figure in row.figures)),
    ),
    Criterion("indicator", "indicateur", _some_row(lambda row: any(each.indicator_code for each in row.figures))),
    Criterion("priority", "priorité", _some_row(_has_priority)),
    Criterion("schedule", "calendrier", _each_row(_has_calendar)),
    Criterion("expense", "nature de la dépense", _some_row(lambda row: bool(row.expenses))),
    Criterion("amount", "montant", _has_amount),
)
