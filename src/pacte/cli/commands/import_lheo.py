"""Imports a LHÉO catalogue: valid trainings are stored, invalid ones are quarantined with their defects."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.partner_option import add_partner_argument
from pacte.cli.progress import ProgressBar
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.catalogue_import import ImportReport, import_catalogue
from pacte.exchange.lheo.dialects import dialect_by_name
from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.records.closure import ClosurePreview, LargeClosure
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Importe un catalogue LHÉO : les bonnes formations entrent, les autres attendent en quarantaine."
EXAMPLE = "./pacte import lheo catalogue.xml --full"
NEEDS = "database"
_MAX_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="catalogue LHÉO : .xml, ou dans une archive .gz ou .zip")
    add_partner_argument(parser, "le fichier vient de")
    parser.add_argument("--full", action="store_true", help="catalogue complet : ce qu’il ne contient plus est fermé")
    parser.add_argument(
        "--yes", action="store_true", help="avec --full : ferme sans demander, même plus d’un dixième du catalogue"
    )
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    path, dialect = Path(options.file), dialect_by_name(options.partner)
    ensure_database_ready()
    with acting_as(actor):
        region = host_organisation() or ensure_host(actor=actor, region="")
    try:
        with path.open("rb") as stream:
            bar = ProgressBar("Import", os.fstat(stream.fileno()).st_size)
            try:
                result = import_catalogue(
                    actor=actor,
                    host_id=region.pk,
                    stream=stream,
                    file_name=path.name,
                    is_full=options.full,
                    dialect=dialect,
                    may_close=lambda closing: options.yes or _confirm_closing(closing),
                    progress=bar.update,
                )
            finally:
                bar.clear()
    except OSError as error:
        raise ValidationError(
            "file_unreadable",
            f"Le fichier « {path} » ne se lit pas.",
            os_error_sentence(error),
            "Vérifiez son nom et ses droits.",
        ) from error
    except LargeClosure as refusal:
        raise LargeClosure(refusal.closing, "S’il est bien tout le catalogue, relancez avec « --yes ».") from refusal
    except UnreadableFile as refusal:
        print(f"{path.name} : {refusal}")
        if options.json:
            print(json.dumps({"refused": {"code": refusal.code, "message": str(refusal)}}, ensure_ascii=False))
        return 1
    _show(result)
    if options.json:
        print(json.dumps(result.plain(), ensure_ascii=False))
    return 1 if result.report.defect_count or result.tally.quarantined or result.is_broken else 0


def _confirm_closing(closing: ClosurePreview) -> bool:
    """Ask for confirmation on the terminal; without a terminal, the answer is no."""
    if not sys.stdin.isatty():
        return False
    print(f"\n{closing.sentence} Entre autres : {closing.examples}")
    return input("Les fermer ? [o/N] ").strip().lower() in ("o", "oui")


def _show(result: ImportReport) -> None:
    if result.received_before:
        print(
            f"{result.file_name} : ce fichier a déjà été reçu le "
            f"{format_day(paris_date(result.received_before))}. Rien n’a changé."
        )
        return
    tally, report = result.tally, result.report
    if result.entered_before:
        print(f"{result.file_name} : ce fichier était déjà entré ; sa publication, interrompue, est achevée.")
        return
    if result.resumed_from:
        print(f"Reprise après la formation {format_number(result.resumed_from)}.")
    print(f"{result.file_name} : LHÉO {report.version} ; {pluralise(report.trainings, 'formation')}.")
    for name, added, changed, closed in (
        ("Formations", tally.trainings_added, tally.trainings_changed, tally.trainings_closed),
        ("Actions", tally.actions_added, tally.actions_changed, tally.actions_closed),
        ("Sessions", tally.sessions_added, tally.sessions_changed, tally.sessions_closed),
    ):
        print(
            f"  {name} : {format_number(added)} ajoutées, {format_number(changed)} changées, "
            f"{format_number(closed)} fermées."
        )
    print(f"  Sans changement : {pluralise(tally.trainings_unchanged, 'formation')}.")
    print(
        f"  Organismes : {format_number(tally.providers_added)} ajoutés, "
        f"{format_number(tally.providers_changed)} changés."
    )
    if result.is_broken:
        broken = next((each for each in report.defects if each.code == "xml_broken"), None)
        place = f" à la ligne {broken.row}" if broken else ""
        print(f"  Le fichier cesse d’être lisible{place} : les formations d’avant sont entrées, rien n’a été fermé.")
    if tally.trainings_of_others:
        print(f"  {pluralise(tally.trainings_of_others, 'formation')} d’un autre catalogue : laissées telles quelles.")
    if tally.differences:
        print(f"  {pluralise(tally.differences, 'différence')} avec le registre des places, à régler par l’acheteur.")
    if tally.quarantined:
        print(f"  {pluralise(tally.quarantined, 'formation')} en quarantaine :")
        for defect in report.defects[:_MAX_SHOWN]:
            print(f"    {defect}")
        if report.defect_count > _MAX_SHOWN:
            print(f"    … {pluralise(report.defect_count, 'défaut')} en tout.")
    if report.advice_count:
        print(f"  {pluralise(report.advice_count, 'conseil')}, que « ./pacte check lheo » montre.")
    print(
        f"  {format_number(result.seconds, 1)} s, {format_number(result.megabytes_a_second, 1)} Mo/s, "
        f"{format_number(result.peak_bytes / 1e6)} Mo de mémoire au plus."
    )
