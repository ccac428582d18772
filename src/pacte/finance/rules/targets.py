"""Determines the target, section and fund of an accounting line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pacte.finance.records import ExtractLine, Fund, PlanFrame, Section, Target, TaughtRule
from pacte.kernel.action_codes import ActionCode, action_code_sort_key
from pacte.kernel.french import fold_text

RULE_FIELDS = ("operation", "supplier", "label")


@dataclass(frozen=True, slots=True)
class Found:
    """Decision on the target of a line. Without target, ``why`` tells what a person must decide."""

    target: Target | None = None
    rule_id: int | None = None
    why: str = ""


def rule_values(line: ExtractLine) -> dict[str, str]:
    """Return the values of a line that a rule may match: operation, supplier and label, normalised."""
    return values_of(line.imputation.operation, line.supplier, line.label)


def values_of(operation: str, supplier: str, label: str) -> dict[str, str]:
    found = {"operation": fold_text(operation), "supplier": fold_text(supplier), "label": fold_text(label)}
    return {field: value for field, value in found.items() if value}


def target_of(
    line: ExtractLine, year: int, plans: Mapping[str, PlanFrame], rules: Sequence[TaughtRule], default_plan: str = ""
) -> Found:
    """Return the target: the file's action first, then a rule, then the file's axis. Never guessed from words."""
    plan, why = _plan(line, year, plans, default_plan)
    if line.imputation.action is not None and plan is not None:
        action = _as_planned(line.imputation.action, plan)
        if action is not None:
            return Found(Target(plan.code, plan.actions[action], action))
        why = f"le plan n’a pas d’action {line.imputation.action}"
    taught = _taught(line, rules, plans)
    if taught is not None:
        return Found(taught.target, taught.rule_id)
    if line.imputation.axis_code and plan is not None and line.imputation.action is None:
        if line.imputation.axis_code in plan.axes:
            return Found(Target(plan.code, line.imputation.axis_code))
        why = f"le plan n’a pas d’axe {line.imputation.axis_code}"
    return Found(why=why or "ni action, ni axe, ni opération connue")


def _as_planned(said: ActionCode, plan: PlanFrame) -> ActionCode | None:
    """Return the action code as written in the plan, ignoring case and zeros.

    « A12 » is 12 when no action has the code A12.
    """
    if said in plan.actions:
        return said
    written = {action_code_sort_key(code): code for code in plan.actions}
    plainly = said[1:] if said[0] in "Aa" and said[1:].isdigit() else ""
    return written.get(action_code_sort_key(said)) or written.get(action_code_sort_key(plainly))


def section_of(line: ExtractLine) -> Section:
    """Return the section given by the file, else by the account: class 2 is investment, 64 staff, others operating."""
    said = line.imputation.section
    if said is not None:
        return said
    nature = line.imputation.nature.strip()
    if nature.startswith("2"):
        return Section.INVESTMENT
    return Section.STAFF if nature.startswith("64") else Section.OPERATING


def fund_of(line: ExtractLine) -> Fund:
    """Return the fund given by the file. An extract of the pact's accounts without fund is about the pact."""
    return line.imputation.fund or Fund.PACT


def _plan(
    line: ExtractLine, year: int, plans: Mapping[str, PlanFrame], default_plan: str
) -> tuple[PlanFrame | None, str]:
    """Return the plan given by the file, else the chosen one, else the only one that covers the year."""
    named = line.imputation.plan_code
    if named:
        found = plans.get(named)
        return found, "" if found else f"aucun plan ne porte le code « {named} »"
    if default_plan:
        return plans.get(default_plan), ""
    covering = [plan for plan in plans.values() if plan.first_year <= year <= plan.last_year]
    if len(covering) == 1:
        return covering[0], ""
    return None, f"{'plusieurs plans couvrent' if covering else 'aucun plan ne couvre'} l’année {year}"


def _taught(line: ExtractLine, rules: Sequence[TaughtRule], plans: Mapping[str, PlanFrame]) -> TaughtRule | None:
    values = rule_values(line)
    for field in RULE_FIELDS:
        for rule in rules:
            if rule.field == field and values.get(field) == rule.value and rule.target.plan_code in plans:
                return rule
    return None
