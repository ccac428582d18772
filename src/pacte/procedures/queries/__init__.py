"""Queries of cases. Results exclude what the actor may not see."""

from pacte.procedures.queries.assignments import case_assignments_of
from pacte.procedures.queries.case_export import CaseExportBatch, ExportedCase, exported_cases
from pacte.procedures.queries.case_list import (
    CaseFilters,
    CaseListState,
    CaseStageCount,
    CaseTotal,
    case_counts,
    case_rows,
    total_cases,
)
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
from pacte.procedures.queries.promises import CasePromises, HireInquiryDetail, case_promises, hire_inquiry
from pacte.procedures.queries.readable import may_list_cases
from pacte.procedures.queries.scopes import case_action_choices, may_open_some_case, scope_of_case
from pacte.procedures.queries.statistics import CaseDelays, ProcedureStatistics, procedure_statistics

__all__ = [
    "CaseDelays",
    "CaseDetail",
    "CaseDueDateRow",
    "CaseExportBatch",
    "CaseFilters",
    "CaseListState",
    "CaseProgress",
    "CasePromises",
    "CaseStageCount",
    "CaseSummary",
    "CaseTotal",
    "ComparisonTable",
    "ExportedCase",
    "HireInquiryDetail",
    "PeerTask",
    "ProcedureStatistics",
    "case_action_choices",
    "case_assignments_of",
    "case_by_number",
    "case_counts",
    "case_document",
    "case_documents",
    "case_progress",
    "case_promises",
    "case_rows",
    "case_summaries",
    "cases_of_action",
    "choices_enabling",
    "comparison_table",
    "document_bytes",
    "document_state",
    "document_states",
    "exported_cases",
    "hire_inquiry",
    "may_list_cases",
    "may_open_some_case",
    "own_progress",
    "peer_candidates",
    "peer_task",
    "peer_tasks",
    "procedure_statistics",
    "scope_of_case",
    "total_cases",
]
