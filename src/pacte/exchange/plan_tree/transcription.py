"""Reads the transcription of an operational table: cells as printed, `uncertain` notes, amounts in M€.

It does not give the kind of its figures (guessed by ``exchange.figure_kind``), its notes are the transcriber's own, and
it names the document rather than the plan: ``Reading.fields`` leaves these out, so that importing it over a version
keeps the decisions made there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pacte.exchange.plan_tree.branch import Branch
from pacte.exchange.plan_tree.plan_head import compare_total, read_cents, read_iso_date, read_periods
from pacte.exchange.plan_tree.transcription_cells import doubts_from_notes, line_ranges
from pacte.exchange.plan_tree.transcription_rows import transcribed_row
from pacte.kernel.action_codes import NO_CODE
from pacte.kernel.french import fold_text
from pacte.plan.records import (
    ActionTitle,
    Axis,
    Objective,
    ParsedPlan,
    PlanContent,
)
from pacte.plan.rules.merge import ALL_FIELDS

_NOT_TRANSCRIBED = {
    "doubts",
    "axis.doubts",
    "objective.doubts",
    "figure.doubt",
    "figure.kind",
    "figure.indicator_code",
    "figure.proposed",
    "plan.code",
    "plan.title",
    "plan.source",
    "amount.number",
    "amount.year",
    "amount.cents",
}
TRANSCRIBED_FIELDS = ALL_FIELDS - _NOT_TRANSCRIBED


def looks_like_transcription(tree: Mapping[object, object]) -> bool:
    """Whether the plan has an ``id`` or an ``envelope``, or a row a ``row_id``: keys that our schema does not have."""
    head = tree.get("plan")
    rows = tree.get("rows")
    if isinstance(head, Mapping) and {"id", "envelope"} & set(head):
        return True
    return isinstance(rows, list) and any(isinstance(row, Mapping) and "row_id" in row for row in rows)


def read_transcription(trunk: Branch) -> ParsedPlan:
    """Returns the plan of a transcription."""
    findings = trunk.findings
    head = trunk.branch("plan")
    strategic = tuple(_strategic(branch) for branch in trunk.branches("strategic_objectives"))
    axis_of = {objective.code: objective.axis_code for objective in strategic}
    operational = tuple(_operational(branch, axis_of) for branch in trunk.branches("operational_objectives"))
    content = replace(
        _head(head),
        axes=tuple(_axis(branch) for branch in trunk.branches("axes")),
        objectives=(*strategic, *operational),
        actions=tuple(_action(branch) for branch in trunk.branches("actions")),
        rows=tuple(transcribed_row(branch) for branch in trunk.branches("rows")),
    )
    envelope = head.branch("envelope")
    compare_total(content, read_cents(envelope, "total_meur", "M€"), envelope, "total_meur")
    return ParsedPlan(content, tuple(findings.defects), TRANSCRIBED_FIELDS, findings.where)


def _head(head: Branch) -> PlanContent:
    """The code is built from the region and the years: the file's own ``id`` identifies one dated document."""
    period = head.branch("period")
    for key in ("first_year", "last_year"):
        period.require(key, "une année du plan")
    region = head.text("region")
    first, last = period.year("first_year") or 0, period.year("last_year") or 0
    head.findings.locate("plan", {"title": "name", "region": "region", "decided_on": "date"}, head)
    years = {"first_year": "first_year", "last_year": "last_year", "periods": "columns"}
    head.findings.locate("plan", years, period)
    slug = re.sub(r"[^a-z0-9]+", "-", fold_text(region)).strip("-")
    return PlanContent(
        code=f"{slug}_{first}-{last}" if slug else head.text("id"),
        title=head.text("name"),
        region=region,
        first_year=first,
        last_year=last,
        periods=read_periods(period, "columns"),
        document_title=head.text("document_title"),
        decided_on=read_iso_date(head, "date"),
        source=head.branch("source").text("file"),
    )


def _axis(branch: Branch) -> Axis:
    axis = Axis(
        code=branch.text("axis"),
        label=branch.text("code_in_source"),
        title=branch.text("title"),
        description=branch.text("description"),
        amount_cents=read_cents(branch, "amount_meur", "M€"),
        amount_as_printed=branch.text("amount_as_printed"),
        publics=branch.texts("target_publics"),
        source_lines=line_ranges(branch, "seed_lines"),
        doubts=doubts_from_notes(branch, "uncertain"),
    )
    names = {"code": "axis", "title": "title", "label": "code_in_source", "amount_cents": "amount_meur"}
    branch.findings.locate(f"axis:{axis.code}", names, branch)
    return axis


def _strategic(branch: Branch) -> Objective:
    return _located(
        branch,
        Objective(
            code=branch.text("code"),
            label=branch.text("label"),
            axis_code=branch.text("axis"),
            doubts=doubts_from_notes(branch, "uncertain"),
        ),
    )


def _operational(branch: Branch, axis_of: Mapping[str, str]) -> Objective:
    parent = branch.text("strategic")
    return _located(
        branch,
        Objective(
            code=branch.text("code"),
            label=branch.text("label"),
            axis_code=axis_of.get(parent, ""),
            parent_code=parent,
            code_as_printed=branch.text("code_as_printed"),
            doubts=doubts_from_notes(branch, "note", "uncertain"),
        ),
    )


def _located(branch: Branch, objective: Objective) -> Objective:
    names = {"code": "code", "label": "label", "axis_code": "axis", "parent_code": "strategic"}
    branch.findings.locate(f"objective:{objective.code}", names, branch)
    return objective


def _action(branch: Branch) -> ActionTitle:
    number = branch.code("number") or NO_CODE
    branch.findings.locate(f"action:{number}", {"number": "number", "title": "title"}, branch)
    return ActionTitle(number, branch.text("title"), branch.text("short_title"))
