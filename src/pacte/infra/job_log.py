"""One log line per background job: its task, identifier, status and duration. Never its arguments."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pacte.infra.log_context import log_identifier

if TYPE_CHECKING:
    from procrastinate import JobContext
    from procrastinate.worker import Worker

_log = logging.getLogger("pacte.jobs")


async def log_job(run_job: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
    """Worker middleware of Procrastinate: runs the job, then logs it. A failure is logged with its traceback."""
    with log_identifier(f"job-{context.job.id}"):
        started, is_done = time.perf_counter(), False
        try:
            result = await run_job()
            is_done = True
            return result
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000)
            fields = {
                "job": context.job.task_name,
                "job_id": context.job.id,
                "status": "done" if is_done else "failed",
                "duration_ms": milliseconds,
            }
            _log.log(
                logging.INFO if is_done else logging.ERROR,
                "%s %s %s ms", context.job.task_name, fields["status"], milliseconds,
                exc_info=None if is_done else sys.exception(),
                extra={"fields": fields},
            )  # fmt: skip


class JobErrorFilter(logging.Filter):
    """Rejects Procrastinate's own line about a failed job: it doubles ours, and shows the arguments of the job."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "action", None) != "job_error"
