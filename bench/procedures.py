"""Benchmarks the pages of who instructs cases against a bare view, over all procedures, in a temporary database."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.urls import reverse

from bench.invented.cases import FIRST_NUMBER, add_cases
from bench.measuring.alternating_readers import (
    CLIENTS,
    MeasuredPage,
    measure_pages,
    session_cookie,
    signed_in_client,
    without_second_factor,
)
from bench.measuring.page_urls import BARE_PATH
from bench.measuring.temporary_database import temporary_database
from bench.measuring.timed_requests import count_queries, running_site, timed_get
from pacte.accounts.row_context import acting_as
from pacte.demo.load import load_demo
from pacte.demo.second_plan import FIRST_CODE
from pacte.kernel.clock import today
from pacte.kernel.french import format_number
from pacte.procedures.models import Case
from pacte.procedures.rules.catalogue import procedures_by_code

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure les pages des dossiers de toutes les procédures face à une vue nue, avec 50 000 dossiers."
EXAMPLE = "./pacte bench procedures --cases 50000"
NEEDS = "database"
INSTANCE = "bench"
LIMIT = 25.0
PILOT, PARTNER = "pilote@pacte.example", "partenaire@pacte.example"
# What is invented for the demonstration besides its cases is not measured here.
_SHARE = 0.002
_SERVED = "bench.measuring.served_settings"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=50_000, metavar="N", help="dossiers inventés (50 000)")
    parser.add_argument("--repeat", type=int, default=80, metavar="N", help="lectures de chaque page (80)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in a temporary database, removed at the end: the same pages with a tenth of the cases, then with all."""
    few = max(1, options.cases // 10)
    with (
        override_settings(TOTP_REQUIRED=False),
        without_second_factor(),
        tempfile.TemporaryDirectory(prefix="pacte-bench-") as facts,
        override_settings(FACTS_FOLDER=Path(facts)),
        temporary_database() as database,
    ):
        load_demo(actor=actor, share=_SHARE)
        pages = _pages()
        with psycopg.connect(settings.DATABASE_BACKUP_URL, dbname=database, autocommit=True) as superuser:
            add_cases(superuser, plan=FIRST_CODE, already=0, count=few, day=today())
            queries_few = _query_counts(pages)
            started = time.monotonic()
            add_cases(superuser, plan=FIRST_CODE, already=few, count=options.cases, day=today())
        connections.close_all()
        queries = _query_counts(pages)
        with acting_as(actor):
            count = Case.objects.count()
        print(f"{format_number(count)} dossiers, les derniers en {format_number(time.monotonic() - started, 1)} s.")
        cookies = {login: session_cookie(login) for login in (PILOT, PARTNER)}
        asked = [MeasuredPage(key, path, cookies[login]) for key, (login, path) in pages.items()]
        with running_site(database, settings_module=_SERVED) as site:
            measures = measure_pages(site, BARE_PATH, asked, repeat=options.repeat)
    for key in pages:
        print(f"  {key:<50} {queries[key]:>4} requêtes, {queries_few[key]} avec {format_number(few)} dossiers")
    worst = max(each["ratio"] for each in measures.values())
    summary = {
        "cases": count, "clients": CLIENTS, "load": round(os.getloadavg()[0], 1),
        "ratios": {key: each["ratio"] for key, each in measures.items()},
        "p95_ms": {key: each["p95_ms"] for key, each in measures.items()},
        "queries": queries, "queries_at_a_tenth": queries_few, "queries_constant": queries == queries_few,
        "worst_ratio": worst, "limit": LIMIT, "within": worst <= LIMIT and queries == queries_few,
    }  # fmt: skip
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _pages() -> dict[str, tuple[str, str]]:
    """(login, path) of each page by key. The last procedure of the catalogue stands for all."""
    cases, code = reverse("cases:list", args=[FIRST_CODE]), max(procedures_by_code())
    return {
        "liste": (PILOT, cases),
        "liste, page 100": (PILOT, f"{cases}?page=100"),
        "liste d’une procédure, en retard": (PILOT, f"{cases}?procedure={code}&etat=en-retard"),
        "liste, mots": (PILOT, f"{cases}?mots=chantier+essai"),
        "liste d’un partenaire": (PARTNER, cases),
        "dossier": (PILOT, reverse("cases:file", args=[FIRST_CODE, FIRST_NUMBER + 4])),
        "chiffres d’une procédure": (PILOT, reverse("cases:statistics", args=[FIRST_CODE, code])),
    }


def _query_counts(pages: dict[str, tuple[str, str]]) -> dict[str, int]:
    """Return the number of queries of each page, read twice to exclude first-read effects."""
    clients = {login: signed_in_client(login) for login in (PILOT, PARTNER)}
    counts = {}
    for key, (login, path) in pages.items():
        timed_get(clients[login], path)
        counts[key] = count_queries(clients[login], path)
    return counts
