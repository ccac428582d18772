"""Completeness of an action's description.

It never measures progress: an action is not « finished » because its description is complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text
from pacte.plan.records import Lead, Placement, PlanContent, PlanRow, RowKind

_UNDECIDED_WORDING = re.compile(
    r"\ba (identifier|designer|definir|determiner|preciser|confirmer|nommer)\b|\ben attente\b"
)
SUPPORT_ROLE = "appui"


@dataclass(frozen=True, slots=True)
class CompletenessCriterion:
    """Completeness criterion: a code for filters, a French name and a test over the rows of an action."""

    code: str
    label: str
    is_met: Callable[[PlanContent, ActionCode], bool]


@dataclass(frozen=True, slots=True)
class CompletenessScore:
    """Number of criteria met out of the total: « 6 sur 9 »."""

    met: int
    total: int

    def __str__(self) -> str:
        return f"{self.met} sur {self.total}"


def is_lead_decided(lead: Lead) -> bool:
    """Return whether the lead names someone accountable. False for « portage régional à identifier »."""
    return bool(lead.organisation.strip()) and not _UNDECIDED_WORDING.search(
        fold_text(f"{lead.organisation} {lead.note}")
    )


def is_supporting_lead(lead: Lead) -> bool:
    """Return whether the lead only supports, without being accountable for the action."""
    return fold_text(lead.role) == SUPPORT_ROLE


def missing_criteria(content: PlanContent, number: ActionCode) -> tuple[CompletenessCriterion, ...]:
    """Return the criteria that the action does not meet, in display order."""
    return tuple(criterion for criterion in COMPLETENESS_CRITERIA if not criterion.is_met(content, number))


def missing_criterion_labels(content: PlanContent, number: ActionCode) -> tuple[str, ...]:
    """Return the French labels of the missing criteria: « porteur désigné », « calendrier », « cible »…"""
    return tuple(criterion.label for criterion in missing_criteria(content, number))


def completeness_score(content: PlanContent, number: ActionCode) -> CompletenessScore:
    return CompletenessScore(
        len(COMPLETENESS_CRITERIA) - len(missing_criteria(content, number)), len(COMPLETENESS_CRITERIA)
    )


def _every_row(test: Callable[[PlanRow], bool]) -> Callable[[PlanContent, ActionCode], bool]:
    """Criterion met when there is at least one row besides headings and all of them pass."""

    def holds(content: PlanContent, number: ActionCode) -> bool:
        rows = [row for row in content.rows_of(number) if row.kind is not RowKind.HEADING]
        return bool(rows) and all(test(row) for row in rows)

    return holds


def _some_row(test: Callable[[PlanRow], bool]) -> Callable[[PlanContent, ActionCode], bool]:
    def holds(content: PlanContent, number: ActionCode) -> bool:
        return any(test(row) for row in content.rows_of(number))

    return holds


def _has_lead(row: PlanRow) -> bool:
    return any(is_lead_decided(lead) and not is_supporting_lead(lead) for lead in row.leads)


def _has_calendar(row: PlanRow) -> bool:
    is_placed = row.schedule.placement in (Placement.CERTAIN, Placement.ASSUMED)
    return is_placed and any("?" not in flag.mark for flag in row.schedule.flags)


def _has_priority(row: PlanRow) -> bool:
    return row.priority.strip() not in ("", "?")


def _has_amount(content: PlanContent, number: ActionCode) -> bool:
    return any(amount.number == number for amount in content.amounts)


COMPLETENESS_CRITERIA: tuple[CompletenessCriterion, ...] = (
    CompletenessCriterion("description", "description", _some_row(lambda row: bool(row.description.strip()))),
    CompletenessCriterion("lead", "porteur désigné", _every_row(_has_lead)),
    CompletenessCriterion("result", "résultat attendu", _some_row(lambda row: bool(row.expected_result.strip()))),
    CompletenessCriterion(
        "target",
        "cible",
        _some_row(lambda row: any(figure.is_target and not figure.proposed for figure in row.figures)),
    ),
    CompletenessCriterion(
        "indicator", "indicateur", _some_row(lambda row: any(each.indicator_code for each in row.figures))
    ),
    CompletenessCriterion("priority", "priorité", _some_row(_has_priority)),
    CompletenessCriterion("schedule", "calendrier", _every_row(_has_calendar)),
    CompletenessCriterion("expense", "nature de la dépense", _some_row(lambda row: bool(row.expenses))),
    CompletenessCriterion("amount", "montant", _has_amount),
)
