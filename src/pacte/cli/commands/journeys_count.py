"""Recounts all journeys. The site does it every night."""

from __future__ import annotations

import argparse
import json

from pacte.accounts.row_context import acting_as
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise

HELP = "Recompte les places et les parcours que montrent les pages de comptes. Le site le fait chaque nuit."
EXAMPLE = "./pacte journeys count"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        sessions = rebuild_tallies(actor=actor)
    print(f"{pluralise(sessions, 'session comptée', 'sessions comptées')}.")
    if options.json:
        print(json.dumps({"sessions": sessions}))
    return 0
