"""One log line per job: its task, number, status and duration; never its arguments."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate import App, testing

from pacte.infra.job_log import log_job
from tests.log_lines import site_handler, written_json

TYPED = "Zqnomcanari"


def run_alone(work: Coroutine[Any, Any, object]) -> None:
    """In a thread of its own: in this one the browser of earlier tests keeps an event loop running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def _worked(*tasks: str) -> list[dict[str, Any]]:
    """Log lines of a worker that ran one job of each task, started as by ``jobs run``."""
    app = App(connector=testing.InMemoryConnector())

    @app.task(name="essai.reussi")
    def succeed(name: str) -> None:
        logging.getLogger("some.library").warning("something happens")

    @app.task(name="essai.echoue")
    def fail(name: str) -> None:
        raise RuntimeError(f"{name} is refused")

    async def work() -> None:
        async with app.open_async():
            for task in tasks:
                await app.configure_task(task).defer_async(name=TYPED)
            await app.run_worker_async(wait=False, install_signal_handlers=False, worker_middleware=[log_job])

    with written_json() as objects:
        run_alone(work())
    return objects


def test_a_job_has_one_line_and_its_records_show_it() -> None:
    library, line = _worked("essai.reussi")
    assert (line["logger"], line["level"]) == ("pacte.jobs", "INFO")
    assert (line["job"], line["job_id"], line["status"]) == ("essai.reussi", 1, "done")
    assert line["duration_ms"] >= 0
    assert line["message"] == f"essai.reussi done {line['duration_ms']} ms"
    assert library["request_id"] == line["request_id"] == "job-1"


def test_a_failed_job_has_one_line_with_its_traceback_and_without_its_arguments() -> None:
    lines = _worked("essai.echoue", "essai.reussi")
    failed, _, done = lines
    assert (failed["logger"], failed["level"], failed["status"]) == ("pacte.jobs", "ERROR", "failed")
    assert "test_job_log.py" in failed["traceback"]
    assert "RuntimeError: …" in failed["traceback"]
    assert (done["job_id"], done["status"]) == (2, "done")
    assert TYPED not in str(lines)


def test_the_failure_still_reaches_the_worker() -> None:
    async def fail() -> None:
        raise RuntimeError("the worker counts it")

    context: Any = SimpleNamespace(job=SimpleNamespace(id=3, task_name="essai"))
    with pytest.raises(RuntimeError, match="counts it"):
        run_alone(log_job(fail, context, context))


def test_lines_are_read_after_a_test_whose_captured_output_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    captured = io.TextIOWrapper(io.BytesIO())
    captured.close()
    monkeypatch.setattr(site_handler(), "stream", captured)
    assert [each["job"] for each in _worked("essai.reussi") if "job" in each] == ["essai.reussi"]


def test_a_browser_that_keeps_an_event_loop_running_changes_nothing() -> None:
    lines: list[dict[str, Any]] = []

    async def read_inside_a_loop() -> None:
        lines.extend(_worked("essai.reussi"))

    run_alone(read_inside_a_loop())
    assert [each["job"] for each in lines if "job" in each] == ["essai.reussi"]
