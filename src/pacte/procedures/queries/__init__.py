"""Queries of cases. Results exclude what the actor may not see."""

from pacte.procedures.queries.assignments import case_assignments_of
from pacte.procedures.queries.cases import (
    CaseDetail,
    CaseDueDateRow,
    CaseSummary,
    case_by_number,
    case_document,
    case_documents,
    case_summaries,
    cases_of_action,
    choices_enabling,
    may_list_cases,
)
from pacte.procedures.queries.comparison import ComparisonTable, comparison_table
from pacte.procedures.queries.document_states import document_bytes, document_state, document_states
from pacte.procedures.queries.peers import (
    CaseProgress,
    PeerTask,
    case_progress,
    own_progress,
    peer_candidates,
    peer_task,
    peer_tasks,
)
from pacte.procedures.queries.scopes import case_action_choices, scope_of_case

__all__ = [
    "CaseDetail",
    "CaseDueDateRow",
    "CaseProgress",
    "CaseSummary",
    "ComparisonTable",
    "PeerTask",
    "case_action_choices",
    "case_assignments_of",
    "case_by_number",
    "case_document",
    "case_documents",
    "case_progress",
    "case_summaries",
    "cases_of_action",
    "choices_enabling",
    "comparison_table",
    "document_bytes",
    "document_state",
    "document_states",
    "may_list_cases",
    "own_progress",
    "peer_candidates",
    "peer_task",
    "peer_tasks",
    "scope_of_case",
]
