"""One log line per request, whatever the answer: page, redirect, refusal, error, file.

The line holds the identifier of the request, who acts (by number), the address without secrets, the status, the
duration and the number of statements sent to PostgreSQL. It holds no name, no value of a query string or of a form.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

from pacte.infra.log_context import log_identifier
from pacte.infra.network import is_address_in_networks
from pacte.web.route_redaction import HIDDEN, query_names, redact_path, route_address

REQUEST_ID_HEADER = "X-Request-ID"
_log = logging.getLogger("pacte.requests")
# What proxies write: hexadecimal digits, or a UUID. Neither a name nor a secret of ours looks like it.
_PROXY_IDENTIFIER = re.compile(r"[0-9a-fA-F-]{16,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


class RequestLogMiddleware:
    """First of the middlewares, to see the answers of all others. Sets the header ``X-Request-ID``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        entry = RequestEntry(request)
        with entry.measure():
            response = self.get_response(request)
        response.headers[REQUEST_ID_HEADER] = entry.identifier
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _LoggedStream(response.streaming_content, entry, response.status_code)  # type: ignore[arg-type]
        else:
            entry.log(response.status_code)
        return response


class RequestEntry:
    """What one request costs, until it is logged, once. Times in seconds, logged in milliseconds."""

    def __init__(self, request: HttpRequest) -> None:
        self.identifier = request_identifier(request)
        self._request = request
        self._started = time.perf_counter()
        self._queries = 0
        self._is_logged = False

    @contextmanager
    def measure(self) -> Iterator[None]:
        """Counts the statements sent meanwhile, and shows the identifier on all log records."""
        with log_identifier(self.identifier), connection.execute_wrapper(self._count):
            yield

    def log(self, status: int) -> None:
        if self._is_logged:
            return
        self._is_logged = True
        match = _resolver_match(self._request)
        fields: dict[str, object] = {
            "method": self._request.method if self._request.method in _METHODS else HIDDEN,
            "address": _safe_address(self._request, match),
            "status": status,
            "duration_ms": round((time.perf_counter() - self._started) * 1000, 1),
            "queries": self._queries,
            "view": match.view_name if match else None,
            "actor": _actor_identifier(self._request),
        }
        with log_identifier(self.identifier):
            _log.info("%s", _as_text(fields), extra={"fields": fields})

    def _count(self, execute: Callable[..., Any], sql: str, parameters: object, many: bool, context: object) -> Any:
        self._queries += 1
        return execute(sql, parameters, many, context)


class _LoggedStream:
    """Chunks of a file, logged when the last one is sent or when the client leaves."""

    def __init__(self, chunks: Iterable[bytes], entry: RequestEntry, status: int) -> None:
        self._chunks, self._entry, self._status = chunks, entry, status

    def __iter__(self) -> Iterator[bytes]:
        try:
            with self._entry.measure():
                yield from self._chunks
        finally:
            self.close()

    def close(self) -> None:
        self._entry.log(self._status)


def request_identifier(request: HttpRequest) -> str:
    """The identifier given by a trusted proxy (``PACTE_TRUSTED_PROXIES``), else 16 random hexadecimal digits."""
    proxy_identifier = request.headers.get(REQUEST_ID_HEADER, "")
    is_trusted = is_address_in_networks(request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES)
    return proxy_identifier if is_trusted and _PROXY_IDENTIFIER.fullmatch(proxy_identifier) else secrets.token_hex(8)


def _resolver_match(request: HttpRequest) -> ResolverMatch | None:
    """The view that answered, or that would have answered if a middleware had not done so first."""
    if request.resolver_match is not None or _is_static(request):
        return request.resolver_match
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _is_static(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.STATIC_URL)


def _safe_address(request: HttpRequest, match: ResolverMatch | None) -> str:
    if match is None and _is_static(request):
        path = f"{settings.STATIC_URL}{HIDDEN}"
    else:
        path = route_address(match) if match else redact_path(request.path_info)
    return path + query_names(request.META.get("QUERY_STRING", ""))


def _actor_identifier(request: HttpRequest) -> str | None:
    """Number of the person, of the learner or of the guest; None for a visitor."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_anonymous:
        return None
    kinds = (("person", actor.person_id), ("guest", actor.guest_id), ("learner", actor.learner_id))
    return next((f"{kind}:{number}" for kind, number in kinds if number is not None), None)


def _as_text(fields: dict[str, object]) -> str:
    text = "{method} {address} {status} {duration_ms} ms {queries} queries view={view} actor={actor}"
    return text.format_map({name: "-" if value is None else value for name, value in fields.items()})
