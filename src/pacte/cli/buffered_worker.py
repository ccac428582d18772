"""gunicorn worker for pages: a thread starts only when the whole request has been received.

gunicorn's own ``sync`` and ``gthread`` workers read a request in the thread that answers it: as many half-sent requests
as threads block the site, for as long as the client wants. Here waitress receives requests in one loop and buffers
headers and body, in a temporary file when large. gunicorn still manages processes, restarts and users (docs/adr/0024).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

from pacte.cli.page_threads import PageThreads

# Minimum pace of a request after a grace period: a phone on a bad network meets it, an idle open socket does not.
START_SECONDS = 20.0
SLOWEST_BYTES_A_SECOND = 2_000
IDLE_SECONDS = 30
# Open sockets per process. Near the limit, connections that wait for their client are closed first.
MOST_SOCKETS = 900
_ROOM_KEPT = 100
_MOST_HEADER_BYTES = 32 * 1024
_MOST_BODY_BYTES = 80 * 1024 * 1024  # The largest upload accepted by a page is 64 MiB.
# A response waits for a slow client on disk, not in a thread.
_MOST_WAITING_BYTES = 4 * 1024**3
_SWEEP_SECONDS = 1.0
_LINGER_SECONDS = 2.0


class Received(Protocol):
    """Attributes of a partially received waitress request."""

    header_bytes_received: int
    body_bytes_received: int


@dataclass(slots=True)
class Arrivals:
    """Start time of each partially received request. ``late_keys`` returns those that are too slow; times in seconds."""

    _began: dict[int, tuple[Received, float]] = field(default_factory=dict)

    def late(self, partial: dict[int, Received], now: float) -> list[int]:
        self._began = {key: (request, self._start(key, request, now)) for key, request in partial.items()}
        return [key for key, (request, began) in self._began.items() if now - began > allowed_seconds(request)]

    def _start(self, key: int, request: Received, now: float) -> float:
        known = self._began.get(key)
        return known[1] if known is not None and known[0] is request else now


def allowed_seconds(request: Received) -> float:
    """Return how long a request may take to arrive, given the bytes already received."""
    received = request.header_bytes_received + request.body_bytes_received
    return START_SECONDS + received / SLOWEST_BYTES_A_SECOND


class BufferedWorker(Worker):
    """Worker whose threads answer complete requests; its loop receives them and sends the responses."""

    alive: bool

    def run(self) -> None:
        threading.excepthook = log_end_of_thread
        sockets = [listener.sock for listener in self.sockets]
        channels: dict[int, Any] = {}
        pages = PageThreads(self.cfg.threads)
        create_server(
            self._counted,
            map=channels,
            sockets=sockets,
            _dispatcher=pages,
            ident=None,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=5,
            connection_limit=MOST_SOCKETS + _ROOM_KEPT,
            asyncore_use_poll=True,
            max_request_header_size=_MOST_HEADER_BYTES,
            max_request_body_size=_MOST_BODY_BYTES,
            outbuf_high_watermark=_MOST_WAITING_BYTES,
            # Django decides which forwarded headers to trust: PACTE_BEHIND_PROXY.
            clear_untrusted_proxy_headers=False,
        )
        self._loop(channels, pages)
        for listener in self.sockets:
            listener.close()

    def _loop(self, channels: dict[int, Any], pages: PageThreads) -> None:
        arrivals, swept = Arrivals(), 0.0
        listeners = [each for each in channels.values() if each.accepting]
        pages.on_idle = listeners[0].pull_trigger
        while self.alive and self.ppid == os.getppid():
            self.notify()
            for each in listeners:
                # While a page has just started here, leave new connections to an idle process.
                each.accepting = not pages.seconds_alone()
            _turn(channels, pages, most_seconds=1.0)
            if (now := time.monotonic()) - swept >= _SWEEP_SECONDS:
                swept = now
                _sweep(_clients(channels), arrivals, now)
                if self.nr >= self.max_requests or self._hangs(channels):
                    self.alive = False
        for each in listeners:
            each.del_channel(channels)
        self._finish(channels, pages)
        pages.shutdown(timeout=1)

    def _hangs(self, channels: dict[int, Any]) -> bool:
        """Return True when a response takes longer than ``timeout``: the process is then replaced."""
        oldest = min((each.last_activity for each in _clients(channels) if each.requests), default=time.time())
        return bool(time.time() - oldest > self.timeout)

    def _finish(self, channels: dict[int, Any], pages: PageThreads) -> None:
        """Accept nothing new and answer complete requests, within gunicorn's ``graceful_timeout``."""
        started = time.monotonic()
        while (passed := time.monotonic() - started) < self.cfg.graceful_timeout:
            if not any(_is_owed_an_answer(each, passed) for each in _clients(channels)):
                return
            self.notify()
            _turn(channels, pages, most_seconds=0.2)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.nr += 1
        answer: Iterable[bytes] = self.wsgi(environ, start_response)
        return answer


def _turn(channels: dict[int, Any], pages: PageThreads, *, most_seconds: float) -> None:
    """Run one loop turn: wait for an event, then start the next page if possible."""
    alone = pages.seconds_alone()
    # ``poll`` counts whole milliseconds: a shorter timeout would not wait and would spin.
    wasyncore.loop(timeout=max(alone, 0.001) if alone else most_seconds, use_poll=True, map=channels, count=1)
    pages.begin()


def log_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    """Log the exception that ended a thread, through the redacting logger."""
    if ended.exc_value is not None:
        told = (ended.exc_type, ended.exc_value, ended.exc_traceback)
        logging.getLogger("pacte.pages").error("A thread of pages ended by an error", exc_info=told)


def _is_owed_an_answer(channel: HTTPChannel, passed: float) -> bool:
    """Return True when a response is being made or sent, or when a new connection may still send its request."""
    if channel.requests or channel.total_outbufs_len:
        return True
    return passed < _LINGER_SECONDS and time.time() - channel.last_activity < _LINGER_SECONDS


def _clients(channels: dict[int, Any]) -> list[HTTPChannel]:
    return [each for each in list(channels.values()) if isinstance(each, HTTPChannel)]


def _sweep(clients: list[HTTPChannel], arrivals: Arrivals, now: float) -> None:
    """Close connections that are too slow, then the oldest idle ones when sockets run short."""
    by_number = {id(each): each for each in clients}
    partial = {number: each.request for number, each in by_number.items() if each.request is not None}
    for number in arrivals.late(partial, now):
        by_number.pop(number).handle_close()
    waiting = sorted((each for each in by_number.values() if not each.requests), key=lambda each: each.creation_time)
    for each in waiting[: max(0, len(by_number) - MOST_SOCKETS)]:
        each.handle_close()
