"""Signed-in readers of a served site: each page is measured in turn with an empty one, by several clients at once."""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from bench.measuring.timed_requests import percentile_95
from pacte.accounts.queries import person_by_email
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number

CLIENTS = 8
_BACKEND = "pacte.accounts.backends.PasswordBackend"
_SECOND_FACTOR = "PACTE_TOTP"


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A page of a reader, who is known by the cookie of their session."""

    key: str
    path: str
    cookie: str


@contextmanager
def without_second_factor() -> Iterator[None]:
    """Turn the second factor off: the served site reads its settings from the environment."""
    before = os.environ.get(_SECOND_FACTOR)
    os.environ[_SECOND_FACTOR] = "off"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SECOND_FACTOR]
        else:
            os.environ[_SECOND_FACTOR] = before


def signed_in_client(login: str) -> Client:
    """A client of this process for an account of the demonstration. Raise ``ConfigurationError`` without it."""
    person = person_by_email(login)
    if person is None:
        raise ConfigurationError("bench_login", f"La démonstration n’a pas de compte {login}.")
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(person, backend=_BACKEND)
    return client


def session_cookie(login: str) -> str:
    """The cookie that the served site takes for a session of this account."""
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={signed_in_client(login).cookies[name].value}"


def measure_pages(
    site: str, empty_path: str, pages: Sequence[MeasuredPage], *, repeat: int
) -> dict[str, dict[str, float]]:
    """Measure each page against the empty page, in alternating turns where all clients request the same page.

    Clients wait for one another: mixed with slower pages, the empty one would take as long as they do and every ratio
    would be about one. Turns are short, so that a slowdown of the machine affects both. Return by key the 95th
    percentile (``p95_ms``) and its ``ratio`` to that of the empty page.
    """
    # At least ten: all clients of a turn are affected by the same slowdown of the machine.
    turns = max(10, repeat // CLIENTS)
    by_page: dict[str, list[float]] = {page.key: [] for page in pages}
    empty: list[float] = []
    for turn in range(-1, turns):
        for page in pages:
            times = _fetch_all([(site + page.path, page.cookie)] * CLIENTS)
            base = _fetch_all([(site + empty_path, page.cookie)] * CLIENTS)
            # The first turn is a warm-up.
            if turn >= 0:
                by_page[page.key] += times
                empty += base
    empty_p95 = percentile_95(empty)
    print(f"Page vide : p95 {format_number(empty_p95 * 1000, 1)} ms, {CLIENTS} clients.")
    measures = {}
    for key, seconds in by_page.items():
        p95 = percentile_95(seconds)
        measures[key] = {"p95_ms": round(p95 * 1000, 1), "ratio": round(p95 / empty_p95, 2)}
        print(f"  {key:<50} {format_number(p95 * 1000, 1):>8} ms   {format_number(p95 / empty_p95, 2):>6} ×")
    return measures


def _fetch_all(page_requests: Sequence[tuple[str, str]]) -> list[float]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(_fetch, page_requests))


def _fetch(page_request: tuple[str, str]) -> float:
    """Return the seconds from the request to the last byte of the page. Raise if the response is not the page."""
    address, cookie = page_request
    request = urllib.request.Request(address, headers={"Cookie": cookie})  # noqa: S310 — our own server
    started = time.perf_counter()
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        answer.read()
        if answer.url != address:
            raise ConfigurationError("bench_page", f"{address} renvoie vers {answer.url}.")
    return time.perf_counter() - started
