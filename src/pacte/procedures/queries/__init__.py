"""Queries of cases. Results exclude what the actor may not see."""

from pacte.procedures.queries.comparing import ComparisonTable, comparison_table
from pacte.procedures.queries.files import (
    DueLine,
    FileLine,
    FileRead,
    choices_enabling,
    documents_of,
    file_by_number,
    file_document,
    files,
    files_of_action,
    sees_files,
)
from pacte.procedures.queries.owned import held_by
from pacte.procedures.queries.scopes import action_choices, scope_of_file

__all__ = [
    "ComparisonTable",
    "DueLine",
    "FileLine",
    "FileRead",
    "action_choices",
    "choices_enabling",
    "comparison_table",
    "documents_of",
    "file_by_number",
    "file_document",
    "files",
    "files_of_action",
    "held_by",
    "scope_of_file",
    "sees_files",
]
