"""Background work after a response: asking for a link takes the same time whether the e-mail is known or not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpResponseRedirect

_log = logging.getLogger(__name__)
_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="afterwards")

Work = Callable[[], None]


class RedirectThenRun(HttpResponseRedirect):
    """Redirects, then runs ``work`` in another thread once the response is sent and its transaction committed.

    The thread has the context variables of the request, such as its identifier in the logs.
    """

    def __init__(self, to: str, work: Work) -> None:
        super().__init__(to)
        self._work: Work | None = work
        # Taken now: the server closes the response outside the request.
        self._context = copy_context()

    def close(self) -> None:
        super().close()
        work, self._work = self._work, None
        if work is None:
            return
        if settings.WORK_IN_THREADS:
            _executor.submit(self._context.run, _run_and_close_connections, work).add_done_callback(_log_failure)
        else:
            work()


def _run_and_close_connections(work: Work) -> None:
    try:
        work()
    finally:
        connections.close_all()


def _log_failure(future: Future[Any]) -> None:
    error = future.exception()
    if error is not None:
        _log.error("work after an answer failed", exc_info=error)
