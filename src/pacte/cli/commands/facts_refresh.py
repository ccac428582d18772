"""Refreshes the indicator facts from the tables, incrementally."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.progress import ProgressBar
from pacte.indicators.records.manifest import RefreshReport
from pacte.indicators.services import refresh_facts
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise

HELP = "Met à jour les faits des indicateurs : seulement ce que les tables ont gagné depuis la dernière fois."
EXAMPLE = "./pacte facts refresh"
NEEDS = "database"
_ROWS_ESTIMATE = 200_000_000
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
    ensure_database_ready()
    bar = ProgressBar("Lecture des tables", _ROWS_ESTIMATE)
    with acting_as(actor):
        refresh = refresh_facts(actor=actor, on_progress=bar.update, full=options.full)
    bar.clear()
    _print_refresh(refresh)
    if options.json:
        print(json.dumps(asdict(refresh) | {"total": refresh.total}, ensure_ascii=False))
    return 1 if refresh.aside else 0


def _print_refresh(refresh: RefreshReport) -> None:
    added = pluralise(refresh.total, "fait ajouté", "faits ajoutés")
    print(f"{added} en {format_number(refresh.seconds, 1)} s ; {format_number(refresh.rows)} en tout.")
    for table, count in refresh.added.items():
        if count:
            print(f"  {table:<12} {format_number(count)}")
    if refresh.replaced:
        print(f"{pluralise(refresh.replaced, 'fait corrigé', 'faits corrigés')}.")
    if refresh.late:
        print(
            f"{pluralise(refresh.late, 'fait connu', 'faits connus')} plus d’un mois après : comptés depuis ce jour-là."
        )
    if refresh.future:
        print(f"{pluralise(refresh.future, 'fait daté', 'faits datés')} d’après son écriture : chacun attend son jour.")
    for reason, count in refresh.aside.items():
        print(f"{pluralise(count, 'fait mis', 'faits mis')} de côté : {_REASONS[reason]}.")
    if refresh.forgotten:
        erased = pluralise(refresh.forgotten, "personne effacée", "personnes effacées")
        print(f"{erased} : leurs faits n’ont plus de lien avec elles.")
    print(f"Empreinte : {refresh.digest[:16]}")
