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
_SECRET_WORDS = ("secret", "token")
_SLASH = r"(?:/|%2[Ff]|%252[Ff])+"
_ROUTE_PARAMETER = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
_SHORT_NUMBER = re.compile(r"\d{1,8}")  # shorter than a phone number
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

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
_SAFE_WITHOUT_QUOTES = (OperationalError, psycopg.OperationalError)


class RedactingFormatter(logging.Formatter):
    """Formats a record, then redacts the whole text."""

    def format(self, record: logging.LogRecord) -> str:
        safe_record = copy.copy(record)
        safe_record.exc_text = None  # Another handler may have cached its own text.
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
        text = super().format(safe_record)
        return redact(_SERVER_REJECTION.sub(rf"\1{HIDDEN}", text) if is_from_server else text)

    def formatException(  # noqa: N802 - the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Full stack trace; error messages only when they cannot contain user input."""
        if ei[1] is None:
            return ""
        return "".join(_traceback_lines(traceback.TracebackException.from_exception(ei[1]), ei[1])).rstrip("\n")


def redact(text: str) -> str:
    """The text without secrets and personal data."""
    for pattern in _secret_url_patterns():
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


def redact_path(path: str) -> str:
    """Redacted path of a request: words of known routes, short numbers and UUIDs stay; the rest is hidden."""
    path, separator, _ = path.partition("?")
    known = _route_words()
    parts = [
        each if not each or each in known or _is_short_number_or_uuid(each) else HIDDEN for each in path.split("/")
    ]
    return "/".join(parts) + (f"?{HIDDEN}" if separator else "")


def _is_short_number_or_uuid(part: str) -> bool:
    return bool(_SHORT_NUMBER.fullmatch(part) or _UUID.fullmatch(part))


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
        f"{safe_error_text(error)}\n",
    ]


def _routes(resolver: URLResolver | None = None, prefix: str = "") -> list[str]:
    routes = []
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + (str(each.pattern) if isinstance(each.pattern, RoutePattern) else "")
        routes += _routes(each, route) if isinstance(each, URLResolver) else [route]
    return routes


def _known_routes() -> list[str]:
    """Routes of the site.

    Empty until it is loaded: no request was made yet, and secrets are also detected by their shape.
    """
    loaded = getattr(sys.modules.get(settings.ROOT_URLCONF), "urlpatterns", None)
    return _cached_routes() if loaded else []


@cache
def _cached_routes() -> list[str]:
    return _routes()


def _secret_url_patterns() -> list[re.Pattern[str]]:
    return _compile_secret_patterns(tuple(_known_routes()))


@cache
def _compile_secret_patterns(routes: tuple[str, ...]) -> list[re.Pattern[str]]:
    """One pattern per route prefix that ends with a secret; its group is what stays in the log."""
    expressions = set()
    for route in routes:
        for parameter in _ROUTE_PARAMETER.finditer(route):
            if any(word in parameter[1] for word in _SECRET_WORDS):
                parts = [_ROUTE_PARAMETER.sub("\0", each) for each in route[: parameter.start()].split("/")]
                regex_parts = [re.escape(each).replace("\0", r"[^/\s?#\"'<>]+") for each in parts]
                expressions.add(f"({_SLASH}{_SLASH.join(regex_parts)})" + r"[^/\s?#\"'<>&%]+")
    return [re.compile(each) for each in sorted(expressions)]


def _route_words() -> frozenset[str]:
    return _words_of_routes(tuple(_known_routes()))


@cache
def _words_of_routes(routes: tuple[str, ...]) -> frozenset[str]:
    """Fixed parts of the routes, which contain no personal data."""
    return frozenset(part for route in routes for part in route.split("/") if part and "<" not in part)
