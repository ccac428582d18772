"""Reads a plan in our own schema. Its keys are explained in the header that ``documents.plan_yaml`` writes."""

from __future__ import annotations

from dataclasses import fields, replace

from pacte.exchange.plan_tree.action_life import read_action_status, read_action_succession
from pacte.exchange.plan_tree.action_titles import derived_titles
from pacte.exchange.plan_tree.branch import Branch
from pacte.exchange.plan_tree.plan_head import compare_total, read_cents, read_iso_date, read_periods
from pacte.kernel.action_codes import NO_CODE, ActionCode
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Objective,
    ParsedPlan,
    Placement,
    PlanContent,
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
    Staff,
)
from pacte.plan.rules.check_money import amount_location
from pacte.plan.rules.merge import ALL_FIELDS

# Key in the file by field of the record, where they differ.
_ROW_KEYS = {each.name: each.name for each in fields(PlanRow)} | {
    "axis_code": "axis",
    "strategic_code": "strategic",
    "operational_code": "objective",
    "linked_numbers": "links",
}
_AXIS_KEYS = {"code": "code", "title": "title", "label": "label", "amount_cents": "amount"}
_OBJECTIVE_KEYS = {"code": "code", "label": "label", "axis_code": "axis", "parent_code": "parent"}
_PLAN_KEYS = {
    "code": "code",
    "title": "title",
    "region": "region",
    "first_year": "first_year",
    "last_year": "last_year",
    "periods": "periods",
    "decided_on": "decided_on",
    "publics": "publics",
}


def read_plan_schema(trunk: Branch) -> ParsedPlan:
    """Returns the plan of a tree in our schema."""
    findings = trunk.findings
    trunk.text("format")
    axes = tuple(_axis(branch) for branch in trunk.branches("axes"))
    objectives = _objectives(trunk)
    rows = tuple(_row(branch, objectives) for branch in trunk.branches("rows"))
    head = trunk.branch("plan")
    content = replace(
        _head(head),
        axes=axes,
        objectives=objectives,
        actions=_actions(trunk, rows),
        rows=rows,
        amounts=_amounts(trunk, rows),
        statuses=tuple(read_action_status(branch) for branch in trunk.branches("standings")),
        lineage=tuple(read_action_succession(branch) for branch in trunk.branches("lineage")),
    )
    compare_total(content, read_cents(head, "total"), head, "total")
    head.warn_unknown_keys()
    trunk.warn_unknown_keys()
    return ParsedPlan(content, tuple(findings.defects), ALL_FIELDS, findings.where)


def _head(head: Branch) -> PlanContent:
    for key in ("first_year", "last_year"):
        head.require(key, "une année du plan")
    head.findings.locate("plan", _PLAN_KEYS, head)
    return PlanContent(
        code=head.text("code"),
        title=head.text("title"),
        region=head.text("region"),
        first_year=head.year("first_year") or 0,
        last_year=head.year("last_year") or 0,
        periods=read_periods(head, "periods"),
        document_title=head.text("document_title"),
        decided_on=read_iso_date(head, "decided_on"),
        source=head.text("source"),
        publics=tuple(_public(branch) for branch in head.branches("publics")),
    )


def _public(branch: Branch) -> PriorityPublic:
    branch.require("code", "le code du public")
    branch.require("label", "le nom du public")
    public = PriorityPublic(branch.text("code"), branch.text("label"), branch.text("rule"), branch.text("note"))
    branch.warn_unknown_keys()
    return public


def _doubts(branch: Branch) -> tuple[Doubt, ...]:
    doubts = []
    for each in branch.branches("doubts"):
        doubts.append(Doubt(each.text("field"), each.text("reason")))
        each.warn_unknown_keys()
    return tuple(doubts)


def _axis(branch: Branch) -> Axis:
    axis = Axis(
        code=branch.text("code"),
        label=branch.text("label"),
        title=branch.text("title"),
        description=branch.text("description"),
        amount_cents=read_cents(branch, "amount"),
        amount_as_printed=branch.text("amount_as_printed"),
        publics=branch.texts("publics"),
        source_lines=branch.text("source_lines"),
        doubts=_doubts(branch),
    )
    branch.findings.locate(f"axis:{axis.code}", _AXIS_KEYS, branch)
    branch.warn_unknown_keys()
    return axis


def _objectives(trunk: Branch) -> tuple[Objective, ...]:
    branches = trunk.branches("objectives")
    axis_of = {branch.text("code"): branch.text("axis") for branch in branches if not branch.text("parent")}
    return tuple(_objective(branch, axis_of) for branch in branches)


def _objective(branch: Branch, axis_of: dict[str, str]) -> Objective:
    parent = branch.text("parent")
    objective = Objective(
        code=branch.text("code"),
        label=branch.text("label"),
        axis_code=branch.text("axis", axis_of.get(parent, "") if parent else ""),
        parent_code=parent,
        code_as_printed=branch.text("code_as_printed"),
        doubts=_doubts(branch),
    )
    branch.findings.locate(f"objective:{objective.code}", _OBJECTIVE_KEYS, branch)
    branch.warn_unknown_keys()
    return objective


