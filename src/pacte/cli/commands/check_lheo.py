"""Checks a LHÉO catalogue: structure, cardinalities, code tables and rules of the standard."""

from __future__ import annotations

import argparse
import importlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.cli.partner_option import add_partner_argument
from pacte.cli.progress import ProgressBar
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.catalogue_check import CodeLookUp, check_catalogue
from pacte.exchange.lheo.dialects import dialect_by_name
from pacte.exchange.lheo.records import CatalogueReport
from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.defects import Defect
from pacte.kernel.errors import ConfigurationError, ValidationError
from pacte.kernel.french import apply_french_spacing, pluralise

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Vérifie un catalogue LHÉO 2.3 ou 2.2 : structure, tables de codes et règles de la norme."
EXAMPLE = "./pacte check lheo catalogue.xml"
NEEDS = "database if any"
_MAX_SHOWN = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="catalogue LHÉO : .xml, ou dans une archive .gz ou .zip")
    add_partner_argument(parser, "le fichier vient de")
    parser.add_argument(
        "--all", action="store_true", help=f"montre tous les défauts, au lieu des {_MAX_SHOWN} premiers"
    )
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor | None) -> int:
    """Check the file. Without an installation there are no loaded editions: only the form of codes is checked."""
    path, dialect = Path(options.file), dialect_by_name(options.partner)
    look_up = _code_lookup() if actor else None
    try:
        with path.open("rb") as stream:
            bar = ProgressBar("Vérification", os.fstat(stream.fileno()).st_size)
            report = check_catalogue(stream, dialect=dialect, look_up=look_up, progress=bar.update)
            bar.clear()
    except OSError as error:
        raise ValidationError(
            "file_unreadable",
            f"Le fichier « {path} » ne se lit pas.",
            os_error_sentence(error),
            "Vérifiez son nom et ses droits.",
        ) from error
    except UnreadableFile as refusal:
        report = unreadable_file_report(refusal)
    _show(path.name, report, None if options.all else _MAX_SHOWN)
    if options.json:
        print(json.dumps(report.plain(), ensure_ascii=False))
    return 0 if report.is_valid else 1


def _code_lookup() -> CodeLookUp | None:
    """Return the code lookup. Imported by name, because it needs an installation that may be missing."""
    try:
        importlib.import_module("pacte.cli.installation").ensure_database_ready()
    except ConfigurationError as error:
        print(f"{error} Les codes ne sont vérifiés que dans leur forme.")
        return None
    look_up: CodeLookUp = importlib.import_module("pacte.exchange.lheo.unknown_codes").unknown_code_remarks
    return look_up


def unreadable_file_report(refusal: UnreadableFile) -> CatalogueReport:
    """Return the report of a file that is not a catalogue, with a single defect."""
    message = apply_french_spacing(" ".join(part for part in (refusal.message, refusal.reason) if part))
    defect = Defect(refusal.code, message, hint=apply_french_spacing(refusal.hint))
    return CatalogueReport(defect_count=1, defects=[defect])


def _show(name: str, report: CatalogueReport, limit: int | None) -> None:
    if report.version:
        print(
            f"{name} : LHÉO {report.version} ; {pluralise(report.trainings, 'formation')}, "
            f"{pluralise(report.actions, 'action')}, {pluralise(report.sessions, 'session')}."
        )
    for title, count, defects in (
        ("défaut", report.defect_count, report.defects),
        ("conseil", report.advice_count, report.advice),
    ):
        if count:
            print(f"{pluralise(count, title)} :")
            for defect in defects[:limit]:
                print(f"  {defect_text(defect)}")
            hidden = count - len(defects[:limit])
            if hidden:
                print(f"  … et {pluralise(hidden, 'autre')}.")
    if report.is_valid:
        print("Le fichier respecte la norme.")


def defect_text(defect: Defect) -> str:
    place = f"{defect.cell} : " if defect.cell else ""
    value = f" Valeur : « {defect.value} »." if defect.value else ""
    return f"{place}{defect.message}{value} {defect.hint} [{defect.code}]".replace("  ", " ")
