"""Sends the reminders that are due. The site does it automatically; use it on a machine without a site."""

from __future__ import annotations

import argparse
import json

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise
from pacte.workflows.remind_leads import remind_leads

HELP = "Rappelle aux porteurs les réponses attendues : à sept jours, puis à deux jours. Chaque rappel part une fois."
EXAMPLE = "./pacte rounds remind"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        reminded = remind_leads(actor=actor)
    print(f"{pluralise(reminded, 'réponse rappelée', 'réponses rappelées')}.")
    if options.json:
        print(json.dumps({"reminded": reminded}))
    return 0
