"""Writes a plan as a tree of our schema. Default values are omitted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pacte.exchange.plan_tree.action_titles import derived_titles
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import (
    ActionStatus,
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Figure,
    LineageLink,
    Objective,
    PlanContent,
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
)

FORMAT = "pacte-plan/1"
Tree = dict[str, Any]

# 0,01 M€: more precise amounts are written in euros.
_FINEST_MILLION = 1_000_000


def plan_as_tree(content: PlanContent) -> Tree:
    """Returns mappings, lists, texts, numbers and booleans; ``plan_from_tree`` reads ``content`` back."""
    objectives = {each.code: each for each in reversed(content.objectives)}
    return {
        "format": FORMAT,
        "plan": _plan(content),
        "axes": [_axis(axis) for axis in content.axes],
        "objectives": _objectives(content.objectives),
        **_titles(content),
        "rows": [_row(row, objectives) for row in content.rows],
        **_without_empty({"amounts": [_amount(amount) for amount in content.amounts]}),
        **_without_empty({"standings": [_standing(each) for each in content.statuses]}),
        **_without_empty({"lineage": [_lineage(each) for each in content.lineage]}),
    }


def amount_for_yaml(cents: int) -> str:
    """Returns « 125,49 M€ », or « 1 234 567,89 € » when millions would round; with plain spaces."""
    unit = "M€" if cents and cents % _FINEST_MILLION == 0 else "€"
    value = Decimal(cents) / (100_000_000 if unit == "M€" else 100)
    places = 0 if value == value.to_integral_value() else 2
    return f"{value:,.{places}f} {unit}".replace(",", " ").replace(".", ",")


def _without_empty(values: Tree) -> Tree:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _plan(content: PlanContent) -> Tree:
    has_amounts = any(axis.amount_cents is not None for axis in content.axes)
    return _without_empty(
        {
            "code": content.code,
            "title": content.title,
            "region": content.region,
            "first_year": content.first_year,
            "last_year": content.last_year,
            "periods": [period.code for period in content.periods],
            "document_title": content.document_title,
            "decided_on": content.decided_on,
            "source": content.source,
            "total": amount_for_yaml(content.total_cents) if has_amounts else None,
            "publics": [_public(public) for public in content.publics],
        }
    )


def _public(public: PriorityPublic) -> Tree:
    return _without_empty({"code": public.code, "label": public.label, "rule": public.rule, "note": public.note})


def _doubts(doubts: Iterable[Doubt]) -> list[Tree]:
    return [_without_empty({"field": doubt.field, "reason": doubt.reason}) for doubt in doubts]


def _axis(axis: Axis) -> Tree:
    return _without_empty(
        {
            "code": axis.code,
            "label": axis.label,
            "title": axis.title,
            "description": axis.description,
            "amount": None if axis.amount_cents is None else amount_for_yaml(axis.amount_cents),
            "amount_as_printed": axis.amount_as_printed,
            "publics": list(axis.publics),
            "source_lines": axis.source_lines,
            "doubts": _doubts(axis.doubts),
        }
    )


def _objectives(objectives: tuple[Objective, ...]) -> list[Tree]:
    axis_of = {each.code: each.axis_code for each in objectives if each.is_strategic}
    return [_objective(each, axis_of.get(each.parent_code, "")) for each in objectives]


def _objective(objective: Objective, axis_of_parent: str) -> Tree:
    inherits = objective.parent_code and objective.axis_code == axis_of_parent
    head: Tree = {"code": objective.code} | _without_empty({"parent": objective.parent_code})
    if not inherits:
        head["axis"] = objective.axis_code
    return head | _without_empty(
        {
            "label": objective.label,
            "code_as_printed": objective.code_as_printed,
            "doubts": _doubts(objective.doubts),
        }
    )


def _titles(content: PlanContent) -> Tree:
    """Returns nothing when every action has the title of its first row; else the exceptions; else all titles."""
    derived = {each.number: each for each in derived_titles(content.rows)}
    exceptions = [each for each in content.actions if derived.get(each.number) != each]
    rebuilt = {**derived, **{each.number: each for each in exceptions}}
    if tuple(rebuilt.values()) == content.actions:
        return _without_empty({"action_titles": [_action(each, derived) for each in exceptions]})
    return {"actions": [_action(each, derived) for each in content.actions]}


def _action(action: ActionTitle, derived: dict[ActionCode, ActionTitle]) -> Tree:
    first = derived.get(action.number, ActionTitle(action.number, ""))
    tree: Tree = {"number": action.number.cell_value}
    if action.title != first.title:
        tree["title"] = action.title
    if action.short_title != first.short_title:
        tree["short_title"] = action.short_title
    return tree


def _amount(amount: Amount) -> Tree:
    return _without_empty(
        {"number": amount.number.cell_value, "year": amount.year, "amount": amount_for_yaml(amount.cents)}
    )


def _standing(standing: ActionStatus) -> Tree:
    return _without_empty(
        {
            "number": standing.number.cell_value,
            "state": standing.state.value,
            "since": standing.since.isoformat() if standing.since else "",
            "reason": standing.reason,
        }
    )


def _lineage(link: LineageLink) -> Tree:
    return _without_empty(
        {
            "number": link.number.cell_value,
            "kind": link.kind.value,
            "origin": link.origin_number.cell_value,
            "origin_plan": link.origin_plan,
        }
    )


def _row(row: PlanRow, objectives: dict[str, Objective]) -> Tree:
    head = _without_empty(
        {
            "key": row.key,
            "number": row.number.cell_value,
            "kind": None if row.kind is RowKind.ACTION else row.kind.value,
            "objective": row.operational_code,
        }
    )
    objective = objectives.get(row.operational_code) if row.operational_code else None
    if row.axis_code != (objective.axis_code if objective else ""):
        head["axis"] = row.axis_code
    if row.strategic_code != (objective.parent_code if objective else ""):
        head["strategic"] = row.strategic_code
    return head | _without_empty(
        {
            "title": row.title,
            "short_title": row.short_title,
            "title_as_printed": row.title_as_printed,
            "description": row.description,
            "leads": [
                _without_empty({"organisation": e.organisation, "service": e.service, "role": e.role, "note": e.note})
                for e in row.leads
            ],
            "leads_as_printed": row.leads_as_printed,
            "expected_result": row.expected_result,
            "figures": [_figure(each) for each in row.figures],
            "priority": row.priority,
            "comment": row.comment,
            "staff": [
                _without_empty({"organisation": e.organisation, "etp": _number(e.etp), "text": e.text})
                for e in row.staff
            ],
            "expenses": [_without_empty({"period": e.period, "nature": e.nature}) for e in row.expenses],
            "schedule": _schedule(row.schedule),
            "links": [number.cell_value for number in row.linked_numbers],
            "publics": list(row.publics),
            "sectors": list(row.sectors),
            "territories": list(row.territories),
            "partners": list(row.partners),
            "source_lines": row.source_lines,
            "doubts": _doubts(row.doubts),
        }
    )


def _figure(figure: Figure) -> Tree:
    return _without_empty(
        {
            "what": figure.what,
            "kind": figure.kind.value,
            "proposed": True if figure.proposed else None,
            "value": _number(figure.value),
            "minimum": _number(figure.minimum),
            "maximum": _number(figure.maximum),
            "unit": figure.unit,
            "per": figure.per,
            "horizon": figure.horizon,
            "certain": None if figure.certain else False,
            "indicator": figure.indicator_code,
            "source_text": figure.source_text,
            "doubt": figure.doubt,
        }
    )


def _schedule(schedule: Schedule) -> Tree:
    if schedule == Schedule():
        return {}
    return _without_empty(
        {
            "placement": schedule.placement.value,
            "flags": {flag.period: flag.mark for flag in schedule.flags},
            "as_printed": schedule.as_printed,
            "flag_count": schedule.flag_count or None,
            "note": schedule.note,
        }
    )


def _number(value: Decimal | None) -> int | float | str | None:
    """Returns an exact YAML number if possible, else its digits as text."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
