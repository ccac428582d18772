"""Dispatcher that runs one page at a time per process, and starts another when the current one is slow.

Python runs one thread at a time. Two short pages run together take as long as one after the other, and both are late; a
long page (many reads, or waiting for the database) must not block others. So a page starts alone, and another starts
once it has lasted ``SLOW_PAGE_SECONDS``.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

SLOW_PAGE_SECONDS = 0.1


class Task(Protocol):
    """A waitress request."""

    def service(self) -> None: ...

    def cancel(self) -> None: ...


Inbox = SimpleQueue[Task | None]


class PageThreads:
    """waitress dispatcher with ``count`` threads. The last thread used is the next one to run.

    Its database connection has the warmest caches.
    """

    def __init__(self, count: int) -> None:
        self.on_idle: Callable[[], None] = lambda: None
        """Called when a thread has nothing more to do: who waited for the page to end need wait no longer."""
        self._lock = threading.Lock()
        self._waiting: deque[Task] = deque()
        self._start_times: dict[int, float] = {}
        self._idle: list[Inbox] = [SimpleQueue() for _ in range(count)]
        for inbox in self._idle:
            self._start(inbox)

    def add_task(self, task: Task) -> None:
        with self._lock:
            self._waiting.append(task)
            self._start_next()

    def start_next(self) -> None:
        """Start the next waiting page on a thread, if allowed."""
        with self._lock:
            self._start_next()

    def seconds_before_next(self) -> float:
        """Return the seconds until another page may start; 0: now."""
        with self._lock:
            return self._seconds_before_next()

    def shutdown(self, *, timeout: float = 0.0) -> None:
        """Cancel waiting pages, and wait up to ``timeout`` seconds for running ones."""
        with self._lock:
            cancelled_tasks, self._waiting = self._waiting, deque()
        for task in cancelled_tasks:
            task.cancel()
        deadline = time.monotonic() + timeout
        while self._start_times and time.monotonic() < deadline:
            time.sleep(0.01)
        with self._lock:
            for inbox in self._idle:
                inbox.put(None)

    def _start(self, inbox: Inbox) -> None:
        threading.Thread(target=self._work, args=(inbox,), name=f"page-{id(inbox)}", daemon=True).start()

    def _seconds_before_next(self) -> float:
        last = max(self._start_times.values(), default=0.0)
        return max(0.0, last + SLOW_PAGE_SECONDS - time.monotonic())

    def _start_next(self) -> None:
        if self._waiting and self._idle and not self._seconds_before_next():
            inbox = self._idle.pop()
            self._start_times[id(inbox)] = time.monotonic()
            inbox.put(self._waiting.popleft())

    def _work(self, inbox: Inbox) -> None:
        """Run tasks from the inbox. An uncaught exception ends the thread and a new one takes over the inbox.

        ``threading.excepthook`` logs the exception.
        """
        is_stopping = False
        try:
            while (task := inbox.get()) is not None:
                try:
                    task.service()
                finally:
                    self._finish_task(inbox)
            is_stopping = True
        finally:
            if not is_stopping:
                self._start(inbox)

    def _finish_task(self, inbox: Inbox) -> None:
        with self._lock:
            del self._start_times[id(inbox)]
            self._idle.append(inbox)
            self._start_next()
            is_idle = id(inbox) not in self._start_times
        if is_idle:
            self.on_idle()
