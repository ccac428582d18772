"""The thread pool of the site: pages start one at a time, and a slow page does not block the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue

import pytest

from pacte.cli import page_threads
from pacte.cli.buffered_worker import log_thread_exception
from pacte.cli.page_threads import SLOW_PAGE_SECONDS, PageThreads

PATIENCE = 10.0


@dataclass
class Page:
    """A page that ends on demand."""

    began: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False
    thread: str = ""
    error: BaseException | None = None

    def service(self) -> None:
        self.thread = threading.current_thread().name
        self.began.set()
        assert self.may_end.wait(PATIENCE)
        if self.error is not None:
            raise self.error

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(page_threads.time, "monotonic", found.monotonic)
    return found


@pytest.fixture
def pages(clock: Clock) -> Iterator[PageThreads]:
    """A pool of three threads."""
    found = PageThreads(3)
    yield found
    found.shutdown()


def ended(pages: PageThreads, page: Page) -> None:
    idle = threading.Event()
    pages.on_idle = idle.set
    page.may_end.set()
    assert idle.wait(PATIENCE)


def test_a_page_begins_when_the_one_before_has_ended(pages: PageThreads) -> None:
    first, second = Page(), Page()
    second.may_end.set()
    pages.add_task(first)
    assert first.began.wait(PATIENCE)
    pages.add_task(second)
    assert pages.seconds_before_next() == pytest.approx(SLOW_PAGE_SECONDS)
    assert not second.began.is_set()
    ended(pages, first)
    assert second.began.is_set()


def test_a_page_that_lasts_holds_nobody(pages: PageThreads, clock: Clock) -> None:
    first, second, third = Page(), Page(), Page()
    for page in (first, second, third):
        pages.add_task(page)
    assert first.began.wait(PATIENCE)
    clock.now += SLOW_PAGE_SECONDS
    pages.start_next()
    assert second.began.wait(PATIENCE)
    assert not third.began.is_set(), "the second has just begun"
    clock.now += SLOW_PAGE_SECONDS
    pages.start_next()
    assert third.began.wait(PATIENCE)
    for page in (first, second, third):
        page.may_end.set()


def test_no_more_pages_than_threads_are_made_at_once(pages: PageThreads, clock: Clock) -> None:
    asked = [Page() for _ in range(4)]
    for page in asked:
        pages.add_task(page)
        clock.now += SLOW_PAGE_SECONDS
    pages.start_next()
    assert all(page.began.wait(PATIENCE) for page in asked[:3])
    assert not asked[3].began.is_set()
    asked[3].may_end.set()
    asked[0].may_end.set()
    assert asked[3].began.wait(PATIENCE)
    for page in asked:
        page.may_end.set()


def test_the_thread_that_worked_last_works_next(pages: PageThreads) -> None:
    names = set()
    for _ in range(5):
        page = Page()
        pages.add_task(page)
        ended(pages, page)
        names.add(page.thread)
    assert len(names) == 1


def test_what_escapes_a_page_is_logged_and_leaves_as_many_threads(
    pages: PageThreads, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: SimpleQueue[type[BaseException]] = SimpleQueue()

    def tell(of: threading.ExceptHookArgs) -> None:
        log_thread_exception(of)
        told.put(of.exc_type)

    monkeypatch.setattr(threading, "excepthook", tell)
    errors = [ValueError("one"), SystemExit(), ValueError("two"), ValueError("three")]
    for error in errors:
        page = Page(error=error)
        pages.add_task(page)
        ended(pages, page)
        assert told.get(timeout=PATIENCE) is type(error)
    last = Page()
    pages.add_task(last)
    assert last.began.wait(PATIENCE)
    last.may_end.set()
    assert all(f"ValueError: {which}" in caplog.text for which in ("one", "two", "three"))


def test_what_waits_is_given_up_at_the_end(pages: PageThreads) -> None:
    first, second = Page(), Page()
    pages.add_task(first)
    pages.add_task(second)
    pages.shutdown()
    assert second.cancelled
    assert not second.began.is_set()
    first.may_end.set()
