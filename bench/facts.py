"""Benchmarks the monthly refresh of the facts against their full build, in a temporary database."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connections
from django.test import override_settings

from bench.invented.month import add_a_month, forget_numbers, journeys_of_a_usual_month, months_lived
from bench.measuring.temporary_database import temporary_database
from pacte.accounts.row_context import acting_as
from pacte.demo.load import load_demo
from pacte.indicators.services import refresh_facts
from pacte.kernel.french import format_number
from pacte.workflows.prepare_database import OWNER

if TYPE_CHECKING:
    from pacte.indicators.records.manifest import RefreshReport
    from pacte.kernel.actor import Actor

HELP = "Mesure la mise à jour mensuelle des faits, face à leur construction entière."
EXAMPLE = "./pacte bench facts --people 100000"
NEEDS = "database"
INSTANCE = "bench"
MAX_SHARE_PERCENT = 2.0
MONTHS = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=100_000, metavar="N", help="personnes inventées (100 000)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Load demo data of the given size, build its facts, then replay a usual month several times: the median counts."""
    with (
        tempfile.TemporaryDirectory(prefix="pacte-bench-") as folder,
        # The demonstration has its own facts made: not over those of an earlier run.
        override_settings(FACTS_FOLDER=Path(folder) / "demonstration"),
        temporary_database(),
    ):
        place = Path(folder) / "measured"
        with acting_as(actor):
            load_demo(actor=actor, share=options.people / 100_000, repeats=1)
            forget_numbers()
        _vacuum()
        with acting_as(actor):
            months, built = months_lived(), refresh_facts(actor=actor, facts_dir=place)
            journeys = journeys_of_a_usual_month()
        lived = [_month(actor, place, journeys) for _ in range(MONTHS)]
    monthly = sorted(lived, key=lambda each: each.seconds)[MONTHS // 2]
    share = 100 * monthly.seconds / built.seconds
    summary = {
        "people": options.people, "months": months, "facts": built.rows, "full_seconds": round(built.seconds, 2),
        "journeys_of_the_month": len(journeys), "facts_of_the_month": monthly.total,
        "facts_share_percent": round(100 * monthly.total / built.rows, 2),
        "monthly_seconds": round(monthly.seconds, 2), "each_month": [round(each.seconds, 2) for each in lived],
        "share_percent": round(share, 2), "at_most": MAX_SHARE_PERCENT,
    }  # fmt: skip
    print(f"{format_number(built.rows)} faits construits en {format_number(built.seconds, 1)} s.")
    spent = f"{format_number(monthly.seconds, 2)} s, soit {format_number(share, 1)} %"
    print(f"Un mois de plus ({format_number(monthly.total)} faits) : {spent}.")
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _month(actor: Actor, place: Path, journeys: list[int]) -> RefreshReport:
    """Live these journeys once more, then read what is new."""
    with acting_as(actor):
        add_a_month(journeys)
    _vacuum()
    with acting_as(actor):
        return refresh_facts(actor=actor, facts_dir=place)


def _vacuum() -> None:
    """Vacuum and analyse, as autovacuum does within a minute on a server, because a month is written in one second."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("vacuum (analyze)")
