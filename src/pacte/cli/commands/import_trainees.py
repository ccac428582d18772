"""Imports a file of trainees or of orientation acts: each valid line becomes journey steps, once."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation, organisation_by_name
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.trainee_files import counts_sentence, open_trainee_file, print_line_remarks
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.orientation.file_application import apply_orientation_file
from pacte.interop.queries.act_files import act_file_by_id, act_file_issues
from pacte.interop.records import RowIssueLevel
from pacte.interop.services.act_files import FileRowIssue
from pacte.kernel.errors import ValidationError
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Applique un fichier de stagiaires ou d’actes d’orientation ; le même fichier deux fois ne change rien."
EXAMPLE = "./pacte import trainees stagiaires-pe.csv --network 'Mission locale de Bourges'"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FICHIER", help="le fichier, tel que l’outil le donne (.csv, .txt, .xlsx ou .ods)"
    )
    parser.add_argument("--network", default="", metavar="RÉSEAU", help="réseau qui suit les personnes inconnues")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    path = Path(options.file)
    with acting_as(actor):
        region = host_organisation() or ensure_host(actor=actor, region="")
        body = organisation_by_name(options.network) if options.network else None
    if options.network and body is None:
        raise ValidationError("network", f"« {options.network} » n’est pas dans l’annuaire.", hint="Vérifiez son nom.")
    with open_trainee_file(path) as stream:
        try:
            applied_file = apply_orientation_file(
                actor=actor, host=region, body=body, stream=stream, file_name=path.name,
                synthetic=options.instance == "demo",
            )  # fmt: skip
        except UnreadableFile as refusal:
            print(f"{path.name} : {refusal}")
            if options.json:
                print(json.dumps({"refused": {"code": refusal.code, "message": str(refusal)}}, ensure_ascii=False))
            return 1
    counts = applied_file.as_json()
    print(f"{path.name} : {counts_sentence(counts)}")
    with acting_as(actor):
        file = act_file_by_id(actor=actor, identifier=applied_file.file_id)
        lines = [
            FileRowIssue(each.row, RowIssueLevel(each.level), each.code, each.text, each.column)
            for each in act_file_issues(actor=actor, file=file)
        ]
    print_line_remarks(lines)
    if options.json:
        print(json.dumps(counts, ensure_ascii=False))
    return 1 if applied_file.counts["error"] or applied_file.counts["to_settle"] else 0
