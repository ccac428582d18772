"""Imports a file of external figures (employer needs, jobseekers, unemployment…) to series with their sources."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.series_files.importer import SeriesImportResult, import_series
from pacte.exchange.series_files.reading import series_sources
from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Importe une série de chiffres d’ailleurs (BMO, tensions, demandeurs d’emploi, chômage, population…)."
EXAMPLE = "./pacte import series bmo_2024.csv --dry-run"
NEEDS = "database"

_MAX_SHOWN = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="xlsx, ods ou csv, tel que la source le publie")
    parser.add_argument("--source", metavar="CODE", default="", help="source du fichier (sinon reconnue à ses titres)")
    parser.add_argument("--dry-run", action="store_true", help="essai à blanc : rien n’est écrit")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    if options.source and options.source not in series_sources():
        raise ValidationError(
            "no_such_source",
            f"Aucune source ne s’appelle « {options.source} ».",
            hint=f"Choisissez parmi : {', '.join(series_sources())}.",
        )
    path = Path(options.file)
    data = _read_bytes(path)
    with acting_as(actor):
        region = host_organisation()
        if region is None:
            raise ValidationError(
                "no_host", "Aucune Région n’est installée.", hint="Lancez ./pacte start ou ./pacte demo."
            )
        outcome = import_series(
            actor=actor, host=region, data=data, name=path.name, source_code=options.source, dry=options.dry_run
        )
    _show(outcome)
    if options.json:
        print(json.dumps(_summary(outcome), ensure_ascii=False))
    return 1 if outcome.reading.errors else 0


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValidationError(
            "file_unreadable",
            f"Le fichier « {path} » ne se lit pas.",
            os_error_sentence(error),
            "Vérifiez son nom et ses droits.",
        ) from error


def _show(outcome: SeriesImportResult) -> None:
    read = outcome.reading
    if read.source is not None:
        values = sum(len(points) for points in read.points.values())
        print(f"{read.name} : {read.source.label}, {read.edition or 'sans date'}, {read.source.licence}.")
        print(
            f"  {pluralise(read.lines, 'ligne lue', 'lignes lues')}, {pluralise(values, 'valeur')} dont "
            f"{pluralise(read.hidden, 'gardée secrète', 'gardées secrètes')} par la source, "
            f"{pluralise(read.outside, 'valeur')} hors du territoire chargé."
        )
    if outcome.written is not None:
        print(
            f"  {pluralise(outcome.written.added, 'nouvelle')}, {pluralise(outcome.written.corrected, 'corrigée')}, "
            f"{pluralise(outcome.written.known, 'connue')}."
        )
    for title, defects in (("Défauts", read.errors), ("Réserves", read.warnings)):
        if defects:
            print(f"{title} : {len(defects)}")
            for defect in defects[:_MAX_SHOWN]:
                print(f"  {defect}")
            if len(defects) > _MAX_SHOWN:
                print(f"  … et {pluralise(len(defects) - _MAX_SHOWN, 'autre')}.")
    if outcome.written is None:
        print("Rien n’a été écrit.")


def _summary(outcome: SeriesImportResult) -> dict[str, object]:
    read, written = outcome.reading, outcome.written
    return {
        "file": read.name,
        "source": read.source.code if read.source else None,
        "licence": read.source.licence if read.source else None,
        "edition": read.edition,
        "lines": read.lines,
        "values": {code: len(points) for code, points in read.points.items()},
        "hidden": read.hidden,
        "outside": read.outside,
        "written": written is not None,
        "added": written.added if written else 0,
        "corrected": written.corrected if written else 0,
        "known": written.known if written else 0,
        "same_file": outcome.was_known,
        "errors": [each.plain() for each in read.errors],
        "warnings": [each.plain() for each in read.warnings],
    }
