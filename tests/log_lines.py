"""Reads what the site writes on standard error while a test runs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pacte.config.json_log import JsonFormatter
from pacte.config.redacting import RedactingFormatter


def site_handler() -> logging.StreamHandler[Any]:
    """The handler of the settings, with its own formatter and filters."""
    handlers = [
        each for each in logging.getLogger().handlers if isinstance(each.formatter, RedactingFormatter | JsonFormatter)
    ]
    assert len(handlers) == 1, logging.getLogger().handlers
    assert isinstance(handlers[0], logging.StreamHandler)
    return handlers[0]


@contextmanager
def written_lines(formatter: logging.Formatter | None = None) -> Iterator[io.StringIO]:
    """Replaces the stream of the handler, without flushing it: a stream captured by an earlier test may be closed."""
    handler, stream = site_handler(), io.StringIO()
    before, formatter_before = handler.stream, handler.formatter
    handler.stream = stream
    handler.setFormatter(formatter or formatter_before)
    try:
        yield stream
    finally:
        handler.stream = before
        handler.setFormatter(formatter_before)


@contextmanager
def written_json() -> Iterator[list[dict[str, Any]]]:
    """Filled at the end, with one object per line."""
    objects: list[dict[str, Any]] = []
    with written_lines(JsonFormatter()) as stream:
        yield objects
    objects += [json.loads(line) for line in stream.getvalue().splitlines()]
