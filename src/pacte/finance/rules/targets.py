"""Determines the target, section and fund of an accounting line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pacte.finance.records import AllocationRuleMatch, AllocationTarget, ExtractLine, Fund, PlanStructure, Section
from pacte.kernel.action_codes import ActionCode, action_code_sort_key
from pacte.kernel.french import fold_text

RULE_FIELDS = ("operation", "supplier", "label")


@dataclass(frozen=True, slots=True)
class TargetDecision:
    """Decision on the target of a line. Without target, ``why`` tells what a person must decide."""

    target: AllocationTarget | None = None
    rule_id: int | None = None
    why: str = ""


def rule_values_of_line(line: ExtractLine) -> dict[str, str]:
    """Return the values of a line that a rule may match: operation, supplier and label, normalised."""
    return rule_values_from(line.imputation.operation, line.supplier, line.label)


def rule_values_from(operation: str, supplier: str, label: str) -> dict[str, str]:
    values = {"operation": fold_text(operation), "supplier": fold_text(supplier), "label": fold_text(label)}
    return {field: value for field, value in values.items() if value}


def decide_target(
    line: ExtractLine,
    year: int,
    plans: Mapping[str, PlanStructure],
    rules: Sequence[AllocationRuleMatch],
    default_plan: str = "",
) -> TargetDecision:
    """Return the target: the file's action first, then a rule, then the file's axis. Never guessed from words."""
    plan, why = _plan_of_line(line, year, plans, default_plan)
    if line.imputation.action is not None and plan is not None:
        action = _action_in_plan(line.imputation.action, plan)
        if action is not None:
            return TargetDecision(AllocationTarget(plan.code, plan.actions[action], action))
        why = f"le plan n’a pas d’action {line.imputation.action}"
    matching_rule = _matching_rule(line, rules, plans)
    if matching_rule is not None:
        return TargetDecision(matching_rule.target, matching_rule.rule_id)
    if line.imputation.axis_code and plan is not None and line.imputation.action is None:
        if line.imputation.axis_code in plan.axes:
            return TargetDecision(AllocationTarget(plan.code, line.imputation.axis_code))
        why = f"le plan n’a pas d’axe {line.imputation.axis_code}"
    return TargetDecision(why=why or "ni action, ni axe, ni opération connue")


def _action_in_plan(file_code: ActionCode, plan: PlanStructure) -> ActionCode | None:
    """Return the action code as written in the plan, ignoring case and zeros.

    « A12 » is 12 when no action has the code A12.
    """
    if file_code in plan.actions:
        return file_code
    written = {action_code_sort_key(code): code for code in plan.actions}
    digits = file_code[1:] if file_code[0] in "Aa" and file_code[1:].isdigit() else ""
    return written.get(action_code_sort_key(file_code)) or written.get(action_code_sort_key(digits))


def section_of_line(line: ExtractLine) -> Section:
    """Return the section given by the file, else by the account: class 2 is investment, 64 staff, others operating."""
    section = line.imputation.section
    if section is not None:
        return section
    nature = line.imputation.nature.strip()
    if nature.startswith("2"):
        return Section.INVESTMENT
    return Section.STAFF if nature.startswith("64") else Section.OPERATING


def fund_of_line(line: ExtractLine) -> Fund:
    """Return the fund given by the file. An extract of the pact's accounts without fund is about the pact."""
    return line.imputation.fund or Fund.PACT


def _plan_of_line(
    line: ExtractLine, year: int, plans: Mapping[str, PlanStructure], default_plan: str
) -> tuple[PlanStructure | None, str]:
    """Return the plan given by the file, else the chosen one, else the only one that covers the year."""
    named = line.imputation.plan_code
    if named:
        named_plan = plans.get(named)
        return named_plan, "" if named_plan else f"aucun plan ne porte le code « {named} »"
    if default_plan:
        return plans.get(default_plan), ""
    covering = [plan for plan in plans.values() if plan.first_year <= year <= plan.last_year]
    if len(covering) == 1:
        return covering[0], ""
    return None, f"{'plusieurs plans couvrent' if covering else 'aucun plan ne couvre'} l’année {year}"


def _matching_rule(
    line: ExtractLine, rules: Sequence[AllocationRuleMatch], plans: Mapping[str, PlanStructure]
) -> AllocationRuleMatch | None:
    values = rule_values_of_line(line)
    for field in RULE_FIELDS:
        for rule in rules:
            if rule.field == field and values.get(field) == rule.value and rule.target.plan_code in plans:
                return rule
    return None
