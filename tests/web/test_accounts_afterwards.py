"""Work that runs after the response is sent."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from threading import Event, current_thread, main_thread

import pytest
from pytest_django import Settings

from pacte.web.pages.accounts.emails import RedirectThenRun

# Closing a response sends a Django signal that checks the database connections.
pytestmark = pytest.mark.django_db


def test_the_work_waits_for_the_end_of_the_answer_and_is_done_once() -> None:
    done: list[str] = []
    answer = RedirectThenRun("/", lambda: done.append("work"))
    assert (answer.status_code, done) == (302, [])
    answer.close()
    answer.close()
    assert done == ["work"]


def test_a_served_site_does_it_in_another_thread(settings: Settings) -> None:
    settings.WORK_IN_THREADS = True
    started, where = Event(), []

    def work() -> None:
        where.append(current_thread())
        started.set()

    RedirectThenRun("/", work).close()
    assert started.wait(10)
    assert where[0] is not main_thread()


def test_the_thread_has_the_context_of_the_request(settings: Settings) -> None:
    settings.WORK_IN_THREADS = True
    identifier: ContextVar[str] = ContextVar("identifier", default="")
    done, seen = Event(), []

    def work() -> None:
        seen.append(identifier.get())
        done.set()

    token = identifier.set("request 7")
    answer = RedirectThenRun("/", work)
    identifier.reset(token)
    answer.close()
    assert done.wait(10)
    assert seen == ["request 7"]


def test_a_failure_there_is_written_in_the_log(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.WORK_IN_THREADS = True
    logged = Event()

    class Watch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.set()

    log = logging.getLogger("pacte.web.pages.accounts.emails")
    watch = Watch()
    log.addHandler(watch)

    def fail() -> None:
        raise ValueError("le courriel n’est pas parti")

    RedirectThenRun("/", fail).close()
    assert logged.wait(10)
    log.removeHandler(watch)
