"""Benchmarks the journey pages against an empty page, at real scale and beyond, in a temporary database."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from bench.measuring.temporary_database import temporary_database
from bench.measuring.timed_requests import percentile_95, running_site, timed_get
from pacte.accounts.queries import person_by_email
from pacte.accounts.row_context import acting_as
from pacte.audit.planner_statistics import analyze_tables
from pacte.demo.load import load_demo
from pacte.journeys.queries.totals import journey_total
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure les pages des conseillers, des organismes et de la Région face à une page vide, à grande échelle."
EXAMPLE = "./pacte bench journeys --people 100000"
NEEDS = "database"
INSTANCE = "bench"
LIMIT, CLIENTS = 8.0, 8
_BACKEND = "pacte.accounts.backends.PasswordBackend"
# Reader: (login, pages by name and query). Pages missing from this installation are skipped.
READERS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "adviser": (
        "conseil@pacte.example",
        (("advisers:desk", ""), ("advisers:people", ""), ("outcomes:places", "par=age"), ("outcomes:risk", "")),
    ),
    "provider": (
        "organisme@pacte.example",
        (
            ("desks:home", ""), ("sessions:home", ""), ("attendance:home", ""),
            ("outcomes:places", "par=session"), ("outcomes:risk", ""),
        ),
    ),
    "region": (
        "pilote@pacte.example",
        (
            ("outcomes:places", "par=department"),
            ("outcomes:places", "par=provider"), ("outcomes:places", "par=session"),
            ("outcomes:places", "par=residence"), ("outcomes:risk", "semaines=12"),
        ),
    ),
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=100_000, metavar="N", help="personnes inventées (100 000)")
    parser.add_argument("--repeat", type=int, default=40, metavar="N", help="lectures de chaque page (40)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in a temporary database, removed at the end."""
    share = options.people / 100_000
    with override_settings(TOTP_REQUIRED=False), _without_second_factor():
        with temporary_database():
            _load(actor, share / 20)
            queries_small = _query_counts()
        with temporary_database() as database:
            started = time.monotonic()
            loaded = _load(actor, share)
            loaded["load_s"] = round(time.monotonic() - started, 1)
            print(
                f"{format_number(loaded['journeys'])} parcours, {format_number(loaded['steps'])} étapes en "
                f"{loaded['load_s']} s."
            )
            queries_full = _query_counts()
            cookies = {reader: _cookie(login) for reader, (login, _) in READERS.items()}
            with running_site(database) as site:
                pages = _measure_pages(site, cookies, options.repeat)
    for key, page in pages.items():
        page["queries"], page["queries_at_a_twentieth"] = queries_full[key], queries_small[key]
    worst = max(page["ratio"] for page in pages.values())
    summary = {
        **loaded, "clients": CLIENTS, "pages": pages, "worst_ratio": worst, "limit": LIMIT,
        "queries_constant": queries_full == queries_small, "within": worst <= LIMIT and queries_full == queries_small,
    }  # fmt: skip
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _load(actor: Actor, share: float) -> dict[str, float]:
    """Load the demo data by COPY, with its journeys twice. Its facts belong to the temporary database only."""
    with tempfile.TemporaryDirectory(prefix="pacte-bench-") as facts, override_settings(FACTS_FOLDER=Path(facts)):
        counts = load_demo(actor=actor, share=share, repeats=1).region
        with acting_as(actor):
            total = journey_total(actor=actor)
            analyze_tables()
    return {"people": counts.people, "sessions": counts.sessions, "journeys": total, "steps": counts.steps}


@contextmanager
def _without_second_factor() -> Iterator[None]:
    """Turn the second factor off: the served site reads its settings from the environment."""
    before = os.environ.get("PACTE_TOTP")
    os.environ["PACTE_TOTP"] = "off"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PACTE_TOTP"]
        else:
            os.environ["PACTE_TOTP"] = before


def _pages() -> Iterator[tuple[str, str, str]]:
    """Yield (key, reader, path) for each page of this installation."""
    for reader, (_, pages) in READERS.items():
        for name, query in pages:
            try:
                path = reverse(name)
            except NoReverseMatch:
                continue
            yield f"{reader} {name}{f'?{query}' if query else ''}", reader, path + (f"?{query}" if query else "")


def _client(login: str) -> Client:
    person = person_by_email(login)
    if person is None:
        raise ConfigurationError("bench_login", f"La démonstration n’a pas de compte {login}.")
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(person, backend=_BACKEND)
    return client


def _cookie(login: str) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={_client(login).cookies[name].value}"


def _query_counts() -> dict[str, int]:
    """Return the number of queries of each page, read twice to exclude first-read effects."""
    clients = {reader: _client(login) for reader, (login, _) in READERS.items()}
    counts = {}
    for key, reader, path in _pages():
        timed_get(clients[reader], path)
        with CaptureQueriesContext(connection) as queries:
            timed_get(clients[reader], path)
        counts[key] = len(queries)
    return counts


def _measure_pages(site: str, cookies: dict[str, str], repeat: int) -> dict[str, dict[str, float]]:
    """Measure each page against the empty page, in alternating turns where all clients request the same page.

    Clients wait for one another: mixed with slower pages, the empty one would take as long as they do and every ratio
    would be about one. Turns are short, so that a slowdown of the machine affects both.
    """
    pages = list(_pages())
    # At least ten: all clients of a turn are affected by the same slowdown of the machine.
    turns = max(10, repeat // CLIENTS)
    by_page: dict[str, list[float]] = {key: [] for key, _, _ in pages}
    bare: list[float] = []
    for turn in range(-1, turns):
        for key, reader, path in pages:
            page, empty = [(site + path, cookies[reader])], [(site + reverse("legal"), cookies[reader])]
            times, base = _fetch_all(page * CLIENTS), _fetch_all(empty * CLIENTS)
            # The first turn is a warm-up.
            if turn >= 0:
                by_page[key] += times
                bare += base
    empty_p95 = percentile_95(bare)
    print(f"Page vide : p95 {format_number(empty_p95 * 1000, 1)} ms, {CLIENTS} clients.")
    page_measures = {}
    for key, seconds in by_page.items():
        p95 = percentile_95(seconds)
        page_measures[key] = {"p95_ms": round(p95 * 1000, 1), "ratio": round(p95 / empty_p95, 2)}
        print(f"  {key:<50} {format_number(p95 * 1000, 1):>8} ms   {format_number(p95 / empty_p95, 2):>6} ×")
    return page_measures


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
