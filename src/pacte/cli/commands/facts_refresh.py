"""Refreshes the indicator facts from the tables, incrementally."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ready
from pacte.cli.progress import Bar
from pacte.indicators.services import refresh_facts
from pacte.kernel.french import format_number, pluralise

if TYPE_CHECKING:
    from pacte.indicators.records.manifest import Refreshed
    from pacte.kernel.actor import Actor

HELP = "Met à jour les faits des indicateurs : seulement ce que les tables ont gagné depuis la dernière fois."
EXAMPLE = "./pacte facts refresh"
NEEDS = "database"
_GUESS = 200_000_000
_REASONS = {
    "second_entry": "seconde entrée d’un même parcours",
    "second_end": "seconde fin d’un même parcours",
    "end_before_entry": "fin avant l’entrée",
    "end_without_entry": "fin sans entrée",
    "written_twice": "étape écrite deux fois",
    "second_situation": "seconde réponse à la même échéance",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="reprend tout depuis le début, au lieu du seul nouveau")
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ready()
    bar = Bar("Lecture des tables", _GUESS)
    with acting_as(actor):
        done = refresh_facts(actor=actor, told=bar.to, full=options.full)
    bar.end()
    _tell(done)
    if options.json:
        print(json.dumps(asdict(done) | {"total": done.total}, ensure_ascii=False))
    return 1 if done.aside else 0


def _tell(done: Refreshed) -> None:
    added = pluralise(done.total, "fait ajouté", "faits ajoutés")
    print(f"{added} en {format_number(done.seconds, 1)} s ; {format_number(done.rows)} en tout.")
    for table, count in done.added.items():
        if count:
            print(f"  {table:<12} {format_number(count)}")
    if done.replaced:
        print(f"{pluralise(done.replaced, 'fait corrigé', 'faits corrigés')}.")
    if done.late:
        print(f"{pluralise(done.late, 'fait connu', 'faits connus')} plus d’un mois après : comptés depuis ce jour-là.")
    if done.future:
        print(f"{pluralise(done.future, 'fait daté', 'faits datés')} d’après son écriture : chacun attend son jour.")
    for reason, count in done.aside.items():
        print(f"{pluralise(count, 'fait mis', 'faits mis')} de côté : {_REASONS[reason]}.")
    if done.forgotten:
        erased = pluralise(done.forgotten, "personne effacée", "personnes effacées")
        print(f"{erased} : leurs faits n’ont plus de lien avec elles.")
    print(f"Empreinte : {done.digest[:16]}")
