"""Benchmarks the public search on a large invented catalogue, and the recall of misspelled queries."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.audit.planner_statistics import analyze_tables
from pacte.cli.measuring import database_of_its_own, fetch_all, p95_of, served
from pacte.demo.bench_search import load_catalogue, mistyped, questions
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.french import format_number
from pacte.offer.queries.search import hit_lines, search
from pacte.offer.records.search import SearchAsked
from pacte.offer.services.search import refresh_search
from pacte.reference.services import load_starter, load_territory
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure la recherche de formations face à une page vide, et ce que trouvent des mots mal écrits."
EXAMPLE = "./pacte bench search --sessions 100000"
NEEDS = "database"
INSTANCE = "bench"
LIMIT, RECALL = 10.0, 0.95
SEED = 4
_REGION = "24"
_TEN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sessions", type=int, default=100_000, metavar="N", help="sessions inventées (100 000)")
    parser.add_argument("--questions", type=int, default=500, metavar="N", help="recherches (500)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in a temporary database, removed at the end."""
    with database_of_its_own() as database:
        started = time.monotonic()
        with acting_as(actor):
            load_territory(actor=actor, region_code=_REGION)
            load_starter(actor=actor)
            host = ensure_host(actor=actor, region="Région du banc d’essai")
            trainings = load_catalogue(actor=actor, host_id=host.pk, sessions=options.sessions, seed=SEED, on=today())
            analyze_tables()
            refresh_search(actor=actor, host_id=host.pk)
        print(
            f"{format_number(options.sessions)} sessions écrites et indexées en {format_number(time.monotonic() - started, 1)} s."
        )
        with served(database) as site:
            measured = _measured(site, questions(options.questions, SEED))
        with acting_as(NOBODY):
            recalled = _recalled()
    told = {
        "sessions": options.sessions, "trainings": trainings, "questions": options.questions, **measured, **recalled,
        "limit": LIMIT, "within": measured["ratio_p95"] <= LIMIT and recalled["recall_at_10"] >= RECALL,
    }  # fmt: skip
    print(json.dumps(told, ensure_ascii=False))
    return 0


def _measured(site: str, asked: list[str]) -> dict[str, float]:
    """Time the searches, with an empty page between two of them so that a slowdown of the machine affects both."""
    page, empty = site + reverse("search:home"), site + reverse("legal")
    fetch_all([page, empty] * 4)
    seconds = fetch_all([address for query in asked for address in (page + query, empty)])
    searches, bare = seconds[::2], seconds[1::2]
    p95, base = p95_of(searches), p95_of(bare)
    print(f"Recherche : p95 {format_number(p95 * 1000, 1)} ms ; page vide : {format_number(base * 1000, 1)} ms.")
    return {
        "p50_ms": round(sorted(searches)[len(searches) // 2] * 1000, 1),
        "p95_ms": round(p95 * 1000, 1),
        "empty_p50_ms": round(sorted(bare)[len(bare) // 2] * 1000, 1),
        "empty_p95_ms": round(base * 1000, 1),
        "ratio_p95": round(p95 / base, 2),
        "ratio_p50": round(sorted(searches)[len(searches) // 2] / sorted(bare)[len(bare) // 2], 2),
    }


def _recalled() -> dict[str, float]:
    """Return the share of misspelled queries whose occupation is among the first ten trainings."""
    listed = mistyped()
    missed = [each.typed for each in listed if each.rome not in _first_ten(each.typed)]
    recall = 1 - len(missed) / len(listed)
    print(f"Mots mal écrits : {format_number(recall * 100, 1)} % retrouvés ; manqués : {', '.join(missed) or 'aucun'}.")
    return {"mistyped": len(listed), "recall_at_10": round(recall, 4)}


def _first_ten(words: str) -> set[str]:
    """Return the occupations of the first ten trainings found, over as many pages as needed."""
    seen: dict[int, list[str]] = {}
    for page in range(1, 6):
        found = search(actor=NOBODY, given=SearchAsked(words=words, page=page), on=today())
        for hit in hit_lines(actor=NOBODY, found=found):
            if len(seen) < _TEN:
                seen.setdefault(hit.training.pk, hit.training.rome_codes)
        if len(seen) >= _TEN or page >= found.pages:
            break
    return {code for codes in seen.values() for code in codes}
