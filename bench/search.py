"""Benchmarks the public search: relevance of 120 searches, speed on a large invented catalogue, misspelled words."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from django.urls import reverse

from bench.invented.offer import load_catalogue, mistyped, questions
from bench.invented.relevance import load_relevance_catalogue, relevance_queries
from bench.measuring.search_relevance import mean_scores, score_queries
from bench.measuring.temporary_database import temporary_database
from bench.measuring.timed_requests import percentile_95, running_site, timed_fetch_all
from pacte.accounts.row_context import acting_as
from pacte.audit.planner_statistics import analyze_tables
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.french import format_number
from pacte.offer.queries.search import search_hit_rows
from pacte.offer.queries.search_choices import search_choices
from pacte.offer.records.search import SearchParams
from pacte.offer.services.search import refresh_search
from pacte.reference.services import load_shipped_territory, load_starter_nomenclature
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

HELP = "Mesure ce que trouve la recherche de formations (120 recherches, mots mal écrits), et sa vitesse."
EXAMPLE = "./pacte bench search --sessions 100000"
NEEDS = "database"
INSTANCE = "bench"
LIMIT, RECALL = 10.0, 0.95
FIRST_RIGHT, RELEVANCE_RECALL = 0.85, 0.90  # on the half of the searches that did not serve to improve
SEED = 4
_REGION = "24"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--relevance", action="store_true", help="seulement les 120 recherches, sans la vitesse")
    parser.add_argument("--sessions", type=int, default=100_000, metavar="N", help="sessions inventées (100 000)")
    parser.add_argument("--questions", type=int, default=500, metavar="N", help="recherches (500)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in two temporary databases, removed at the end: a catalogue written by hand, then a large one."""
    relevance = _measure_relevance(actor)
    if options.relevance:
        print(json.dumps(relevance, ensure_ascii=False))
        return 0
    with temporary_database() as database:
        started = time.monotonic()
        with acting_as(actor):
            host = _open_region(actor)
            trainings = load_catalogue(actor=actor, host_id=host.pk, sessions=options.sessions, seed=SEED, on=today())
            analyze_tables()
            refresh_search(actor=actor, host_id=host.pk)
        print(
            f"{format_number(options.sessions)} sessions écrites et indexées en "
            f"{format_number(time.monotonic() - started, 1)} s."
        )
        with running_site(database) as site:
            timings = _measure_searches(site, questions(options.questions, SEED))
        with acting_as(NOBODY):
            recall = _measure_recall()
    unseen = relevance["unseen"]
    summary = {
        "sessions": options.sessions, "trainings": trainings, "questions": options.questions, **timings, **recall,
        "relevance": relevance, "limit": LIMIT,
        "within": timings["ratio_p95"] <= LIMIT and recall["mistyped_recall_at_10"] >= RECALL
        and unseen["first_right"] >= FIRST_RIGHT and unseen["recall_at_10"] >= RELEVANCE_RECALL,
    }  # fmt: skip
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _open_region(actor: Actor) -> Organisation:
    load_shipped_territory(actor=actor, region_code=_REGION)
    load_starter_nomenclature(actor=actor)
    return ensure_host(actor=actor, region="Région du banc d’essai")


def _measure_relevance(actor: Actor) -> dict[str, dict[str, float]]:
    """Score the 120 searches. Those of the half that serves to improve are told when they miss; the others never."""
    with temporary_database():
        with acting_as(actor):
            host = _open_region(actor)
            placed = load_relevance_catalogue(actor=actor, host_id=host.pk, on=today())
            refresh_search(actor=actor, host_id=host.pk)
        scores = list(score_queries(relevance_queries(), placed))
    for each in scores:
        if each.query.is_tuned and (not each.first or each.recall < 1):
            note = "bonne" if each.first else "autre"
            print(
                f"  « {each.query.words} » ({each.query.place or 'région'}) : première {note}, rappel "
                f"{format_number(each.recall, 2)} ; manquent {', '.join(each.missing) or 'rien'}."
            )
    return {
        "tuned": mean_scores([each for each in scores if each.query.is_tuned]),
        "unseen": mean_scores([each for each in scores if not each.query.is_tuned]),
    }


def _measure_searches(site: str, queries: list[str]) -> dict[str, float]:
    """Time the searches, with an empty page between two of them so that a slowdown of the machine affects both."""
    page, empty = site + reverse("search:home"), site + reverse("legal")
    timed_fetch_all([page, empty] * 4)
    seconds = timed_fetch_all([address for query in queries for address in (page + query, empty)])
    searches, bare = seconds[::2], seconds[1::2]
    p95, base = percentile_95(searches), percentile_95(bare)
    print(f"Recherche : p95 {format_number(p95 * 1000, 1)} ms ; page vide : {format_number(base * 1000, 1)} ms.")
    return {
        "p50_ms": round(sorted(searches)[len(searches) // 2] * 1000, 1),
        "p95_ms": round(p95 * 1000, 1),
        "empty_p50_ms": round(sorted(bare)[len(bare) // 2] * 1000, 1),
        "empty_p95_ms": round(base * 1000, 1),
        "ratio_p95": round(p95 / base, 2),
        "ratio_p50": round(sorted(searches)[len(searches) // 2] / sorted(bare)[len(bare) // 2], 2),
    }


def _measure_recall() -> dict[str, float]:
    """Return the share of misspelled queries whose occupation is among the first ten trainings."""
    mistyped_questions = mistyped()
    missed_words = [each.typed for each in mistyped_questions if each.rome not in _first_ten_occupations(each.typed)]
    recall = 1 - len(missed_words) / len(mistyped_questions)
    print(
        f"Mots mal écrits : {format_number(recall * 100, 1)} % retrouvés ; manqués : "
        f"{', '.join(missed_words) or 'aucun'}."
    )
    return {"mistyped": len(mistyped_questions), "mistyped_recall_at_10": round(recall, 4)}


def _first_ten_occupations(words: str) -> set[str]:
    """Return the occupations of the trainings of the first page: ten titles."""
    found = search_choices(actor=NOBODY, params=SearchParams(words=words), on=today())
    hits = [choice.hits[0] for card in found.cards for choice in card.choices]
    return {code for row in search_hit_rows(actor=NOBODY, hits=hits) for code in row.training.rome_codes}
