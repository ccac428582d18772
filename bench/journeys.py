"""Benchmarks the journey pages against an empty page, at real scale and beyond, in a temporary database."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from bench.measuring.alternating_readers import (
    CLIENTS,
    MeasuredPage,
    measure_pages,
    session_cookie,
    signed_in_client,
    without_second_factor,
)
from bench.measuring.temporary_database import temporary_database
from bench.measuring.timed_requests import running_site, timed_get
from pacte.accounts.row_context import acting_as
from pacte.audit.planner_statistics import analyze_tables
from pacte.demo.load import load_demo
from pacte.journeys.queries.totals import journey_total
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure les pages des conseillers, des organismes et de la Région face à une page vide, à grande échelle."
EXAMPLE = "./pacte bench journeys --people 100000"
NEEDS = "database"
INSTANCE = "bench"
LIMIT = 8.0
# Reader: (login, pages by name and query). Pages missing from this installation are skipped.
READERS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "adviser": (
        "conseil@pacte.example",
        (
            ("advisers:desk", ""), ("advisers:people", ""), ("outcomes:places", "par=age"), ("outcomes:risk", ""),
            ("advisers:ending", ""), ("advisers:never_entered", ""), ("advisers:campaigns", ""),
            ("outcomes:waiting", ""),
        ),
    ),
    "provider": (
        "organisme@pacte.example",
        (
            ("desks:home", ""), ("sessions:home", ""), ("attendance:home", ""),
            ("outcomes:places", "par=session"), ("outcomes:risk", ""), ("outcomes:waiting", ""),
        ),
    ),
    "region": (
        "pilote@pacte.example",
        (
            ("outcomes:places", "par=department"),
            ("outcomes:places", "par=provider"), ("outcomes:places", "par=session"),
            ("outcomes:places", "par=residence"), ("outcomes:risk", "semaines=12"), ("outcomes:waiting", ""),
            ("relations:setting", ""),
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
    with override_settings(TOTP_REQUIRED=False), without_second_factor():
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
            cookies = {reader: session_cookie(login) for reader, (login, _) in READERS.items()}
            asked = [MeasuredPage(key, path, cookies[reader]) for key, reader, path in _pages()]
            with running_site(database) as site:
                pages = measure_pages(site, reverse("legal"), asked, repeat=options.repeat)
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


def _pages() -> Iterator[tuple[str, str, str]]:
    """Yield (key, reader, path) for each page of this installation."""
    for reader, (_, pages) in READERS.items():
        for name, query in pages:
            try:
                path = reverse(name)
            except NoReverseMatch:
                continue
            yield f"{reader} {name}{f'?{query}' if query else ''}", reader, path + (f"?{query}" if query else "")


def _query_counts() -> dict[str, int]:
    """Return the number of queries of each page, read twice to exclude first-read effects."""
    clients = {reader: signed_in_client(login) for reader, (login, _) in READERS.items()}
    counts = {}
    for key, reader, path in _pages():
        timed_get(clients[reader], path)
        with CaptureQueriesContext(connection) as queries:
            timed_get(clients[reader], path)
        counts[key] = len(queries)
    return counts
