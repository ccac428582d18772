"""Applies the retention of personal data. The site does it every night."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from pacte.accounts.row_context import acting_as
from pacte.journeys.services.retention import learners_to_purge
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.workflows.erase_person import purge_due_people

HELP = "Annonce les dossiers qui finissent dans trente jours, efface ceux dont la durée est passée."
EXAMPLE = "./pacte journeys purge --dry-run"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="dit combien seraient effacées, sans rien écrire")
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        if options.dry_run:
            due = len(learners_to_purge(actor=actor, on=today()))
            print(f"{pluralise(due, 'personne serait effacée', 'personnes seraient effacées')} aujourd’hui.")
            summary = {"due": due}
        else:
            purge_outcome = purge_due_people(actor=actor)
            summary = asdict(purge_outcome)
            print(
                f"{pluralise(purge_outcome.told, 'dossier annoncé', 'dossiers annoncés')}, "
                f"{pluralise(purge_outcome.erased, 'personne effacée', 'personnes effacées')}, "
                f"{pluralise(purge_outcome.dropped, 'ligne périmée ôtée', 'lignes périmées ôtées')}."
            )
    if options.json:
        print(json.dumps(summary))
    return 0
