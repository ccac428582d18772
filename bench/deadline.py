"""Sends the applications of a call in its last minutes, over HTTP: each has its receipt and its instant."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.test import override_settings
from django.urls import reverse

from bench.invented.applications import InventedDraft, add_drafts
from bench.measuring.deadline_clients import (
    FIRST_ATTACHED,
    BareReader,
    Sending,
    attach_instant,
    press_instants,
    run_sendings,
)
from bench.measuring.page_urls import BARE_PATH
from bench.measuring.temporary_database import temporary_database
from bench.measuring.timed_requests import percentile_95, running_site, timed_fetch
from pacte.accounts.row_context import acting_as
from pacte.demo.load import load_demo
from pacte.demo.second_plan import FIRST_CODE
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import shift_clock
from pacte.kernel.french import format_number
from pacte.plan.models import Plan
from pacte.procedures.models import Application, CallRound, CaseDocument, RoundEntry
from pacte.procedures.services.call_rounds import open_round

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Envoie 500 candidatures dans les cinq dernières minutes d’un appel : reçues, datées, aucune perdue."
EXAMPLE = "./pacte bench deadline --applications 500 --minutes 5"
NEEDS = "database"
INSTANCE = "bench"
PROCEDURE, ACTION = "call_for_initiatives", ActionCode(8)
_SHARE = 0.002
_SERVED = "bench.measuring.served_settings"
_LAST_SECONDS, _ONE_LAST_OF = 10.0, 5
# Who presses after the end: they are refused, and keep their draft.
_LATE, _LATE_SECONDS = 3, 2.0
_FOUND, _SEE_OTHER, _REFUSED = 302, 303, 422


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--applications", type=int, default=500, metavar="N", help="candidatures (500)")
    parser.add_argument("--minutes", type=float, default=5.0, metavar="N", help="minutes avant la fin (5)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in a temporary database, removed at the end: drafts first, then files and sendings over HTTP."""
    with (
        tempfile.TemporaryDirectory(prefix="pacte-bench-") as facts,
        override_settings(FACTS_FOLDER=Path(facts)),
        temporary_database() as database,
    ):
        load_demo(actor=actor, share=_SHARE)
        # The served site has the true day: what is written for it has that day too.
        shift_clock(days=0)
        with acting_as(actor):
            plan = Plan.objects.select_related("organisation").get(code=FIRST_CODE)
        drafts = add_drafts(
            actor, plan, procedure_code=PROCEDURE, number=ACTION, count=options.applications + _LATE
        )  # fmt: skip
        print(f"{format_number(len(drafts))} brouillons écrits.")
        with running_site(database, settings_module=_SERVED) as site:
            sendings, call_round, bare = _send_all(site, actor, plan, drafts, options)
        with acting_as(actor):
            summary = _checked(sendings, call_round) | _measured(sendings, bare, call_round)
    summary["within"] = (
        summary["receipts"] == options.applications == summary["in_time"]
        and not any(summary[each] for each in ("lost", "doubled", "late_by_our_fault", "files_changed"))
        and summary["refused_after"] == _LATE
    )
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _send_all(
    site: str, actor: Actor, plan: Plan, drafts: list[InventedDraft], options: argparse.Namespace
) -> tuple[list[Sending], CallRound, BareReader]:
    """Open a round that ends in so many minutes, and let everybody send; the last three press after its end."""
    window = options.minutes * 60
    begins_at = time.time() + FIRST_ATTACHED
    deadline = begins_at + window
    with acting_as(actor):
        call_round = open_round(
            actor=actor, plan=plan, procedure_code=PROCEDURE, title="Vague mesurée", envelope_cents=100_000_00,
            opens_at=_instant(begins_at) - timedelta(days=30), closes_at=_instant(deadline),
        )  # fmt: skip
    count = len(drafts) - _LATE
    instants = press_instants(
        count, opens_at=begins_at, deadline=deadline, last_seconds=min(_LAST_SECONDS, window / 3),
        last=max(1, count // _ONE_LAST_OF),
    )  # fmt: skip
    instants += [deadline + _LATE_SECONDS] * _LATE
    sendings = [
        Sending(draft, attach_instant(instant, rank), instant)
        for rank, (draft, instant) in enumerate(zip(drafts, instants, strict=True))
    ]
    bare = BareReader(site + BARE_PATH, timed_fetch)
    bare.start()
    run_sendings(site, _path, sendings)
    bare.stop()
    return sendings, call_round, bare


def _path(draft: InventedDraft, what: str) -> str:
    name, _, field = what.partition(":")
    place = [draft.secret, draft.application_id, *([field] if field else [])]
    return reverse(f"applications:guest_{name}", args=place)


def _checked(sendings: Sequence[Sending], call_round: CallRound) -> dict[str, Any]:
    """What the database kept of them. Late by our fault: pressed before the end, and refused or dated after it."""
    closes_at = call_round.closes_at
    in_time = [each for each in sendings if _instant(each.pressed_at) < closes_at]
    cases = dict(
        Application.objects.filter(pk__in=[each.draft.application_id for each in in_time], case__isnull=False)
        .values_list("pk", "case_id")
    )  # fmt: skip
    arrivals = dict(RoundEntry.objects.filter(call_round=call_round).values_list("case_id", "arrived_at"))
    numbers = Counter(RoundEntry.objects.filter(call_round=call_round).values_list("case__number", flat=True))
    attached = Counter(CaseDocument.objects.filter(case_id__in=cases.values()).values_list("case_id", "digest"))
    dated = [arrivals.get(cases.get(each.draft.application_id, 0)) for each in in_time]
    return {
        "applications": len(sendings) - _LATE,
        "in_time": len(in_time),
        "receipts": sum(each.receipt.endswith("/recepisse/") for each in in_time),
        "lost": sum(each.draft.application_id not in cases for each in in_time),
        "doubled": len(arrivals) - len(cases) + sum(each - 1 for each in numbers.values()),
        "late_by_our_fault": sum(each is None or each >= closes_at for each in dated),
        "instants": len({each for each in dated if each is not None}),
        "files": sum(attached.values()),
        "files_changed": sum((_documents_sent(in_time, cases) - attached).values()),
        "refused_after": sum(each.statuses[-1] == _REFUSED for each in sendings[-_LATE:]),
    }


def _documents_sent(in_time: Sequence[Sending], cases: Mapping[int, int]) -> Counter[tuple[int, str]]:
    """Counts of (case, SHA-256) of what was attached."""
    return Counter(
        (cases.get(each.draft.application_id, 0), hashlib.sha256(data).hexdigest())
        for each in in_time
        for data in each.draft.documents.values()
    )


def _measured(sendings: Sequence[Sending], bare: BareReader, call_round: CallRound) -> dict[str, Any]:
    """Seconds of the sendings, of all and of the last ten seconds, and their ratios to the bare view meanwhile."""
    ends = call_round.closes_at.timestamp()
    own = [each for each in sendings[:-_LATE] if each.statuses[-1] in (_FOUND, _SEE_OTHER)]
    last = [each for each in own if each.pressed_at >= ends - _LAST_SECONDS]
    empty = statistics.median(seconds for _, seconds in bare.seconds)
    attach = [seconds for each in own for seconds in each.attach_seconds]
    groups = {
        "attach": attach,
        "send": [each.send_seconds for each in own],
        "send_last_seconds": [each.send_seconds for each in last],
    }
    for name, seconds in groups.items():
        print(
            f"  {name:<20} médiane {format_number(statistics.median(seconds) * 1000)} ms, "
            f"p95 {format_number(percentile_95(seconds) * 1000)} ms, au plus {format_number(max(seconds), 1)} s"
        )
    return {
        "last_seconds": len(last),
        "bare_ms": round(empty * 1000, 1),
        "ratios": {name: round(statistics.median(each) / empty, 1) for name, each in groups.items()},
        "p95_ms": {name: round(percentile_95(each) * 1000) for name, each in groups.items()},
        "longest_s": {name: round(max(each), 1) for name, each in groups.items()},
        "load": round(os.getloadavg()[0], 1),
    }


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
