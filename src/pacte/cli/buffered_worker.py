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
from pacte.cli.request_arrival import DatedChannel

# Minimum pace of a request after a grace period: a phone on a bad network meets it, an idle open socket does not.
START_GRACE_SECONDS = 20.0
MIN_BYTES_PER_SECOND = 2_000
IDLE_SECONDS = 30
# Open sockets per process. Near the limit, connections that wait for their client are closed first.
MAX_SOCKETS = 900
_RESERVED_SOCKETS = 100
_MAX_HEADER_BYTES = 32 * 1024
_MAX_BODY_BYTES = 80 * 1024 * 1024  # The largest upload accepted by a page is 64 MiB.
# A response waits for a slow client on disk, not in a thread.
_MAX_OUTPUT_BUFFER_BYTES = 4 * 1024**3
_SWEEP_SECONDS = 1.0
_LINGER_SECONDS = 2.0


class PartialRequest(Protocol):
    """Attributes of a partially received waitress request."""

    header_bytes_received: int
    body_bytes_received: int


@dataclass(slots=True)
class ArrivalTracker:
    """Start time of each partially received request.

    ``late_keys`` returns those that are too slow; times in seconds.
    """

    _starts: dict[int, tuple[PartialRequest, float]] = field(default_factory=dict)

    def late_keys(self, partial: dict[int, PartialRequest], now: float) -> list[int]:
        self._starts = {key: (request, self._start(key, request, now)) for key, request in partial.items()}
        return [key for key, (request, start) in self._starts.items() if now - start > allowed_receive_seconds(request)]

    def _start(self, key: int, request: PartialRequest, now: float) -> float:
        previous = self._starts.get(key)
        return previous[1] if previous is not None and previous[0] is request else now


def allowed_receive_seconds(request: PartialRequest) -> float:
    """Return how long a request may take to arrive, given the bytes already received."""
    received = request.header_bytes_received + request.body_bytes_received
    return START_GRACE_SECONDS + received / MIN_BYTES_PER_SECOND


class BufferedWorker(Worker):
    """Worker whose threads answer complete requests; its loop receives them and sends the responses."""

    alive: bool

    def run(self) -> None:
        threading.excepthook = log_thread_exception
        sockets = [listener.sock for listener in self.sockets]
        channels: dict[int, Any] = {}
        pages = PageThreads(self.cfg.threads)
        create_server(
            self._count_and_call,
            map=channels,
            sockets=sockets,
            _dispatcher=pages,
            ident=None,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=5,
            connection_limit=MAX_SOCKETS + _RESERVED_SOCKETS,
            asyncore_use_poll=True,
            max_request_header_size=_MAX_HEADER_BYTES,
            max_request_body_size=_MAX_BODY_BYTES,
            outbuf_high_watermark=_MAX_OUTPUT_BUFFER_BYTES,
            # Django decides which forwarded headers to trust: PACTE_BEHIND_PROXY.
            clear_untrusted_proxy_headers=False,
        )
        self._loop(channels, pages)
        for listener in self.sockets:
            listener.close()

    def _loop(self, channels: dict[int, Any], pages: PageThreads) -> None:
        arrivals, swept = ArrivalTracker(), 0.0
        listeners = [each for each in channels.values() if each.accepting]
        for each in listeners:
            each.channel_class = DatedChannel
        pages.on_idle = listeners[0].pull_trigger
        while self.alive and self.ppid == os.getppid():
            self.notify()
            for each in listeners:
                # While a page has just started here, leave new connections to an idle process.
                each.accepting = not pages.seconds_before_next()
            _run_loop_once(channels, pages, max_seconds=1.0)
            if (now := time.monotonic()) - swept >= _SWEEP_SECONDS:
                swept = now
                _close_slow_clients(_clients(channels), arrivals, now)
                if self.nr >= self.max_requests or self._is_stuck(channels):
                    self.alive = False
        for each in listeners:
            each.del_channel(channels)
        self._drain(channels, pages)
        pages.shutdown(timeout=1)

    def _is_stuck(self, channels: dict[int, Any]) -> bool:
        """Return True when a response takes longer than ``timeout``: the process is then replaced."""
        oldest = min((each.last_activity for each in _clients(channels) if each.requests), default=time.time())
        return bool(time.time() - oldest > self.timeout)

    def _drain(self, channels: dict[int, Any], pages: PageThreads) -> None:
        """Accept nothing new and answer complete requests, within gunicorn's ``graceful_timeout``."""
        started = time.monotonic()
        while (elapsed := time.monotonic() - started) < self.cfg.graceful_timeout:
            if not any(_has_pending_response(each, elapsed) for each in _clients(channels)):
                return
            self.notify()
            _run_loop_once(channels, pages, max_seconds=0.2)

    def _count_and_call(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.nr += 1
        response: Iterable[bytes] = self.wsgi(environ, start_response)
        return response


def _run_loop_once(channels: dict[int, Any], pages: PageThreads, *, max_seconds: float) -> None:
    """Run one loop turn: wait for an event, then start the next page if possible."""
    delay = pages.seconds_before_next()
    # ``poll`` counts whole milliseconds: a shorter timeout would not wait and would spin.
    wasyncore.loop(timeout=max(delay, 0.001) if delay else max_seconds, use_poll=True, map=channels, count=1)
    pages.start_next()


def log_thread_exception(hook_args: threading.ExceptHookArgs) -> None:
    """Log the exception that ended a thread, through the redacting logger."""
    if hook_args.exc_value is not None:
        exc_info = (hook_args.exc_type, hook_args.exc_value, hook_args.exc_traceback)
        logging.getLogger("pacte.pages").error("A thread of pages ended by an error", exc_info=exc_info)


def _has_pending_response(channel: HTTPChannel, elapsed: float) -> bool:
    """Return True when a response is being made or sent, or when a new connection may still send its request."""
    if channel.requests or channel.total_outbufs_len:
        return True
    return elapsed < _LINGER_SECONDS and time.time() - channel.last_activity < _LINGER_SECONDS


def _clients(channels: dict[int, Any]) -> list[HTTPChannel]:
    return [each for each in list(channels.values()) if isinstance(each, HTTPChannel)]


def _close_slow_clients(clients: list[HTTPChannel], arrivals: ArrivalTracker, now: float) -> None:
    """Close connections that are too slow, then the oldest idle ones when sockets run short."""
    by_number = {id(each): each for each in clients}
    partial = {number: each.request for number, each in by_number.items() if each.request is not None}
    for number in arrivals.late_keys(partial, now):
        by_number.pop(number).handle_close()
    waiting = sorted((each for each in by_number.values() if not each.requests), key=lambda each: each.creation_time)
    for each in waiting[: max(0, len(by_number) - MAX_SOCKETS)]:
        each.handle_close()
