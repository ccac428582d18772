"""Log redaction: no secret of a link, no token, no e-mail address and no name of a person.

Everything logged goes through ``RedactingFormatter``, tracebacks included. Paths that contain a secret are read from
the URL configuration, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import copy
import logging
import re
import sys
import traceback
from functools import cache
from types import TracebackType

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

HIDDEN = "…"
# Words in the names of URL parameters that grant access by themselves.
_OPENS = ("secret", "token")
_SLASH = r"(?:/|%2[Ff]|%252[Ff])+"
_CAPTURED = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
_NUMBER = re.compile(r"\d{1,8}")  # shorter than a phone number
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»")
_ALWAYS = (
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
_REFUSED_BY_SERVER = re.compile(r"(Invalid request from ip=\S+: [A-Za-z ]*).*", re.DOTALL)
# Messages about the program and the machine. Any other message may contain user input.
_TOLD = (AttributeError, NameError, TypeError, ImportError, MemoryError, RecursionError, OSError)
_TOLD_WITHOUT_VALUES = (OperationalError, psycopg.OperationalError)


class RedactingFormatter(logging.Formatter):
    """Formats a record, then redacts the whole text."""

    def format(self, record: logging.LogRecord) -> str:
        guarded = copy.copy(record)
        guarded.exc_text = None  # Another handler may have cached its own text.
        asked_by = getattr(record, "request", None) is not None
        of_server = record.name.startswith("gunicorn")
        if isinstance(record.args, tuple):
            guarded.args = tuple(_argument(each, is_address=asked_by or of_server) for each in record.args)
        if isinstance(record.msg, BaseException):
            guarded.msg, guarded.args = told(record.msg), ()
        elif not record.args and (asked_by or of_server):
            guarded.msg = _QUOTED.sub(HIDDEN, str(record.msg))
        text = super().format(guarded)
        return redacted(_REFUSED_BY_SERVER.sub(rf"\1{HIDDEN}", text) if of_server else text)

    def formatException(  # noqa: N802 - the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Full stack trace; error messages only when they cannot contain user input."""
        if ei[1] is None:
            return ""
        return "".join(_lines(traceback.TracebackException.from_exception(ei[1]), ei[1])).rstrip("\n")


def redacted(text: str) -> str:
    """The text without secrets and personal data."""
    for pattern in _secret_addresses():
        text = pattern.sub(rf"\1{HIDDEN}", text)
    for always, instead in _ALWAYS:
        text = always.sub(instead, text)
    return text


def told(error: BaseException) -> str:
    """Class of an error, with its message only when the program or the machine wrote it."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError):
        return f"{kind}: [{error.errno}] {error.strerror}"
    if isinstance(error, _TOLD):
        return f"{kind}: {error}"
    if isinstance(error, _TOLD_WITHOUT_VALUES):
        return f"{kind}: {_QUOTED.sub(HIDDEN, str(error))}"
    return f"{kind}: {HIDDEN}"


def safe_path(path: str) -> str:
    """Redacted path of a request: words of known routes, short numbers and UUIDs stay; the rest is hidden."""
    path, asked, _ = path.partition("?")
    known = _words()
    parts = [each if not each or each in known or _is_plain(each) else HIDDEN for each in path.split("/")]
    return "/".join(parts) + (f"?{HIDDEN}" if asked else "")


def _is_plain(part: str) -> bool:
    return bool(_NUMBER.fullmatch(part) or _KEY.fullmatch(part))


def _argument(value: object, *, is_address: bool) -> object:
    if isinstance(value, BaseException):
        return told(value)
    if is_address and isinstance(value, str):
        return safe_path(value) if value.startswith("/") else _QUOTED.sub(HIDDEN, value)
    return value


def _lines(found: traceback.TracebackException, error: BaseException) -> list[str]:
    """Formats a traceback as Python does, with errors formatted by ``safe_error_text``."""
    before: list[str] = []
    if found.__cause__ is not None and error.__cause__ is not None:
        before = [*_lines(found.__cause__, error.__cause__), "\nThe above exception was the direct cause:\n\n"]
    elif found.__context__ is not None and error.__context__ is not None and not found.__suppress_context__:
        before = [*_lines(found.__context__, error.__context__), "\nDuring handling of the above exception:\n\n"]
    return [*before, "Traceback (most recent call last):\n", *found.stack.format(), f"{told(error)}\n"]


def _routes(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        route = before + (str(each.pattern) if isinstance(each.pattern, RoutePattern) else "")
        found += _routes(each, route) if isinstance(each, URLResolver) else [route]
    return found


def _known_routes() -> list[str]:
    """Routes of the site.

    Empty until it is loaded: no request was made yet, and secrets are also detected by their shape.
    """
    loaded = getattr(sys.modules.get(settings.ROOT_URLCONF), "urlpatterns", None)
    return _kept_routes() if loaded else []


@cache
def _kept_routes() -> list[str]:
    return _routes()


def _secret_addresses() -> list[re.Pattern[str]]:
    return _patterns(tuple(_known_routes()))


@cache
def _patterns(routes: tuple[str, ...]) -> list[re.Pattern[str]]:
    """One pattern per route prefix that ends with a secret; its group is what stays in the log."""
    found = set()
    for route in routes:
        for captured in _CAPTURED.finditer(route):
            if any(word in captured[1] for word in _OPENS):
                parts = [_CAPTURED.sub("\0", each) for each in route[: captured.start()].split("/")]
                ways = [re.escape(each).replace("\0", r"[^/\s?#\"'<>]+") for each in parts]
                found.add(f"({_SLASH}{_SLASH.join(ways)})" + r"[^/\s?#\"'<>&%]+")
    return [re.compile(each) for each in sorted(found)]


def _words() -> frozenset[str]:
    return _words_of(tuple(_known_routes()))


@cache
def _words_of(routes: tuple[str, ...]) -> frozenset[str]:
    """Fixed parts of the routes, which contain no personal data."""
    return frozenset(part for route in routes for part in route.split("/") if part and "<" not in part)
