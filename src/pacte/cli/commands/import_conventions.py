"""Imports the providers that have a Kairos agreement."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.trainee_files import counts_sentence, open_trainee_file
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.orientation.conventions import import_conventions
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Importe les organismes conventionnés dans Kairos (fichier de Pôle emploi, 12 colonnes)."
EXAMPLE = "./pacte import conventions kairos-organismes.csv"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="le fichier, tel que Pôle emploi le donne")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    path = Path(options.file)
    with acting_as(actor):
        region = host_organisation() or ensure_host(actor=actor, region="")
    with open_trainee_file(path) as stream:
        try:
            report = import_conventions(actor=actor, host=region, stream=stream, file_name=path.name)
        except UnreadableFile as refusal:
            print(f"{path.name} : {refusal}")
            if options.json:
                print(json.dumps({"refused": {"code": refusal.code, "message": str(refusal)}}, ensure_ascii=False))
            return 1
    print(f"{path.name} : {counts_sentence(report.as_json())}")
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    return 1 if report.counts["error"] else 0
