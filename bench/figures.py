"""Benchmarks the pages of indicators: as the night prepares them, and the first time that another scope is asked.

The demonstration is read as it stands, and loaded when absent. What earlier runs kept on disk is deleted, then the
figures are prepared as each night does. Figures:

- ``prepared_ratio``: median of the readings of an indicator's page in its usual scope, over the median of the bare view
  (``bench.pages``) asked before each; the worst and the median page of each reader;
- ``first_ratio``: the same of the first reading of each page in a new process, after the night;
- ``other_scope_ratio``: median of the first readings of a page in scopes that nobody asked, less ``PREPARED_LIMIT``
  bare views, over the same figures by hand (``bench.baselines.handwritten_pages``), for the indicators that have them.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from bench.baselines.handwritten_pages import PAGES_BY_HAND, HandwrittenPage
from bench.measuring.page_urls import BARE_PATH
from bench.measuring.timed_requests import timed_get
from pacte.accounts.queries import person_by_email
from pacte.cli.demo_day import ensure_demo_ready
from pacte.cli.progress import ProgressBar
from pacte.demo.load import load_demo
from pacte.demo.logins import demo_logins
from pacte.indicators.queries import indicators
from pacte.indicators.queries.answer_sets import answer_question, clear_answer_cache
from pacte.indicators.queries.disk_cache import evict_stale_answers
from pacte.indicators.queries.store import default_facts_dir
from pacte.indicators.queries.zones import find_zone
from pacte.indicators.records import IndicatorKind, IndicatorQuestion
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number
from pacte.plan.queries import main_plan
from pacte.workflows.prepare_figures import warm_indicator_pages

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Mesure les pages des indicateurs face à une vue nue, et un autre périmètre face à ses requêtes à la main."
EXAMPLE = "./pacte bench figures --rounds 5"
NEEDS = "database"
INSTANCE = "demo"
PREPARED_LIMIT, OTHER_LIMIT = 25.0, 1.3
_ROUNDING = 0.01
# The first sees every count, the second no small one.
READERS = (Role.REGION_PILOT, Role.STATE_READER)
_YEARS, _DEPARTMENTS = (2020, 2019), ("18", "28", "36", "37", "41", "45")


@dataclass(slots=True)
class ReaderTimes:
    """Seconds: of the bare view, and by address, the first reading and those that follow."""

    bare: list[float] = field(default_factory=list)
    first: dict[str, float] = field(default_factory=dict)
    later: dict[str, list[float]] = field(default_factory=dict)

    def ratios(self, seconds: dict[str, float]) -> dict[str, float]:
        whole = median(self.bare)
        return {address: each / whole for address, each in seconds.items()}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="lectures de chaque page (5)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_demo_ready(actor=actor)
    load_demo(actor=actor)
    evict_stale_answers(default_facts_dir(), digest="")
    clear_answer_cache()
    warm_indicator_pages(actor=actor)
    # What the night counted is on disk: each reader begins in a process that has counted nothing.
    summary: dict[str, object] = {"bench": "figures", "day": today().isoformat(), "rounds": options.rounds}
    with override_settings(ROOT_URLCONF="bench.measuring.page_urls", TOTP_REQUIRED=False):
        for role in READERS:
            clear_answer_cache()
            times = _read_prepared(_signed_in(role), options.rounds)
            summary[str(role)] = _shown(str(role), times)
        summary |= _read_other_scopes(actor, _signed_in(READERS[0]), options.rounds)
    limits = {"prepared_at_most": PREPARED_LIMIT, "other_scope_at_most": OTHER_LIMIT}
    print(json.dumps(summary | limits, ensure_ascii=False))
    return 0


def _signed_in(role: Role) -> Client:
    email = next(each.email for each in demo_logins() if each.role == role)
    person = person_by_email(email)
    if person is None:
        raise ConfigurationError("bench_login", f"La démonstration n’a pas de compte {email}.")
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(person, backend="pacte.accounts.backends.PasswordBackend")
    timed_get(client, BARE_PATH)
    return client


def _read_prepared(client: Client, rounds: int) -> ReaderTimes:
    codes = [each.code for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]
    times, addresses = ReaderTimes(), [reverse("figures:indicator", args=[code]) for code in codes]
    gc.collect()
    gc.freeze()
    bar = ProgressBar("Lectures", rounds + 1, "tours", 1)
    for rank in range(rounds + 1):
        for address in addresses:
            times.bare.append(timed_get(client, BARE_PATH))
            seconds = timed_get(client, address)
            if rank:
                times.later.setdefault(address, []).append(seconds)
            else:
                times.first[address] = seconds
        bar.update(rank + 1)
    bar.clear()
    return times


def _shown(role: str, times: ReaderTimes) -> dict[str, object]:
    later = times.ratios({address: median(seconds) for address, seconds in times.later.items()})
    first = times.ratios(times.first)
    worst, slowest = max(later, key=later.__getitem__), max(first, key=first.__getitem__)
    print(
        f"{role} : {len(later)} pages préparées, au pire {format_number(later[worst], 1)} × la vue nue ({worst}) ; la "
        f"première fois {format_number(first[slowest], 1)} × ({slowest}).",
        flush=True,
    )
    return {
        "pages": len(later), "bare_ms": round(1000 * median(times.bare), 2),
        "prepared_ratio_worst": round(later[worst], 1), "prepared_ratio_median": round(median(later.values()), 1),
        "first_ratio_worst": round(first[slowest], 1), "first_ratio_median": round(median(first.values()), 1),
        "over_limit": sorted(address for address, ratio in later.items() if ratio > PREPARED_LIMIT),
    }  # fmt: skip


def _read_other_scopes(actor: Actor, client: Client, rounds: int) -> dict[str, object]:
    """New scopes for each indicator written by hand: a département and a year, the bare view and the hand beside.

    Nobody reads a scope for the first time twice: each round has another département.
    """
    ratios: dict[str, float] = {}
    seconds: dict[str, float] = {}
    since = today() - timedelta(days=365)
    for rank, code in enumerate(PAGES_BY_HAND):
        read: list[tuple[float, float]] = []
        for each in range(min(rounds, len(_DEPARTMENTS))):
            department, year = _DEPARTMENTS[(rank + each) % len(_DEPARTMENTS)], _YEARS[rank % len(_YEARS)]
            page = HandwrittenPage(code, department, year, today(), since)
            bare = median(timed_get(client, BARE_PATH) for _ in range(5))
            ours = timed_get(client, _address(page))
            read.append((ours, (ours - PREPARED_LIMIT * bare) / _seconds_by_hand(page)))
        _refuse_another_figure(actor, page)
        seconds[code], ratios[code] = (median(values) for values in zip(*read, strict=True))
    worst = max(ratios, key=ratios.__getitem__)
    print(
        f"Un autre périmètre, la première fois : au pire {format_number(max(seconds.values()), 2)} s ; au-delà de "
        f"{format_number(PREPARED_LIMIT)} vues nues, {format_number(ratios[worst], 2)} × la main ({worst}), au médian "
        f"{format_number(median(ratios.values()), 2)} ×."
    )
    return {
        "other_scopes": len(ratios), "other_scope_ratio_worst": round(ratios[worst], 2),
        "other_scope_ratio_median": round(median(ratios.values()), 2),
        "other_scope_seconds_worst": round(max(seconds.values()), 2),
        "other_scope_seconds_median": round(median(seconds.values()), 2),
        "other_scopes_over_limit": {code: round(each, 2) for code, each in ratios.items() if each > OTHER_LIMIT},
    }  # fmt: skip


def _address(page: HandwrittenPage) -> str:
    scope = f"?periode={page.year}&zone=department:{page.department}&depuis={page.since}"
    return reverse("figures:indicator", args=[page.code]) + scope


def _refuse_another_figure(actor: Actor, page: HandwrittenPage) -> None:
    """A baseline gives the figure of the page. Raises ``ConfigurationError``."""
    question = IndicatorQuestion(
        date(page.year, 1, 1), min(date(page.year, 12, 31), page.day), page.day, codes=(page.code,),
        zone=find_zone(f"department:{page.department}"),
    )  # fmt: skip
    plan = main_plan(actor=actor)
    host_id = plan.organisation_id if plan else 0
    (answer,) = answer_question(actor=actor, host_id=host_id, question=question).answers
    ours, by_hand = answer.total.value.numerator, page.whole(default_facts_dir())
    if ours is None or abs(ours - by_hand) > _ROUNDING:
        raise ConfigurationError("bench_baseline", f"{page.code} : {ours} à la page, {by_hand} à la main.")


def _seconds_by_hand(page: HandwrittenPage) -> float:
    started = time.perf_counter()
    page.read(default_facts_dir())
    return time.perf_counter() - started
