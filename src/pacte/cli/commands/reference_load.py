"""Loads the territory of a region, or official files of communes and zones."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.context import acting_as
from pacte.cli.installation import ready
from pacte.kernel.errors import Invalid
from pacte.kernel.french import plural
from pacte.reference.queries import editions, shipped_regions
from pacte.reference.services import load_official, load_territory

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.reference.records import FileReport

HELP = "Charge le territoire d’une région, ou des fichiers officiels de communes et de zones."
EXAMPLE = "./pacte reference load --region 24, ou ./pacte reference load dossier/"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="*", metavar="FICHIER", help="fichiers csv ou geojson, ou dossiers")
    parser.add_argument("--region", metavar="CODE", help="charge le territoire livré de cette région (code Insee)")
    parser.add_argument("--edition", type=int, metavar="ANNÉE", help="année des fichiers qui ne la disent pas")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    if not options.sources and not options.region:
        raise Invalid(
            "nothing_to_load",
            "Rien à charger.",
            todo=f"Donnez --region ({', '.join(shipped_regions())}) ou des fichiers.",
        )
    ready()
    started = time.monotonic()
    reports: list[FileReport] = []
    if options.region:
        with acting_as(actor):
            reports.append(load_territory(actor=actor, region_code=options.region))
        _show(reports[-1])
    for source in options.sources:
        with acting_as(actor):
            read = load_official(actor=actor, source=Path(source), edition=options.edition)
        for report in read:
            _show(report)
        reports += read
    if options.json:
        print(json.dumps(_summary(reports, round(time.monotonic() - started, 2)), ensure_ascii=False))
    return 1 if any(report.defect_count for report in reports) else 0


def _show(report: FileReport) -> None:
    print(f"{report.file}\u202f: {_outcome(report)}")
    for defect in report.defects:
        where = f"ligne {defect.line}, " if defect.line else ""
        print(f"  {where}{defect.message}")
    if report.defect_count > len(report.defects):
        print(f"  … et {plural(report.defect_count - len(report.defects), 'autre défaut', 'autres défauts')}.")


def _outcome(report: FileReport) -> str:
    if not report.kind:
        return "non chargé."
    name = f"{report.label or report.kind}" + (f" {report.edition}" if report.edition else "")
    if report.already_loaded:
        return f"{name}, déjà chargé."
    counts = f"{plural(report.added, 'ajout')}, {plural(report.changed, 'changement')}, {plural(report.known, 'connu')}"
    return f"{name}, {plural(report.lines, 'ligne lue', 'lignes lues')}\u202f; {counts}."


def _summary(reports: list[FileReport], seconds: float) -> dict[str, object]:
    return {
        "files": [
            {
                "file": report.file,
                "kind": report.kind,
                "edition": report.edition,
                "edition_from": report.edition_from,
                "lines": report.lines,
                "added": report.added,
                "changed": report.changed,
                "known": report.known,
                "already_loaded": report.already_loaded,
                "defects": report.defect_count,
            }
            for report in reports
        ],
        "kinds": dict(Counter(report.kind for report in reports if report.kind)),
        "added": sum(report.added for report in reports),
        "changed": sum(report.changed for report in reports),
        "known": sum(report.known for report in reports),
        "defects": [asdict(defect) for report in reports for defect in report.defects],
        "defect_count": sum(report.defect_count for report in reports),
        "edition": max(editions(), default=None),
        "seconds": seconds,
    }
