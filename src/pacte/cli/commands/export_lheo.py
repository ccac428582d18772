"""Exports the open catalogue as a LHÉO 2.3 file."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.partner_option import add_partner_argument
from pacte.exchange.lheo.catalogue_export import export_catalogue
from pacte.exchange.lheo.dialects import dialect_by_name
from pacte.infra.system_errors import SystemFailure, os_error_sentence
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise

HELP = "Écrit le catalogue ouvert dans un fichier LHÉO 2.3."
EXAMPLE = "./pacte export lheo catalogue.xml"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="fichier à écrire")
    add_partner_argument(parser, "le fichier est pour")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    path, dialect = Path(options.file), dialect_by_name(options.partner)
    ensure_database_ready()
    # Written to a temporary file then renamed: readers never see a partial file.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with acting_as(actor):
            region = host_organisation()
            if region is None:
                raise ValidationError("nothing_to_export", "Cette installation n’a pas encore de catalogue.")
            with draft.open("wb") as stream:
                report = export_catalogue(actor=actor, host_id=region.pk, stream=stream, dialect=dialect)
        draft.replace(path)
    except OSError as error:
        raise SystemFailure(
            "file_unwritable",
            f"Le fichier « {path} » ne s’écrit pas.",
            os_error_sentence(error),
            "Choisissez un autre lieu.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    size = format_number(report.written_bytes / 1e6, 1)
    print(f"{path.name} : LHÉO 2.3, {pluralise(report.trainings, 'formation')}, {size} Mo.")
    if report.left_out:
        print(
            f"{pluralise(len(report.left_out), 'formation')} laissées de côté, faute de session ouverte ou de données."
        )
    if options.json:
        print(json.dumps(report.plain(), ensure_ascii=False))
    return 0
