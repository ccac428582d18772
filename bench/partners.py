"""Sends messages to a partner that loses, doubles, delays and reorders them, and counts those applied."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.test import override_settings

from bench.measuring.temporary_database import temporary_database
from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.demo.load import load_demo
from pacte.exchange.outbox.reconciliation import reconcile
from pacte.exchange.outbox.sending import plan_messages, send_to_partners
from pacte.interop.queries.dashboard import partner_figures
from pacte.interop.queries.partners import partner_by_slug
from pacte.interop.rules.events import EVENTS_BY_STEP_KIND
from pacte.interop.services.partners import add_partner, change_partner_url, partner_secret
from pacte.journeys.services.outbox_backfill import backfill_outbox
from pacte.kernel.clock import now
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.interop.models import Partner
    from pacte.kernel.actor import Actor

HELP = "Envoie mille messages à un partenaire qui perd, double, retarde et mélange : chacun est appliqué une fois."
EXAMPLE = "./pacte bench partners --messages 1000"
NEEDS = "database"
INSTANCE = "bench"
SLUG = "mesure"
FAULT_RATES = {"lose": 0.15, "double": 0.15, "delay": 0.15, "later": 0.1}
_SINCE = datetime(2018, 1, 1, tzinfo=UTC)
_DEMO_SHARE = 0.05  # Share of the demo data: a few thousand entries.
_MESSAGES_PER_JOURNEY = 2.5  # A little less than the real number: admitted, entered, ended.
# Unanswered messages wait for hours before a retry: the sending clock is moved forward instead.
_MAX_ROUNDS, _CLOCK_STEP = 60, timedelta(hours=7)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--messages", type=int, default=1000, metavar="N", help="messages, au moins (1 000)")
    parser.add_argument("--seed", type=int, default=7, help="graine des accidents (7)")
    parser.add_argument("--json", action="store_true", help="sans effet : la dernière ligne est toujours en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Run in a temporary database, removed at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="pacte-bench-") as facts,
        override_settings(FACTS_FOLDER=Path(facts)),
        temporary_database(),
    ):
        load_demo(actor=actor, share=_DEMO_SHARE)
        partner, secret = _create_partner(actor, options.messages)
        with _simulator(secret, options.seed) as url:
            with acting_as(actor):
                change_partner_url(actor=actor, partner=partner, url=url)
            started = time.monotonic()
            calls = _send_until_accepted(actor)
            seconds, ours, theirs = round(time.monotonic() - started, 1), _our_counts(actor), _partner_counts(url)
            reconciliation = asdict(reconcile(actor=actor, partner=partner))
    within = _is_exactly_once(ours, theirs, options.messages)
    print(
        f"{format_number(ours['messages'])} messages, {format_number(calls)} appels : "
        f"{format_number(theirs['applied'])} appliqués chez le "
        f"partenaire, {format_number(theirs['applied_twice'])} deux fois, "
        f"{format_number(theirs['disordered'])} dossiers en désordre."
    )
    summary = {
        **ours,
        "calls": calls,
        "seconds": seconds,
        "there": theirs,
        "reconciled": reconciliation,
        "weather": FAULT_RATES,
    }
    print(json.dumps(summary | {"within": within}, ensure_ascii=False))
    return 0 if within else 1


def _create_partner(actor: Actor, messages: int) -> tuple[Partner, str]:
    """Create a partner that must receive the steps of the last demo people who entered a training."""
    with acting_as(actor):
        region = host_organisation()
        if region is None:
            raise ConfigurationError("bench_host", "La démonstration n’a pas de Région.")
        backfill_outbox(
            actor=actor, host_id=region.pk, kinds=[str(kind) for kind in EVENTS_BY_STEP_KIND],
            journeys=round(messages / _MESSAGES_PER_JOURNEY) + 1,
        )  # fmt: skip
        partner = add_partner(
            actor=actor, host=region, code="agora", slug=SLUG, name="Partenaire de la mesure", since=_SINCE,
            simulated=True,
        )  # fmt: skip
        secret = partner_secret(actor=actor, partner=partner)
    plan_messages(actor=actor)
    return partner, secret


@contextmanager
def _simulator(secret: str, seed: int) -> Iterator[str]:
    """Run the fictitious partner in its own process and yield its URL."""
    rate_options = [f"--{name}={share}" for name, share in FAULT_RATES.items()]
    process = subprocess.Popen(  # noqa: S603
        [
            sys.executable,
            "-m",
            "pacte",
            "partners",
            "simulate",
            "--port=0",
            f"--seed={seed}",
            f"--slug={SLUG}",
            *rate_options,
        ],
        env={**os.environ, "PACTE_PARTNER_SECRET": secret},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        first_line = process.stdout.readline() if process.stdout else ""
        if not first_line:
            raise ConfigurationError("bench_partner", "Le partenaire fictif ne démarre pas.", hint="Recommencez.")
        yield next(word for word in first_line.split() if word.startswith("http"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


def _send_until_accepted(actor: Actor) -> int:
    """Send until everything is accepted. Return the number of messages sent, retries included."""
    at, calls = now(), 0
    for _ in range(_MAX_ROUNDS):
        sent = sum(send_to_partners(actor=actor, slug=SLUG, at=at).values())
        if not sent:
            break
        calls += sent
        at += _CLOCK_STEP
    return calls


def _our_counts(actor: Actor) -> dict[str, int]:
    with acting_as(actor):
        partner = partner_by_slug(actor=actor, slug=SLUG)
        figures = next(each for each in partner_figures(actor=actor) if each.partner.pk == partner.pk)
    return {"messages": figures.owed, "accepted": figures.accepted}


def _partner_counts(url: str) -> dict[str, int]:
    """Return what the partner says it has received, once all messages in transit have arrived."""
    with urllib.request.urlopen(f"{url}/etat", timeout=10) as answer:  # noqa: S310 — our own process
        counts: dict[str, int] = json.loads(answer.read())
    return counts


def _is_exactly_once(ours: dict[str, int], theirs: dict[str, int], minimum: int) -> bool:
    return (
        ours["messages"] >= minimum
        and ours["messages"] == ours["accepted"] == theirs["applied"]
        and theirs["applied_twice"] == theirs["disordered"] == 0
    )
