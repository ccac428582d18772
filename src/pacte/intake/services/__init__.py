"""All writes about received files."""

from pacte.intake.services.expected_files import name_file_owner, remind_late_files
from pacte.intake.services.previewing import preview_content, preview_file, refusal_defect
from pacte.intake.services.receiving import answer_file_questions, discard_file, receive_file, set_file_mapping
from pacte.intake.services.retention import delete_expired_contents, erase_person_from_files
from pacte.intake.services.undoing import undo_file
from pacte.intake.services.writing import save_file_mapping, start_writing, write_received_file

__all__ = [
    "answer_file_questions", "delete_expired_contents", "discard_file", "erase_person_from_files", "name_file_owner",
    "preview_content", "preview_file", "receive_file", "refusal_defect", "remind_late_files", "save_file_mapping",
    "set_file_mapping", "start_writing", "undo_file", "write_received_file",
]  # fmt: skip
