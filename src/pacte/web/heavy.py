"""Pages that cost seconds of a processor say so: a few are made at once, so that they never hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pacte.kernel.turns import Turn, Turns
from pacte.web.client_network import network_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

PATIENCE = 3.0  # seconds that a thread waits, and four of them at most
RETRY_SECONDS = 5
View = Callable[..., HttpResponseBase]


def heavy(view: View) -> View:
    """Waits for its turn a moment; else a page says that the machine is busy, and asks again by itself.

    A test finds every such view by its attribute ``is_heavy``.
    """

    @wraps(view)
    def in_turn(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            turn = _turns().take(_caller(request))
        except OSError:
            # No place left for a lock: pages that only read go on.
            return view(request, *args, **kwargs)
        if turn is None:
            return _busy(request)
        return _ended_with(turn, view, request, *args, **kwargs)

    in_turn.is_heavy = True  # type: ignore[attr-defined]
    return in_turn


def heavy_when_made(view: View) -> View:
    """For a view that keeps what it made, and takes its turn itself (``in_turn``) when it has nothing kept."""

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
    """Inside a view that is ``heavy_when_made``."""
    try:
        turn = _turns().take(_caller(request))
    except OSError:
        turn = Turn()
    if turn is None:
        raise _Busy
    try:
        yield
    finally:
        turn.end()


class _Busy(Exception):
    """No turn came free in time."""


def _turns() -> Turns:
    return Turns(settings.TURNS_FOLDER, at_once=max(1, settings.HEAVY_PAGES), patience=PATIENCE)


def _caller(request: HttpRequest) -> str:
    """A person, whatever their browser; without an account, a network."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return f"person {actor.person_id}" if actor.person_id else f"network {network_in(request)[0]}"


def _ended_with(turn: Turn, view: View, *args: object, **kwargs: object) -> HttpResponseBase:
    """A file that is written as it is read holds its turn until its last piece, or until nobody reads it any more."""
    is_over = True
    try:
        response = view(*args, **kwargs)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _Held(response.streaming_content, turn)  # type: ignore[arg-type]
            is_over = False
        return response
    finally:
        if is_over:
            turn.end()


class _Held:
    """Pieces of a file, and the turn under which they are made. Closed without being read, it ends the turn too."""

    def __init__(self, pieces: Iterable[bytes], turn: Turn) -> None:
        self._pieces, self._turn = pieces, turn

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self._turn.end()

    def close(self) -> None:
        self._turn.end()


def _busy(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "errors/busy.html", {"seconds": RETRY_SECONDS}, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
