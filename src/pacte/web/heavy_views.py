"""Limits the concurrency of views that cost seconds of CPU, so that they do not block the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pacte.infra.concurrency_limit import ConcurrencyLease, ConcurrencyLimiter
from pacte.kernel.actor import Actor
from pacte.web.client_network import client_network_of

MAX_WAIT_SECONDS = 3.0  # seconds that a thread waits; at most four threads wait
RETRY_SECONDS = 5
View = Callable[..., HttpResponseBase]


def heavy_view(view: View) -> View:
    """Waits briefly for a slot; otherwise returns a « busy » page that reloads itself.

    A test finds these views by their attribute ``is_heavy``.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            lease = _limiter().acquire(_caller_key(request))
        except OSError:
            # No disk space for a lock: read-only pages still run.
            return view(request, *args, **kwargs)
        if lease is None:
            return _busy_response(request)
        return _release_after(lease, view, request, *args, **kwargs)

    wrapper.is_heavy = True  # type: ignore[attr-defined]
    return wrapper


def heavy_when_sent(view: View) -> View:
    """For a form that costs when it is sent: showing it takes no slot."""
    limited = heavy_view(view)

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return (limited if request.method == "POST" else view)(request, *args, **kwargs)

    wrapper.is_heavy = True  # type: ignore[attr-defined]
    return wrapper


def heavy_if_uncached(view: View) -> View:
    """For a view with a cache, which takes a slot itself (``concurrency_slot``) on a cache miss."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except _ServerBusy:
            return _busy_response(request)

    wrapper.is_heavy = True  # type: ignore[attr-defined]
    return wrapper


@contextmanager
def concurrency_slot(request: HttpRequest) -> Iterator[None]:
    """Takes a slot inside a view decorated with ``heavy_if_uncached``."""
    try:
        lease = _limiter().acquire(_caller_key(request))
    except OSError:
        lease = ConcurrencyLease()
    if lease is None:
        raise _ServerBusy
    try:
        yield
    finally:
        lease.release()


class _ServerBusy(Exception):
    """No slot became free in time."""


def _limiter() -> ConcurrencyLimiter:
    return ConcurrencyLimiter(
        settings.TURNS_FOLDER, max_concurrent=max(1, settings.HEAVY_PAGES), max_wait_seconds=MAX_WAIT_SECONDS
    )


def _caller_key(request: HttpRequest) -> str:
    """The person, whatever their browser; for anonymous users, the network."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return f"person {actor.person_id}" if actor.person_id else f"network {client_network_of(request)[0]}"


def _release_after(lease: ConcurrencyLease, view: View, *args: object, **kwargs: object) -> HttpResponseBase:
    """A streamed file holds its slot until its last chunk, or until the client disconnects."""
    is_over = True
    try:
        response = view(*args, **kwargs)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _LeasedStream(response.streaming_content, lease)  # type: ignore[arg-type]
            is_over = False
        return response
    finally:
        if is_over:
            lease.release()


class _LeasedStream:
    """Chunks of a file with the lease under which they are produced. Closing it unread also releases the lease."""

    def __init__(self, chunks: Iterable[bytes], lease: ConcurrencyLease) -> None:
        self._chunks, self._lease = chunks, lease

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        finally:
            self._lease.release()

    def close(self) -> None:
        self._lease.release()


def _busy_response(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "errors/busy.html", {"seconds": RETRY_SECONDS}, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
