"""Compares two loaded ROME editions: codes unchanged, split or lost; appellations lost or moved."""

from __future__ import annotations

import argparse
import json
from typing import Any

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.reference.queries import compare_rome_editions, nomenclature_editions
from pacte.reference.records import RomeMigration, Scheme

HELP = "Compare deux éditions du ROME\u202f: codes gardés, scindés ou perdus, appellations perdues ou déplacées."
EXAMPLE = "./pacte reference compare 3.47 4-2024"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="AVANT", help="édition de départ, par exemple 3.47")
    parser.add_argument("new", metavar="APRÈS", help="édition d’arrivée, par exemple 4-2024")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Compare the editions. Exit 1 when something is lost, because it needs a manual check."""
    ensure_database_ready()
    with acting_as(actor):
        known_editions = [each.edition for each in nomenclature_editions(Scheme.ROME)]
        for edition in (options.old, options.new):
            if edition not in known_editions:
                raise ValidationError(
                    "edition_unknown",
                    f"L’édition «\u202f{edition}\u202f» du ROME n’est pas chargée.",
                    f"Éditions chargées\u202f: {', '.join(known_editions) or 'aucune'}.",
                    "Chargez-la par «\u202f./pacte import reference FICHIER\u202f», ou déposez-la sur le site.",
                )
        migration = compare_rome_editions(old=options.old, new=options.new)
    _show(migration)
    if options.json:
        print(json.dumps(_summary(migration), ensure_ascii=False))
    return 1 if migration.lost or migration.appellations_lost else 0


def _show(migration: RomeMigration) -> None:
    print(f"ROME, de {migration.old} à {migration.new}\u202f:")
    print(
        f"  {pluralise(migration.unchanged_count, 'code gardé', 'codes gardés')}, dont "
        f"{len(migration.renamed)} sous un autre nom"
    )
    for code, heirs in migration.split.items():
        print(f"  {code} se partage avec {', '.join(heirs)}")
    for code, heirs in migration.replaced.items():
        print(f"  {code} devient {', '.join(heirs)}")
    for code in migration.without_origin:
        print(f"  {code} est nouveau, sans code d’origine")
    for code in migration.lost:
        print(f"  {code} est perdu\u202f: aucun code ne le remplace")
    if not migration.appellations_compared:
        print("  appellations non comparées\u202f: une des deux éditions est chargée sans les siennes")
        return
    lost = pluralise(len(migration.appellations_lost), "appellation perdue", "appellations perdues")
    moved = pluralise(len(migration.appellations_moved), "appellation passée", "appellations passées")
    print(f"  {lost}, {moved} à un autre métier")
    for code, label in migration.appellations_lost:
        print(f"  {label} ({code}) est perdue")
    for each in migration.appellations_moved:
        print(f"  {each.label} ({each.code})\u202f: {each.old_parent} → {each.new_parent}")


def _summary(migration: RomeMigration) -> dict[str, Any]:
    return {
        "old": migration.old,
        "new": migration.new,
        "kept": migration.unchanged_count,
        "renamed": len(migration.renamed),
        "split": {code: list(heirs) for code, heirs in migration.split.items()},
        "replaced": {code: list(heirs) for code, heirs in migration.replaced.items()},
        "born": list(migration.without_origin),
        "lost": list(migration.lost),
        "appellations_compared": migration.appellations_compared,
        "appellations_lost": [code for code, _ in migration.appellations_lost],
        "appellations_moved": {each.code: [each.old_parent, each.new_parent] for each in migration.appellations_moved},
    }
