"""Saves a whole installation into one file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.cli.installation import ready
from pacte.exchange.backup import back_up

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Sauvegarde toute l’installation dans un fichier."
EXAMPLE = "./pacte backup sauvegarde.pacte --instance real"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="fichier à écrire (il ne doit pas exister)")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ready()
    saved = back_up(Path(options.file))
    print(f"Sauvegardé : {options.file}, {sum(saved.values())} lignes de {len(saved)} tables.")
    if options.json:
        print(json.dumps({"file": options.file, "tables": len(saved), "rows": sum(saved.values())}))
    return 0
