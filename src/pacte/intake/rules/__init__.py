"""Rules of received files: what tells two files apart, and when the next one of a source is due. Pure."""

from pacte.intake.rules.due_days import days_late, months_later, next_due_day, timeliness
from pacte.intake.rules.file_scopes import file_scope, mapping_scope

__all__ = ["days_late", "file_scope", "mapping_scope", "months_later", "next_due_day", "timeliness"]
