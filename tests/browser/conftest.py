"""Fixtures of browser tests: the site started by ``./pacte demo``, and Chromium."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from pacte.cli.browser import system_browser
from pacte.cli.demo_day import DEFAULT_DAY
from pacte.demo.logins import PASSWORD
from tests.demonstration import DAY_OF_TWO_PLANS, bare_environment, copied_demonstration
from tests.effort import drawn
from tests.open_folder import open_folder

START_SECONDS = 240
_WHOLE_RUN = 5_000  # tests: more are not a choice of some
# Elements appear at once, except on a busy machine.
expect.set_options(timeout=30_000)
# The browser makes no request of its own to the outside.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--lang=fr",
]  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One worker runs all the browser tests: one site, one browser. Runs before xdist reads the groups.

    On a busy machine a browser may be too slow: a test that fails runs once more, and the report names it. A second
    failure fails the test. Among all the tests, half of those that take the pictures of the guide run on each commit.
    """
    pictures = [item for item in items if item.name.startswith("test_pictures_of_")]
    if len(items) > _WHOLE_RUN:
        left_out = {item.nodeid for item in pictures}
        left_out -= {item.nodeid for item in drawn(config, pictures, len(pictures) // 2)}
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left_out])
        items[:] = [item for item in items if item.nodeid not in left_out]
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass(frozen=True, slots=True)
class Site:
    """``day``: the day of its demonstration. ``mails``: where its letters are written."""

    address: str
    day: date
    mails: Path

    def url(self, path: str) -> str:
        return self.address + path


@contextmanager
def demonstration(day: date = DEFAULT_DAY, *, source: Path | None = None, days_later: int = 0) -> Iterator[Site]:
    """The demonstration of that day, served on a free port from a copy of its folder.

    ``source``: the folder of another source of the program than ours. ``days_later``: it went on by itself since.
    """
    port = _free_port()
    with open_folder() as home, (home / "log").open("w+") as log:
        copied_demonstration(home, day)
        _let_days_pass(home / "demo" / "day-offset", days_later)
        environment = bare_environment(home) | {"PACTE_URL": f"http://localhost:{port}"}
        environment |= {"PYTHONPATH": str(source)} if source else {}
        # One login serves a whole file of tests: no page may ask for a new proof of identity.
        environment |= {"PACTE_FRESH_MINUTES": "600", "PACTE_IDLE_MINUTES": "600"}
        server = subprocess.Popen(
            [sys.executable, "-m", "pacte", "demo", "--small", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://localhost:{port}/sante", server, Path(log.name))
            yield Site(f"http://localhost:{port}", day + timedelta(days=days_later), home / "demo" / "mail")
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Shared site, in which nobody changes the plan in force: who makes a draft gives it up at the end."""
    with demonstration() as served:
        yield served


@pytest.fixture(scope="session")
def workshop() -> Iterator[Site]:
    """Another shared site, of two plans, in which tests may change them. No test may rely on what the others left."""
    with demonstration(DAY_OF_TWO_PLANS) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=system_browser(), args=FLAGS)
        yield started
        started.close()


@contextmanager
def quiet_context(browser: Browser, site: Site, **more: Any) -> Iterator[BrowserContext]:
    """Browser context that fails if a page requests another origin, raises a script error or breaks the CSP."""
    made = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}, base_url=site.address, **more)
    strays: list[str] = []
    made.on("request", lambda request: strays.append(request.url) if _stray(request.url, site) else None)
    problems: list[str] = []
    made.on("weberror", lambda error: problems.append(str(error.error)))
    made.on(
        "console",
        lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield made
    made.close()
    assert strays == [], "a page asked something of another origin"
    assert problems == [], "a script failed, or broke the content security policy"


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    with quiet_context(browser, site) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def enter(page: Page, email: str) -> Page:
    """Logs in as a person of the demonstration, by the form."""
    page.goto("/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion/" not in url)
    return page


@pytest.fixture
def log_in(page: Page) -> Callable[[str], Page]:
    return partial(enter, page)


def _stray(url: str, site: Site) -> bool:
    return not url.startswith((site.address, "data:", "about:", "blob:"))


def _let_days_pass(offset: Path, days: int) -> None:
    if days:
        offset.write_text(f"{int(offset.read_text()) + days}\n", encoding="ascii")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the demonstration stopped: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the demonstration did not answer: {log.read_text()[-2000:]}")
