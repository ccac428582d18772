"""Imports a plan from a table or a yaml file: shows what it would change, and writes it as a draft."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_millions
from pacte.plan.queries import plan_by_code
from pacte.workflows.import_plan import PlanImportReview, import_plan, review_plan_import
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Lit un plan (xlsx, ods, csv, yaml), montre ce qu’il change, puis l’écrit comme projet."
EXAMPLE = "./pacte plan import tableau.xlsx --dry-run"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="tableau xlsx, ods ou csv, ou fichier yaml")
    parser.add_argument("--plan", metavar="CODE", help="plan que le fichier modifie (sinon reconnu à son contenu)")
    parser.add_argument("--new", action="store_true", help="le fichier est un nouveau plan")
    parser.add_argument("--dry-run", action="store_true", help="essai à blanc : rien n’est écrit")
    parser.add_argument("--yes", action="store_true", help="écrit sans rien demander, réserves comprises")
    parser.add_argument("--reason", metavar="MOTIF", default="Import d’un fichier", help="motif gardé au journal")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    path = Path(options.file)
    reading = read_plan_file(_read_bytes(path), name=path.name)
    with acting_as(actor):
        plan = plan_by_code(actor=actor, code=options.plan) if options.plan else None
        review = review_plan_import(actor=actor, file_name=path.name, reading=reading, plan=plan, as_new=options.new)
    _show(review)
    written = None
    if not review.errors and not options.dry_run and not review.changes_nothing and _confirm(review, options):
        with acting_as(actor):
            organisation = host_organisation() or ensure_host(
                actor=actor, region=review.content.region if review.content else ""
            )
            version = import_plan(actor=actor, review=review, host=organisation, reason=options.reason)
            written = {"plan": version.plan.code, "version": version.number}
        print(f"Écrit : {version.plan.title}, {version.label.lower()}.")
    elif not review.errors and review.changes_nothing:
        print("Ce fichier ne change rien au plan : rien n’a été écrit.")
    elif not review.errors:
        print("Essai à blanc : rien n’a été écrit.")
    if options.json:
        print(json.dumps(_summary(review) | {"written": written}, ensure_ascii=False))
    return 1 if review.errors else 0


def _confirm(review: PlanImportReview, options: argparse.Namespace) -> bool:
    """Ask for confirmation when there are warnings and a terminal to answer."""
    if options.yes or not review.warnings or not sys.stdin.isatty():
        return True
    return input(f"{len(review.warnings)} réserve(s). Écrire quand même ? [o/N] ").strip().lower() in ("o", "oui")


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


def _show(review: PlanImportReview) -> None:
    if review.content:
        content = review.content
        kind = f"modifie « {review.plan.title} »" if review.plan else "nouveau plan"
        print(
            f"{review.file_name} : {kind} ; {pluralise(len(content.axes), 'axe')}, "
            f"{pluralise(len(content.numbers), 'action')}, {pluralise(len(content.rows), 'ligne')}, "
            f"{format_millions(content.total_cents)}."
        )
    for title, defects in (("Défauts qui bloquent", review.errors), ("Réserves", review.warnings)):
        if defects:
            print(f"{title} : {len(defects)}")
            for defect in defects:
                print(f"  {defect}")
    if review.difference and review.difference.changes:
        print(
            f"Changements : {len(review.difference.changes)} "
            f"({', '.join(f'{nature} {count}' for nature, count in review.difference.counts.items())})"
        )


def _summary(review: PlanImportReview) -> dict[str, object]:
    content = review.content
    return {
        "file": review.file_name,
        "plan": review.plan.code if review.plan else (content.code if content else None),
        "is_new": review.plan is None,
        "axes": len(content.axes) if content else 0,
        "actions": len(content.numbers) if content else 0,
        "rows": len(content.rows) if content else 0,
        "total_cents": content.total_cents if content else 0,
        "errors": [each.plain() for each in review.errors],
        "warnings": [each.plain() for each in review.warnings],
        "changes": {str(nature): count for nature, count in review.difference.counts.items()}
        if review.difference
        else None,
    }
