"""All writes about received files."""

from pacte.intake.services.correcting import drop_refused_row, save_refused_text, settle_refused_rows
from pacte.intake.services.expected_files import name_file_owner, remind_late_files
from pacte.intake.services.previewing import preview_content, preview_file, preview_stream, refusal_defect
from pacte.intake.services.receiving import (
    answer_file_questions,
    discard_file,
    receive_file,
    receive_stream,
    set_file_mapping,
)
from pacte.intake.services.retention import delete_expired_contents, erase_person_from_files
from pacte.intake.services.undoing import undo_file
from pacte.intake.services.writing import save_file_mapping, start_writing, write_received_file

__all__ = [
    "answer_file_questions", "delete_expired_contents", "discard_file", "drop_refused_row", "erase_person_from_files",
    "name_file_owner", "preview_content", "preview_file", "preview_stream", "receive_file", "receive_stream",
    "refusal_defect", "remind_late_files", "save_file_mapping", "save_refused_text", "set_file_mapping",
    "settle_refused_rows", "start_writing", "undo_file", "write_received_file",
]  # fmt: skip
