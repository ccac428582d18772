"""Puts a saved installation back."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.cli.installation import ready
from pacte.exchange.backup import restore

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Remet une sauvegarde en place, à la place de ce que l’installation contient."
EXAMPLE = "./pacte restore sauvegarde.pacte --instance real --yes"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="sauvegarde à remettre en place")
    parser.add_argument("--yes", action="store_true", help="remplace sans rien demander")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    question = "Tout ce que contient l’installation sera remplacé. Continuer ? [o/N] "
    if not options.yes and input(question).strip().lower() not in ("o", "oui"):
        print("Rien n’a été changé.")
        return 1
    restored = restore(Path(options.file))
    ready()
    print(f"Remis en place : {sum(restored.values())} lignes de {len(restored)} tables.")
    if options.json:
        print(json.dumps({"file": options.file, "tables": len(restored), "rows": sum(restored.values())}))
    return 0
