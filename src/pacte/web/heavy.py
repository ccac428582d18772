"""Limits the concurrency of views that cost seconds of CPU, so that they do not block the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pacte.infra.concurrency_limit import ConcurrencyLease, ConcurrencyLimiter
from pacte.web.client_network import network_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

PATIENCE = 3.0  # seconds that a thread waits; at most four threads wait
RETRY_SECONDS = 5
View = Callable[..., HttpResponseBase]


def heavy(view: View) -> View:
    """Waits briefly for a slot; otherwise returns a « busy » page that reloads itself.

    A test finds these views by their attribute ``is_heavy``.
    """

    @wraps(view)
    def in_turn(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            turn = _turns().acquire(_caller(request))
        except OSError:
            # No disk space for a lock: read-only pages still run.
            return view(request, *args, **kwargs)
        if turn is None:
            return _busy(request)
        return _ended_with(turn, view, request, *args, **kwargs)

    in_turn.is_heavy = True  # type: ignore[attr-defined]
    return in_turn


def heavy_when_made(view: View) -> View:
    """For a view with a cache, which takes a slot itself (``concurrency_slot``) on a cache miss."""

    @wraps(view)
    def or_busy(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except _Busy:
            return _busy(request)

    or_busy.is_heavy = True  # type: ignore[attr-defined]
    return or_busy


@contextmanager
def in_turn(request: HttpRequest) -> Iterator[None]:
    """Takes a slot inside a view decorated with ``heavy_if_uncached``."""
    try:
        turn = _turns().acquire(_caller(request))
    except OSError:
        turn = ConcurrencyLease()
    if turn is None:
        raise _Busy
    try:
        yield
    finally:
        turn.release()


class _Busy(Exception):
    """No slot became free in time."""


def _turns() -> ConcurrencyLimiter:
    return ConcurrencyLimiter(
        settings.TURNS_FOLDER, max_concurrent=max(1, settings.HEAVY_PAGES), max_wait_seconds=PATIENCE
    )


def _caller(request: HttpRequest) -> str:
    """The person, whatever their browser; for anonymous users, the network."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return f"person {actor.person_id}" if actor.person_id else f"network {network_in(request)[0]}"


def _ended_with(turn: ConcurrencyLease, view: View, *args: object, **kwargs: object) -> HttpResponseBase:
    """A streamed file holds its slot until its last chunk, or until the client disconnects."""
    is_over = True
    try:
        response = view(*args, **kwargs)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _Held(response.streaming_content, turn)  # type: ignore[arg-type]
            is_over = False
        return response
    finally:
        if is_over:
            turn.release()


class _Held:
    """Chunks of a file with the lease under which they are produced. Closing it unread also releases the lease."""

    def __init__(self, pieces: Iterable[bytes], turn: ConcurrencyLease) -> None:
        self._pieces, self._turn = pieces, turn

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self._turn.release()

    def close(self) -> None:
        self._turn.release()


def _busy(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "errors/busy.html", {"seconds": RETRY_SECONDS}, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
