"""Compares two loaded ROME editions: codes unchanged, split or lost; appellations lost or moved."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ready
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.reference.queries import nomenclature_editions, rome_migration
from pacte.reference.records import Scheme

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.reference.records import Migration

HELP = "Compare deux éditions du ROME\u202f: codes gardés, scindés ou perdus, appellations perdues ou déplacées."
EXAMPLE = "./pacte reference compare 3.47 4-2024"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="AVANT", help="édition de départ, par exemple 3.47")
    parser.add_argument("new", metavar="APRÈS", help="édition d’arrivée, par exemple 4-2024")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Compare the editions. Exit 1 when something is lost, because it needs a manual check."""
    ready()
    with acting_as(actor):
        known = [each.edition for each in nomenclature_editions(Scheme.ROME)]
        for asked in (options.old, options.new):
            if asked not in known:
                raise ValidationError(
                    "edition_unknown",
                    f"L’édition «\u202f{asked}\u202f» du ROME n’est pas chargée.",
                    f"Éditions chargées\u202f: {', '.join(known) or 'aucune'}.",
                    "Chargez-la par «\u202f./pacte reference load FICHIER\u202f».",
                )
        found = rome_migration(old=options.old, new=options.new)
    _show(found)
    if options.json:
        print(json.dumps(_summary(found), ensure_ascii=False))
    return 1 if found.lost or found.appellations_lost else 0


def _show(found: Migration) -> None:
    print(f"ROME, de {found.old} à {found.new}\u202f:")
    print(f"  {pluralise(found.kept, 'code gardé', 'codes gardés')}, dont {len(found.renamed)} sous un autre nom")
    for code, heirs in found.split.items():
        print(f"  {code} se partage avec {', '.join(heirs)}")
    for code, heirs in found.replaced.items():
        print(f"  {code} devient {', '.join(heirs)}")
    for code in found.born:
        print(f"  {code} est nouveau, sans code d’origine")
    for code in found.lost:
        print(f"  {code} est perdu\u202f: aucun code ne le remplace")
    if not found.appellations_compared:
        print("  appellations non comparées\u202f: une des deux éditions est chargée sans les siennes")
        return
    lost = pluralise(len(found.appellations_lost), "appellation perdue", "appellations perdues")
    moved = pluralise(len(found.appellations_moved), "appellation passée", "appellations passées")
    print(f"  {lost}, {moved} à un autre métier")
    for code, label in found.appellations_lost:
        print(f"  {label} ({code}) est perdue")
    for each in found.appellations_moved:
        print(f"  {each.label} ({each.code})\u202f: {each.old_parent} → {each.new_parent}")


def _summary(found: Migration) -> dict[str, Any]:
    return {
        "old": found.old,
        "new": found.new,
        "kept": found.kept,
        "renamed": len(found.renamed),
        "split": {code: list(heirs) for code, heirs in found.split.items()},
        "replaced": {code: list(heirs) for code, heirs in found.replaced.items()},
        "born": list(found.born),
        "lost": list(found.lost),
        "appellations_compared": found.appellations_compared,
        "appellations_lost": [code for code, _ in found.appellations_lost],
        "appellations_moved": {each.code: [each.old_parent, each.new_parent] for each in found.appellations_moved},
    }
