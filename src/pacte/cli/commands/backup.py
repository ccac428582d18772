"""Backs up the whole installation to one file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pacte.cli.installation import ensure_database_ready
from pacte.exchange.backup import create_backup
from pacte.kernel.actor import Actor

HELP = "Sauvegarde toute l’installation dans un fichier, chiffré pour une clé publique."
EXAMPLE = "./pacte backup sauvegarde.pacte --instance real --recipient age1…"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="fichier à écrire (il ne doit pas exister)")
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="CLÉ",
        help="clé publique (age1…) pour laquelle chiffrer ; sinon celle de PACTE_BACKUP_RECIPIENT",
    )  # fmt: skip
    parser.add_argument("--clear", action="store_true", help="ne chiffre pas : qui tient le fichier lit tout")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    backup = create_backup(Path(options.file), actor=actor, recipients=options.recipient, unencrypted=options.clear)
    if options.clear:
        print(
            "Attention : cette sauvegarde est en clair. Noms, informations protégées et mots de passe hachés y sont "
            "lisibles par qui tient le fichier.",
            file=sys.stderr,
        )
    rows = sum(backup.rows.values())
    how = "chiffré" if backup.is_encrypted else "en clair"
    print(f"Sauvegardé ({how}) : {options.file}, {rows} lignes de {len(backup.rows)} tables.")
    print(f"Installation {backup.identifier}. Registre des effacements, à garder avec le fichier : {backup.ledger}")
    if options.json:
        installation_details = {
            "identifier": backup.identifier,
            "encrypted": backup.is_encrypted,
            "ledger": str(backup.ledger),
        }
        print(json.dumps({"file": options.file, "tables": len(backup.rows), "rows": rows} | installation_details))
    return 0
