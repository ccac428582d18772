"""Which of the requests that were received whole a process answers now: one, and more as soon as it lasts.

Python runs one thread at a time. Two short pages made at once take as long as one after the other, and both come late;
a long one (it reads much, or waits for the database) must hold nobody. So a page begins alone, and another begins
beside it once it has lasted ``LASTING_SECONDS``.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

LASTING_SECONDS = 0.1


class Task(Protocol):
    """A request, as waitress gives it."""

    def service(self) -> None: ...

    def cancel(self) -> None: ...


Inbox = SimpleQueue[Task | None]


class PageThreads:
    """The dispatcher of waitress, by ``count`` threads. The thread that worked last works next.

    What its connection to the database has read is still near.
    """

    def __init__(self, count: int) -> None:
        self.on_idle: Callable[[], None] = lambda: None
        """Called when a thread has nothing more to do: who waited for the page to end need wait no longer."""
        self._lock = threading.Lock()
        self._waiting: deque[Task] = deque()
        self._begun: dict[int, float] = {}
        self._idle: list[Inbox] = [SimpleQueue() for _ in range(count)]
        for inbox in self._idle:
            self._start(inbox)

    def add_task(self, task: Task) -> None:
        with self._lock:
            self._waiting.append(task)
            self._begin()

    def begin(self) -> None:
        """Gives what waits to a thread, when it may begin."""
        with self._lock:
            self._begin()

    def seconds_alone(self) -> float:
        """For how long the page that began last is still alone; 0: another may begin."""
        with self._lock:
            return self._seconds_alone()

    def shutdown(self, *, timeout: float = 0.0) -> None:
        """What waits is given up; ``timeout``: how long to wait for what has begun, in seconds."""
        with self._lock:
            given_up, self._waiting = self._waiting, deque()
        for task in given_up:
            task.cancel()
        until = time.monotonic() + timeout
        while self._begun and time.monotonic() < until:
            time.sleep(0.01)
        with self._lock:
            for inbox in self._idle:
                inbox.put(None)

    def _start(self, inbox: Inbox) -> None:
        threading.Thread(target=self._work, args=(inbox,), name=f"page-{id(inbox)}", daemon=True).start()

    def _seconds_alone(self) -> float:
        last = max(self._begun.values(), default=0.0)
        return max(0.0, last + LASTING_SECONDS - time.monotonic())

    def _begin(self) -> None:
        if self._waiting and self._idle and not self._seconds_alone():
            inbox = self._idle.pop()
            self._begun[id(inbox)] = time.monotonic()
            inbox.put(self._waiting.popleft())

    def _work(self, inbox: Inbox) -> None:
        """What escapes a page ends its thread (``threading.excepthook`` tells it): another reads the inbox."""
        is_over = False
        try:
            while (task := inbox.get()) is not None:
                try:
                    task.service()
                finally:
                    self._rest(inbox)
            is_over = True
        finally:
            if not is_over:
                self._start(inbox)

    def _rest(self, inbox: Inbox) -> None:
        with self._lock:
            del self._begun[id(inbox)]
            self._idle.append(inbox)
            self._begin()
            is_idle = id(inbox) not in self._begun
        if is_idle:
            self.on_idle()