def _actions(trunk: Branch, rows: tuple[PlanRow, ...]) -> tuple[ActionTitle, ...]:
    """An action has the title of its first row, unless « action_titles » overrides it; « actions » lists them all."""
    derived = {action.number: action for action in derived_titles(rows)}
    if "actions" in trunk:
        return tuple(_action(branch, derived) for branch in trunk.branches("actions"))
    named = [_action(branch, derived) for branch in trunk.branches("action_titles")]
    return tuple({**derived, **{action.number: action for action in named}}.values())


def _action(branch: Branch, derived: dict[ActionCode, ActionTitle]) -> ActionTitle:
    number = branch.code("number") or NO_CODE
    first = derived.get(number, ActionTitle(number, ""))
    title, short_title = branch.text("title", first.title), branch.text("short_title", first.short_title)
    action = ActionTitle(number, title, short_title)
    branch.findings.locate(f"action:{number}", {"number": "number", "title": "title"}, branch)
    branch.warn_unknown_keys()
    return action


def _amounts(trunk: Branch, rows: tuple[PlanRow, ...]) -> tuple[Amount, ...]:
    keys = {row.number: row.key for row in reversed(rows)}
    amounts = []
    for branch in trunk.branches("amounts"):
        branch.require("amount", "le montant")
        amount = Amount(branch.code("number") or NO_CODE, branch.year("year"), read_cents(branch, "amount") or 0)
        subject, field = amount_location(keys, amount.number, amount.year)
        branch.findings.locate(subject, {field: "amount"}, branch)
        branch.warn_unknown_keys()
        amounts.append(amount)
    return tuple(amounts)


def _row(branch: Branch, objectives: tuple[Objective, ...]) -> PlanRow:
    code = branch.text("objective")
    objective = next((each for each in objectives if each.code == code and code), None)
    row = PlanRow(
        key=branch.text("key"),
        number=branch.code("number") or NO_CODE,
        kind=branch.enum_value("kind", RowKind, RowKind.ACTION),
        axis_code=branch.text("axis", objective.axis_code if objective else ""),
        strategic_code=branch.text("strategic", objective.parent_code if objective else ""),
        operational_code=code,
        title=branch.text("title"),
        short_title=branch.text("short_title"),
        title_as_printed=branch.text("title_as_printed"),
        description=branch.text("description"),
        leads=tuple(_lead(each) for each in branch.branches("leads")),
        leads_as_printed=branch.text("leads_as_printed"),
        expected_result=branch.text("expected_result"),
        figures=tuple(_figure(each) for each in branch.branches("figures")),
        priority=branch.text("priority"),
        comment=branch.text("comment"),
        staff=tuple(_staff(each) for each in branch.branches("staff")),
        expenses=tuple(_expense(each) for each in branch.branches("expenses")),
        schedule=_schedule(branch),
        linked_numbers=branch.codes("links"),
        publics=branch.texts("publics"),
        sectors=branch.texts("sectors"),
        territories=branch.texts("territories"),
        partners=branch.texts("partners"),
        source_lines=branch.text("source_lines"),
        doubts=_doubts(branch),
    )
    branch.findings.locate(row.key, _ROW_KEYS, branch)
    branch.warn_unknown_keys()
    return row


def _lead(branch: Branch) -> Lead:
    branch.require("organisation", "l'organisme")
    lead = Lead(branch.text("organisation"), branch.text("service"), branch.text("role"), branch.text("note"))
    branch.warn_unknown_keys()
    return lead


def _figure(branch: Branch) -> Figure:
    branch.require("kind", "la nature du chiffre")
    figure = Figure(
        what=branch.text("what"),
        kind=branch.enum_value("kind", FigureKind, FigureKind.UNKNOWN),
        value=branch.decimal("value"),
        minimum=branch.decimal("minimum"),
        maximum=branch.decimal("maximum"),
        unit=branch.text("unit"),
        per=branch.text("per"),
        horizon=branch.text("horizon"),
        certain=branch.boolean("certain", True),
        source_text=branch.text("source_text"),
        doubt=branch.text("doubt"),
        indicator_code=branch.text("indicator"),
        proposed=branch.boolean("proposed", False),
    )
    branch.warn_unknown_keys()
    return figure


def _staff(branch: Branch) -> Staff:
    staff = Staff(branch.text("organisation"), branch.text("text"), branch.decimal("etp"))
    branch.warn_unknown_keys()
    return staff


def _expense(branch: Branch) -> Expense:
    expense = Expense(branch.text("nature"), branch.text("period"))
    branch.warn_unknown_keys()
    return expense


def _schedule(row: Branch) -> Schedule:
    branch = row.branch("schedule")
    marks = branch.branch("flags")
    schedule = Schedule(
        placement=branch.enum_value("placement", Placement, Placement.NONE),
        flags=tuple(Flag(period, marks.text(period)) for period in marks),
        as_printed=branch.text("as_printed"),
        flag_count=branch.integer("flag_count") or 0,
        note=branch.text("note"),
    )
    branch.warn_unknown_keys()
    return schedule
