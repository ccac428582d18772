"""Identifier of the request or job in progress. It is shown on every log record written meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

NO_IDENTIFIER = "-"
_identifier: ContextVar[str] = ContextVar("log_identifier", default=NO_IDENTIFIER)


@contextmanager
def log_identifier(identifier: str) -> Iterator[None]:
    """Sets the identifier of the records logged in this context. The previous one comes back at the end."""
    previous = _identifier.get()
    _identifier.set(identifier)
    try:
        yield
    finally:
        # Not a token: a streamed response may be closed in another context, where a token is refused.
        _identifier.set(previous)


class LogContextFilter(logging.Filter):
    """Adds ``request_id`` to every record of a handler. Rejects none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _identifier.get()
        return True
