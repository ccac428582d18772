"""JSON log lines (``PACTE_LOG=json``), redacted as the text ones are.

Built on the standard library: each line must pass through our redaction, which a library such as structlog or
python-json-logger would have to be wrapped in, to save a dozen lines.
"""

from __future__ import annotations

import json
import logging

from pacte.config.redacting import iso_time, redact, redacted_message, redacted_traceback
from pacte.infra.log_context import NO_IDENTIFIER


class JsonFormatter(logging.Formatter):
    """One JSON object per record: time, level, logger, request_id, message, the record's own fields, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, "fields", {})
        line: dict[str, object] = {
            "time": iso_time(record),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", NO_IDENTIFIER),
            "message": redacted_message(record),
            **{name: redact(value) if isinstance(value, str) else value for name, value in fields.items()},
        }
        if trace := redacted_traceback(record):
            line["traceback"] = trace
        return json.dumps(line)
