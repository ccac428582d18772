"""Benchmarks the steering pages against an empty page, on many large plans, in a temporary database."""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.invented.plans import BenchPlan, bench_people, bench_plan
from bench.measuring.temporary_database import temporary_database
from bench.measuring.timed_requests import percentile_95, timed_get
from pacte.accounts.row_context import acting_as
from pacte.audit.planner_statistics import analyze_tables
from pacte.cli.progress import ProgressBar
from pacte.indicators.services import refresh_facts
from pacte.kernel.clock import today
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.accounts.models import Person
    from pacte.kernel.actor import Actor

HELP = "Mesure les pages du pilotage face à une page vide, sur de grands plans inventés."
EXAMPLE = "./pacte bench steering --plans 10 --actions 60 --years 6"
NEEDS = "database"
INSTANCE = "bench"
LIMIT = 8.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plans", type=int, default=10, metavar="N", help="plans (10)")
    parser.add_argument("--actions", type=int, default=60, metavar="N", help="actions par plan (60)")
    parser.add_argument("--years", type=int, default=6, metavar="N", help="années par plan (6)")
    parser.add_argument("--repeat", type=int, default=40, metavar="N", help="lectures de chaque page (40)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in a temporary database, removed at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="pacte-bench-facts-") as facts,
        override_settings(TOTP_REQUIRED=False, FACTS_FOLDER=Path(facts)),
        temporary_database(),
    ):
        started = time.monotonic()
        bar = ProgressBar("Plans", options.plans, "plans", 1)
        with acting_as(actor):
            people = bench_people(actor=actor, years=options.years, on=today())
        plans = []
        for rank in range(options.plans):
            with acting_as(actor):
                plan = bench_plan(
                    actor=actor, people=people, rank=rank, actions=options.actions, years=options.years, on=today()
                )
                analyze_tables()
            plans.append(plan)
            bar.update(rank + 1)
        bar.clear()
        with acting_as(actor):
            refresh_facts(actor=actor)
        rounds, decisions = sum(plan.rounds for plan in plans), sum(plan.decisions for plan in plans)
        spent = format_number(time.monotonic() - started, 1)
        print(f"{options.plans} plans, {rounds} tours, {decisions} décisions, écrits en {spent} s.")
        page_measures = _measure_pages(people.pilot, plans[-1], options.repeat)
    worst = max(page["ratio"] for page in page_measures.values())
    summary = {
        "plans": options.plans, "actions": options.actions, "years": options.years, "rounds": rounds,
        "decisions": decisions,
        "pages": page_measures, "worst_ratio": worst, "limit": LIMIT, "within": worst <= LIMIT,
    }  # fmt: skip
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _measure_pages(pilot: Person, plan: BenchPlan, repeat: int) -> dict[str, dict[str, float]]:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(pilot, backend="pacte.accounts.backends.PasswordBackend")
    pages = _pages(plan)
    empty = reverse("legal")
    for address in (empty, *pages.values()):
        timed_get(client, address)
    # Exclude the objects of the writing phase from garbage collection, as in a server that only reads.
    gc.collect()
    gc.freeze()
    # Pages alternate, each after an empty page, so that a slowdown of the machine affects all of them.
    seconds: dict[str, list[float]] = {name: [] for name in ("empty", *pages)}
    for _ in range(repeat):
        for name, address in pages.items():
            seconds["empty"].append(timed_get(client, empty))
            seconds[name].append(timed_get(client, address))
    base = percentile_95(seconds["empty"])
    page_measures = {}
    for name, address in {"empty": empty, **pages}.items():
        with CaptureQueriesContext(connection) as queries:
            timed_get(client, address)
        p95 = percentile_95(seconds[name])
        page_measures[name] = {"p95_ms": round(p95 * 1000, 1), "ratio": round(p95 / base, 2), "queries": len(queries)}
        print(
            f"  {name:<12} {format_number(p95 * 1000, 1):>8} ms   {format_number(p95 / base, 2):>6} ×   "
            f"{len(queries)} requêtes"
        )
    return page_measures


def _pages(plan: BenchPlan) -> dict[str, str]:
    code = plan.code
    last = reverse("rounds:round", args=[plan.open_round])
    return {
        "glance": reverse("plan:glance", args=[code]),
        "actions": reverse("plan:actions", args=[code]),
        "action": reverse("plan:action", args=[code, 18]),
        "desk": reverse("rounds:desk"),
        "rounds": reverse("rounds:list", args=[code]),
        "round": last,
        "answer": f"{last}action/18/",
        "money": reverse("money:overview", args=[code]),
        "committees": reverse("committees:list", args=[code]),
        "committee": reverse("committees:page", args=[code, plan.last_held]),
        "next": reverse("committees:page", args=[code, plan.next_one]),
        "agenda": reverse("committees:agenda", args=[code, plan.next_one]),
        "pack": reverse("committees:pack", args=[code, plan.last_held]),
        "statement": reverse("committees:statement", args=[code, plan.last_held]),
        "decisions": reverse("committees:decisions", args=[code]),
        "decision": reverse("committees:decision", args=[code, 1]),
        "year": reverse("plan:year", args=[code, today().year]),
        "leads": reverse("plan:leads", args=[code]),
        "mine": reverse("plan:mine"),
        "messages": reverse("notifications:list"),
    }
