"""Loads the territory of a region, official files of communes and zones, nomenclatures and certifications."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.reference_tables import as_csv_tables
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.reference.queries import shipped_regions, territory_editions
from pacte.reference.services import load_official_files, load_shipped_territory, load_starter_nomenclature

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.reference.records import FileReport

HELP = "Charge un territoire, des nomenclatures (ROME, NSF, Formacode…), des certifications (RNCP, RS)."
EXAMPLE = "./pacte reference load --region 24, ou ./pacte reference load dossier/ flux-rncp.zip"
NEEDS = "database"
FLUX = "certification_flux"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources", nargs="*", metavar="FICHIER", help="fichiers csv, xlsx, ods, geojson, xml ou zip, ou dossiers"
    )
    parser.add_argument("--region", metavar="CODE", help="charge le territoire livré de cette région (code Insee)")
    parser.add_argument("--starter", action="store_true", help="charge la nomenclature de départ livrée avec pacte")
    parser.add_argument(
        "--edition",
        metavar="ÉDITION",
        help="année, version ou jour du fichier (2026, 3.47…) ; d’un dossier : de ses fichiers qui ne le disent pas",
    )
    parser.add_argument("--dry-run", action="store_true", help="lit et compte sans rien écrire")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    if not options.sources and not options.region and not options.starter:
        raise ValidationError(
            "nothing_to_load",
            "Rien à charger.",
            hint=f"Donnez des fichiers, --starter, ou --region ({', '.join(shipped_regions())}).",
        )
    ensure_database_ready()
    started = time.monotonic()
    with _rollback_if(options.dry_run):
        reports = _load(options, actor)
    if options.dry_run:
        print("Essai\u202f: rien n’a été écrit.")
    if options.json:
        summary = _summary(reports, round(time.monotonic() - started, 2))
        print(json.dumps({**summary, "dry_run": options.dry_run}, ensure_ascii=False))
    return 1 if any(report.defect_count for report in reports) else 0


@contextmanager
def _rollback_if(dry_run: bool) -> Iterator[None]:
    """With a dry run, roll back all writes: the counts are those of a real load."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _load(options: argparse.Namespace, actor: Actor) -> list[FileReport]:
    """Load each source in its own transaction: a later failure does not undo earlier loads."""
    reports: list[FileReport] = []
    if options.region:
        with acting_as(actor):
            reports.append(load_shipped_territory(actor=actor, region_code=options.region))
        _show(reports[-1])
    if options.starter:
        with acting_as(actor):
            reports.append(load_starter_nomenclature(actor=actor))
        _show(reports[-1])
    for source in options.sources:
        with as_csv_tables(Path(source)) as tables, acting_as(actor):
            source_reports = load_official_files(
                actor=actor, source=tables, edition=options.edition, progress=_progress
            )
        _clear_line()
        for report in source_reports:
            _show(report)
        reports += source_reports
    return reports


def _progress(file: str, read_count: int) -> None:
    """Show progress on one terminal line, overwritten each time."""
    if sys.stderr.isatty():
        count = f", {format_number(read_count)} lus" if read_count else ""
        print(f"\r\033[K{file}{count}…", end="", file=sys.stderr, flush=True)


def _clear_line() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _show(report: FileReport) -> None:
    print(f"{report.file}\u202f: {_outcome_text(report)}")
    for note in report.notes:
        print(f"  {note}")
    for defect in report.defects:
        where = f"ligne {defect.row}, " if defect.row else ""
        print(f"  {where}{defect.message}")
    if report.defect_count > len(report.defects):
        print(f"  … et {pluralise(report.defect_count - len(report.defects), 'autre défaut', 'autres défauts')}.")


def _outcome_text(report: FileReport) -> str:
    if not report.kind:
        return "non chargé."
    name = f"{report.label or report.kind}" + (f", édition {report.edition_name}" if report.edition_name else "")
    if report.already_loaded:
        return f"{name}, déjà chargé."
    counts = (
        f"{pluralise(report.added, 'ajout')}, {pluralise(report.changed, 'changement')}, "
        f"{pluralise(report.unchanged, 'connu')}"
    )
    unit_words = ("fiche lue", "fiches lues") if report.kind == FLUX else ("ligne lue", "lignes lues")
    return f"{name}, {pluralise(report.lines, *unit_words)}\u202f; {counts}."


def _summary(reports: list[FileReport], seconds: float) -> dict[str, object]:
    return {
        "files": [
            {
                "file": report.file,
                "kind": report.kind,
                "edition": report.edition_name,
                "edition_from": report.edition_from,
                "lines": report.lines,
                "added": report.added,
                "changed": report.changed,
                "known": report.unchanged,
                "already_loaded": report.already_loaded,
                "defects": report.defect_count,
                "notes": report.notes,
            }
            for report in reports
        ],
        "kinds": dict(Counter(report.kind for report in reports if report.kind)),
        "added": sum(report.added for report in reports),
        "changed": sum(report.changed for report in reports),
        "known": sum(report.unchanged for report in reports),
        "defects": [defect.plain() for report in reports for defect in report.defects],
        "defect_count": sum(report.defect_count for report in reports),
        "edition": max(territory_editions(), default=None),
        "seconds": seconds,
    }
