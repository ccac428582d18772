"""Records the day's expired deadlines and sends its reminders. The site does it; use it without a site."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise
from pacte.workflows.lapse_reservations import lapse_reservations
from pacte.workflows.remind_people import remind_people

HELP = "Note les délais passés, rend les places qui ne sont plus tenues, et rappelle aux conseillers ce qui vient."
EXAMPLE = "./pacte journeys remind"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        holds = lapse_reservations(actor=actor)
        outcome = remind_people(actor=actor)
    print(
        f"{pluralise(holds.lapsed, 'place rendue', 'places rendues')}, "
        f"{pluralise(outcome.lapsed, 'délai passé', 'délais passés')}, {pluralise(outcome.reminded, 'rappel')}, "
        f"{pluralise(outcome.silent, 'conseiller averti', 'conseillers avertis')} d’un silence."
    )
    if options.json:
        print(json.dumps(asdict(outcome) | {"seats_lapsed": holds.lapsed, "holds_warned": holds.warned}))
    return 0
