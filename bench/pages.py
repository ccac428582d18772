"""Benchmarks every page of every role on the demonstration against a bare view of the same process and the same run.

Pages: those that a role reaches by its links from the home page (a trainee: from their personal link, their own pages
only), at most two objects of each name of the URL configuration; files and forms to send are not measured. The
demonstration is read as it stands, and loaded when absent: as for any reader, reading sensitive facts is audited.

Bare view: the same middleware, the same signed-in person, one « select 1 », an empty body. It is asked before each
page, so that a slowdown of the machine affects both. Figures:

- ``p95_ratio``: 95th percentile of all readings of pages, over that of all readings of the bare view;
- ``median_ratio``: the same of medians;
- ``ratio`` of a page: median of its readings over the median of the bare view of the same role; ``ms``: that median;
- ``queries``: statements of one reading, without those that begin, end or mark a transaction;
- ``frame``: the frame of a page with nothing in it;
- ``refused_readings``: those that did not answer 200 (a limit of requests, say), which no figure holds.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client, override_settings

from bench.measuring.crawl import ReachedPage, reach_pages
from bench.measuring.page_urls import BARE_PATH, FRAME_PATH
from bench.measuring.timed_requests import count_queries, percentile_95, timed_get
from pacte.accounts.queries import person_by_email
from pacte.accounts.row_context import acting_as
from pacte.cli.demo_day import ensure_demo_ready
from pacte.cli.progress import ProgressBar
from pacte.demo.load import load_demo
from pacte.demo.logins import demo_logins
from pacte.demo.sample_trainee import trainee_path
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure toutes les pages de tous les rôles de la démonstration, face à une vue nue."
EXAMPLE = "./pacte bench pages --rounds 5"
NEEDS = "database"
INSTANCE = "demo"
WORST = 10
FRAME_LIMIT, FRAME_QUERIES = 3.0, 3
_PAGES_PER_FRAME = 5
_ANONYMOUS, _TRAINEE = "anonymous", "trainee"


@dataclass(slots=True)
class PageReadings:
    """Seconds of each reading of one page by one role; ``refused``: the statuses of those that were no 200."""

    role: str
    page: ReachedPage
    seconds: list[float] = field(default_factory=list)
    queries: int = 0
    refused: list[int] = field(default_factory=list)


@dataclass(slots=True)
class RoleReadings:
    """``frame`` and ``bare``: seconds of each reading."""

    role: str
    client: Client
    pages: list[PageReadings]
    bare: list[float] = field(default_factory=list)
    frame: list[float] = field(default_factory=list)
    bare_queries: int = 0
    frame_queries: int = 0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="lectures de chaque page (5)")
    parser.add_argument("--role", action="append", metavar="CODE", help="ce rôle seulement (plusieurs fois : ceux-là)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Load the demonstration when it is absent, find the pages of each role, then read them."""
    ensure_demo_ready(actor=actor)
    load_demo(actor=actor)
    with override_settings(ROOT_URLCONF="bench.measuring.page_urls", TOTP_REQUIRED=False):
        roles = []
        file_names: set[str] = set()
        with _signed_in_readers(actor) as readers:
            for role, (client, start) in readers.items():
                if options.role and role not in options.role:
                    continue
                pages, counts = reach_pages(client, start, file_names=file_names)
                # What a trainee reads beside their own pages is what nobody signed in reads.
                pages = [page for page in pages if role != _TRAINEE or page.name.startswith("learner_portal:")]
                roles.append(RoleReadings(role, client, [PageReadings(role, page) for page in pages]))
                refused = f" ; refus : {', '.join(counts.refused)}" if counts.refused else ""
                print(f"{role} : {len(pages)} pages, {counts.files} fichiers{refused}.", flush=True)
            _read_all(roles, options.rounds)
            for each in roles:
                _show_refused(each)
                _count_queries(each)
    print(json.dumps(_summary(roles, options.rounds), ensure_ascii=False))
    return 0


