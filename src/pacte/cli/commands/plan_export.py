"""Exports a plan to a file: table in the original layout, csv, yaml or pdf."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.plan_files.writing import write_plan_file
from pacte.infra.atomic_files import write_atomically
from pacte.kernel.action_codes import normalise_action_code
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.plan.queries import content_of_version, main_plan, plan_by_code, version_by_number, version_on

HELP = "Écrit un plan dans un fichier xlsx, csv, yaml ou pdf."
EXAMPLE = "./pacte plan export plan.xlsx"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="fichier à écrire ; son extension dit le format")
    parser.add_argument("--plan", metavar="CODE", help="plan (sinon celui qui court)")
    parser.add_argument("--version", type=int, metavar="N", help="version (sinon celle en vigueur)")
    parser.add_argument(
        "--action", type=normalise_action_code, metavar="CODE", help="la fiche d’une seule action (pdf)"
    )
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    path = Path(options.file)
    with acting_as(actor):
        plan = plan_by_code(actor=actor, code=options.plan) if options.plan else main_plan(actor=actor)
        if plan is None:
            raise ValidationError(
                "no_plan", "Aucun plan n’est chargé.", hint="Importez-en un : ./pacte import plan FICHIER."
            )
        version = (
            version_by_number(actor=actor, plan=plan, number=options.version)
            if options.version
            else version_on(actor=actor, plan=plan, on=today())
        )
        content = content_of_version(version)
    data = write_plan_file(
        content, extension=path.suffix.lstrip("."), as_of=today(), version_label=version.label, number=options.action
    )
    write_atomically(path, data)
    print(f"Écrit : {path}, {len(data)} octets.")
    if options.json:
        print(json.dumps({"file": str(path), "bytes": len(data), "plan": plan.code, "version": version.number}))
    return 0
