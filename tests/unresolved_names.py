"""Finds attributes that a template reads and an object lacks: Django shows nothing, and only logs it.

A missing key of a mapping or of the context is usual (``{% if totals %}``). A missing attribute of an object is a
mistake, most often a renamed attribute.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.template import Context, VariableDoesNotExist

# A missing key or index of these types is not a mistake.
_WITHOUT_ATTRIBUTES = (Context, Mapping, str, int, list, tuple)


class UnresolvedNames(logging.Filter):
    """Collects « template: type has no name » from the log of Django's templates, and drops its debug records."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, VariableDoesNotExist):
            name, current = error.params
            if current is not None and not isinstance(current, _WITHOUT_ATTRIBUTES):
                template = record.args[1] if isinstance(record.args, tuple) else "unknown"
                self.found.add(f"{template}: {type(current).__name__} has no {name}")
        return record.levelno > logging.DEBUG