@contextmanager
def _signed_in_readers(actor: Actor) -> Iterator[dict[str, tuple[Client, str]]]:
    """Yield (client, first address) by role: nobody, the first login of each role, a trainee. Sessions are deleted."""
    readers = {_ANONYMOUS: (_new_client(), "/")}
    for login in demo_logins():
        if login.role in readers:
            continue
        person = person_by_email(login.email)
        if person is None:
            raise ConfigurationError("bench_login", f"La démonstration n’a pas de compte {login.email}.")
        client = _new_client()
        client.force_login(person, backend="pacte.accounts.backends.PasswordBackend")
        readers[str(login.role)] = client, "/"
    with acting_as(actor):
        readers[_TRAINEE] = _new_client(), trainee_path(actor=actor)
    try:
        yield readers
    finally:
        for client, _ in readers.values():
            client.logout()


def _new_client() -> Client:
    return Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])


def _read_all(roles: list[RoleReadings], rounds: int) -> None:
    """Read each page in turn, the bare view before each of them. The crawl has warmed the caches."""
    for each in roles:
        for path in (BARE_PATH, FRAME_PATH):
            timed_get(each.client, path)
    # Exclude what was loaded from garbage collection, as in a server that has been running.
    gc.collect()
    gc.freeze()
    bar = ProgressBar("Lectures", rounds, "tours", 1)
    for rank in range(rounds):
        for each in roles:
            for number, readings in enumerate(each.pages):
                each.bare.append(timed_get(each.client, BARE_PATH))
                _read(each.client, readings)
                if number % _PAGES_PER_FRAME == 0:
                    each.frame.append(timed_get(each.client, FRAME_PATH))
        bar.update(rank + 1)
    bar.clear()


def _read(client: Client, readings: PageReadings) -> None:
    started = time.perf_counter()
    answer = client.get(readings.page.address)
    elapsed = time.perf_counter() - started
    if answer.status_code == 200:
        readings.seconds.append(elapsed)
    else:
        readings.refused.append(answer.status_code)


def _show_refused(role: RoleReadings) -> None:
    for page in role.pages:
        if page.refused:
            statuses = ", ".join(str(status) for status in sorted(set(page.refused)))
            print(f"{role.role} : {page.page.address} a refusé {len(page.refused)} lectures ({statuses}).")


def _count_queries(role: RoleReadings) -> None:
    # Once for nothing: at most once a minute, a request also writes that its reader is there.
    timed_get(role.client, BARE_PATH)
    role.bare_queries = count_queries(role.client, BARE_PATH)
    role.frame_queries = count_queries(role.client, FRAME_PATH)
    for readings in role.pages:
        readings.queries = count_queries(role.client, readings.page.address)


def _summary(roles: list[RoleReadings], rounds: int) -> dict[str, object]:
    bare = [seconds for role in roles for seconds in role.bare]
    every = [seconds for role in roles for page in role.pages for seconds in page.seconds]
    ratios = [(median(page.seconds) / median(role.bare), page) for role in roles for page in role.pages if page.seconds]
    worst = sorted(ratios, key=lambda each: each[0], reverse=True)[:WORST]
    signed_in = [role for role in roles if role.role not in (_ANONYMOUS, _TRAINEE)] or roles
    frame_ratio = median(median(role.frame) / median(role.bare) for role in signed_in)
    frame_queries = max(role.frame_queries for role in signed_in)
    print(
        f"{len(ratios)} pages : p95 {_ms(percentile_95(every))} ms ; vue nue : {_ms(percentile_95(bare))} ms ; "
        f"cadre vide : {format_number(frame_ratio, 2)} × la vue nue, {frame_queries} requêtes."
    )
    return {
        "bench": "pages", "pages": len(ratios), "roles": len(roles), "rounds": rounds,
        "bare_p95_ms": _ms(percentile_95(bare)), "bare_p50_ms": _ms(median(bare)),
        "bare_queries": max(role.bare_queries for role in signed_in),
        "p95_ms": _ms(percentile_95(every)), "p50_ms": _ms(median(every)),
        "p95_ratio": round(percentile_95(every) / percentile_95(bare), 2),
        "median_ratio": round(median(every) / median(bare), 2),
        "frame": {
            "ratio": round(frame_ratio, 2), "queries": frame_queries,
            "within": frame_ratio <= FRAME_LIMIT and frame_queries <= FRAME_QUERIES,
        },
        "refused_readings": sum(len(page.refused) for role in roles for page in role.pages),
        "worst": [
            {"page": page.page.name, "address": page.page.address if page.role != _TRAINEE else "", "role": page.role,
             "ratio": round(ratio, 1), "ms": _ms(median(page.seconds)), "queries": page.queries}
            for ratio, page in worst
        ],
    }  # fmt: skip


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
