"""Log redaction: no secret of a link, no token, no e-mail address and no name of a person.

Everything logged goes through ``RedactingFormatter`` or ``JsonFormatter``, tracebacks included.
"""

from __future__ import annotations

import copy
import logging
import re
import traceback
from datetime import UTC, datetime

import psycopg
from django.db import OperationalError

from pacte.infra.log_context import NO_IDENTIFIER
from pacte.web.route_redaction import HIDDEN, redact_path, secret_url_patterns

_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»")
_REDACTIONS = (
    # A password in a server URL.
    (re.compile(r"(://[^/\s:@]*):[^/\s@]*@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    # Values of query strings. Parameter names stay, to show how the page was requested.
    (re.compile(r"([?&][\w\[\].-]{1,60}=)[^&\s\"'<>]*"), rf"\1{HIDDEN}"),
    # Random text, by its shape: 24 random bytes are 32 characters.
    (re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{24,}"), HIDDEN),
    (re.compile(r"(?<![\w-])(?=[a-z]*\d)[a-z0-9]{32,}(?![\w-])"), HIDDEN),
    # PostgreSQL quotes the values of the row or of the statement.
    (re.compile(r"^(DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+)\b.*$", re.MULTILINE), rf"\1: {HIDDEN}"),
    (re.compile(r"\)=\([^\n]*\)"), f")=({HIDDEN})"),
)
_SERVER_REJECTION = re.compile(r"(Invalid request from ip=\S+: [A-Za-z ]*).*", re.DOTALL)
# Messages about the program and the machine. Any other message may contain user input.
_SAFE_ERRORS = (AttributeError, NameError, TypeError, ImportError, MemoryError, RecursionError, OSError)
# Control signs, line separators, signs that turn the direction of writing, half signs: they would forge a line.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SAFE_WITHOUT_QUOTES = (OperationalError, psycopg.OperationalError)


class RedactingFormatter(logging.Formatter):
    """One line per record: time, level, logger, identifier of the request, message. A traceback follows, if any."""

    def format(self, record: logging.LogRecord) -> str:
        identifier = getattr(record, "request_id", NO_IDENTIFIER)
        line = f"{iso_time(record)} {record.levelname} {record.name} [{identifier}] {redacted_message(record)}"
        trace = redacted_traceback(record)
        return f"{line}\n{trace}" if trace else line


def iso_time(record: logging.LogRecord) -> str:
    """Time of the record: ISO 8601, milliseconds, with its offset."""
    return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds")


def redacted_message(record: logging.LogRecord) -> str:
    """Message of the record on one line, without secrets and personal data."""
    safe_record = copy.copy(record)
    has_request = getattr(record, "request", None) is not None
    is_from_server = record.name.startswith("gunicorn")
    if isinstance(record.args, tuple):
        safe_record.args = tuple(
            _redact_argument(each, is_address=has_request or is_from_server) for each in record.args
        )
    if isinstance(record.msg, BaseException):
        safe_record.msg, safe_record.args = safe_error_text(record.msg), ()
    elif not record.args and (has_request or is_from_server):
        safe_record.msg = _QUOTED.sub(HIDDEN, str(record.msg))
    text = safe_record.getMessage()
    return _escape_controls(redact(_SERVER_REJECTION.sub(rf"\1{HIDDEN}", text) if is_from_server else text))


def redacted_traceback(record: logging.LogRecord) -> str:
    """Full stack trace, without variables; error messages only when they cannot contain user input. Empty if none."""
    error = record.exc_info[1] if record.exc_info else None
    lines = _traceback_lines(traceback.TracebackException.from_exception(error), error) if error else []
    return redact("".join([*lines, record.stack_info or ""]).rstrip("\n"))


def redact(text: str) -> str:
    """The text without secrets and personal data."""
    for pattern in secret_url_patterns():
        text = pattern.sub(rf"\1{HIDDEN}", text)
    for rule, replacement in _REDACTIONS:
        text = rule.sub(replacement, text)
    return text


def safe_error_text(error: BaseException) -> str:
    """Class of an error, with its message only when the program or the machine wrote it."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError):
        return f"{kind}: [{error.errno}] {error.strerror}"
    if isinstance(error, _SAFE_ERRORS):
        return f"{kind}: {error}"
    if isinstance(error, _SAFE_WITHOUT_QUOTES):
        return f"{kind}: {_QUOTED.sub(HIDDEN, str(error))}"
    return f"{kind}: {HIDDEN}"


def _escape_controls(text: str) -> str:
    return _CONTROLS.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)


def _redact_argument(value: object, *, is_address: bool) -> object:
    if isinstance(value, BaseException):
        return safe_error_text(value)
    if is_address and isinstance(value, str):
        return redact_path(value) if value.startswith("/") else _QUOTED.sub(HIDDEN, value)
    return value


def _traceback_lines(trace: traceback.TracebackException, error: BaseException) -> list[str]:
    """Formats a traceback as Python does, with errors formatted by ``safe_error_text``."""
    previous_lines: list[str] = []
    if trace.__cause__ is not None and error.__cause__ is not None:
        previous_lines = [
            *_traceback_lines(trace.__cause__, error.__cause__),
            "\nThe above exception was the direct cause:\n\n",
        ]
    elif trace.__context__ is not None and error.__context__ is not None and not trace.__suppress_context__:
        previous_lines = [
            *_traceback_lines(trace.__context__, error.__context__),
            "\nDuring handling of the above exception:\n\n",
        ]
    return [
        *previous_lines,
        "Traceback (most recent call last):\n",
        *trace.stack.format(),
        f"{_escape_controls(safe_error_text(error))}\n",
    ]
