"""Makes afterwards the forecasts of sessions that started before forecasts were kept, from what was known then."""

from __future__ import annotations

import argparse
import json
from datetime import date

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.indicators.services.entry_forecasts import replay_entry_forecasts
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise

HELP = "Refait les prévisions d’entrées des sessions passées, d’après ce qui était connu trente jours avant leur début."
EXAMPLE = "./pacte forecasts replay --since 2019-06-01"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", type=date.fromisoformat, required=True, metavar="JOUR", help="premier jour de début d’une session"
    )
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        region = host_organisation()
        forecasts = (
            replay_entry_forecasts(actor=actor, host_id=region.pk, since=options.since, on=today()) if region else 0
        )
    print(
        f"{pluralise(forecasts, 'prévision faite après coup', 'prévisions faites après coup')}, pour les sessions "
        f"commencées depuis le {format_day(options.since)}."
    )
    if options.json:
        print(json.dumps({"forecasts": forecasts}))
    return 0
