"""What a paper may print of a case: its answers, and its number, its committee, its reason and its amount."""

from __future__ import annotations

from typing import Any

from pacte.accounts.row_context import system_elevation
from pacte.procedures.models import Case, CommitteeDecision
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.papers import DECISION_FIELDS, Paper
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.papers import paper_fields


def paper_answers(case: Case, paper: Paper) -> dict[str, Any]:
    """Returns the values that the paper is made from, by code. No query for a paper that prints answers only.

    Read as the machine: who signs reads on the paper what a committee decided on their own case, and nothing else.
    """
    if not paper_fields(paper) & DECISION_FIELDS.keys():
        return dict(case.values)
    with system_elevation():
        decision = CommitteeDecision.objects.filter(case=case).select_related("meeting").order_by("-pk").first()
        grant = case.grants.order_by("-pk").first()
        moves = [
            each.code for each in procedure_edition(case.procedure_code, case.edition).transitions
            if paper.code in each.papers
        ]  # fmt: skip
        made_by = case.steps.filter(kind=CaseEventKind.MOVED, code__in=moves).order_by("-pk").first()
    return {
        **case.values,
        "case_number": case.number,
        "case_title": case.title,
        "committee_on": decision.meeting.held_on.isoformat() if decision else None,
        "committee_reason": decision.reason if decision else "",
        "move_reason": made_by.reason if made_by else "",
        "granted": grant.cents if grant else None,
    }
