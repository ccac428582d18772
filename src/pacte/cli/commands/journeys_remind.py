"""Records the day's expired deadlines and sends its reminders. The site does it; use it without a site."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise
from pacte.workflows.remind_people import remind_people

HELP = "Note les propositions restées sans réponse, et rappelle aux conseillers ce qui arrive à son terme."
EXAMPLE = "./pacte journeys remind"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        outcome = remind_people(actor=actor)
    print(
        f"{pluralise(outcome.lapsed, 'délai passé', 'délais passés')}, {pluralise(outcome.reminded, 'rappel')}, "
        f"{pluralise(outcome.silent, 'conseiller averti', 'conseillers avertis')} d’un silence."
    )
    if options.json:
        print(json.dumps(asdict(outcome)))
    return 0
