"""Finds attributes that a template asks of an object without them: Django shows nothing, and says so in its log only.

A key that a mapping or the context lacks is usual (``{% if totals %}``); an attribute that an object lacks is a
mistake, most often a name that has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.template import Context, VariableDoesNotExist

# A key or a rank that these lack is an absence, not a mistake.
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
