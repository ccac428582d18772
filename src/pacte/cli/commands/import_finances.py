"""Imports an accounting extract: shows what changes in the plan budgets, and writes the difference."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.formats.finance_extract import read
from pacte.finance.queries import column_mapping_by_name, column_mappings, review_extract
from pacte.finance.records import STAGE_LABELS
from pacte.finance.services import import_extract
from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import plan_by_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.accounts.models import Organisation
    from pacte.finance.records import Extract, ImportOutcome
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

HELP = "Lit une extraction comptable (xlsx, ods, csv) : l’argent des plans ; la relire ne compte rien deux fois."
EXAMPLE = "./pacte import finances engagements.xlsx --dry-run"
NEEDS = "database"

_MAX_SHOWN = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="extraction xlsx, ods ou csv, une ligne par engagement")
    parser.add_argument("--mapping", metavar="NOM", help="colonnes déjà confirmées sous ce nom (sinon devinées)")
    parser.add_argument("--plan", metavar="CODE", help="plan des actions du fichier (sinon celui qui couvre l’année)")
    parser.add_argument("--on", metavar="DATE", help="jour où l’extraction a été arrêtée, par exemple 2020-12-31")
    parser.add_argument("--dry-run", action="store_true", help="essai à blanc : rien n’est écrit")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    path = Path(options.file)
    data = _read_bytes(path)
    with acting_as(actor):
        region = _region()
        plan = plan_by_code(actor=actor, code=options.plan) if options.plan else None
        mapping = _column_mapping(actor, region, options.mapping)
    extract = read(data, name=path.name, mapping=mapping)
    if options.on:
        extract = replace(extract, extracted_on=_parse_day(options.on))
    with acting_as(actor):
        outcome = _import_or_review(actor, region, extract, data, plan, dry=options.dry_run)
    _show(outcome)
    if options.json:
        print(json.dumps(_summary(outcome, extract), ensure_ascii=False))
    return 1 if outcome.errors else 0


def _import_or_review(
    actor: Actor, region: Organisation, extract: Extract, data: bytes, plan: Plan | None, *, dry: bool
) -> ImportOutcome:
    if dry or not extract.lines:
        return review_extract(actor=actor, organisation=region, extract=extract, plan=plan)
    return import_extract(actor=actor, organisation=region, extract=extract, data=data, plan=plan)


def _region() -> Organisation:
    region = host_organisation()
    if region is None:
        raise ValidationError(
            "no_host", "Cette installation n’a encore aucun plan.", hint="Importez-en un : ./pacte plan import FICHIER."
        )
    return region


def _column_mapping(actor: Actor, region: Organisation, name: str | None) -> Mapping[str, str] | None:
    if not name:
        return None
    try:
        return dict(column_mapping_by_name(actor=actor, organisation=region, name=name).columns)
    except NotFound as error:
        known = ", ".join(each.name for each in column_mappings(actor=actor, organisation=region)) or "aucun"
        raise ValidationError(
            "no_such_mapping",
            f"Aucune correspondance de colonnes ne s’appelle « {name} ».",
            f"Noms gardés : {known}.",
            "Gardez-en une depuis la page d’import.",
        ) from error


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(
            "day_shape", f"« {text} » n’est pas une date.", hint="Écrivez par exemple 2020-12-31."
        ) from error


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


def _show(outcome: ImportOutcome) -> None:
    print(
        f"{outcome.file_name} : {pluralise(outcome.lines_read, 'ligne lue', 'lignes lues')} ; "
        f"{pluralise(outcome.added, 'nouvelle')}, {pluralise(outcome.changed, 'changée')}, "
        f"{pluralise(outcome.known, 'connue')}, {pluralise(outcome.skipped, 'laissée de côté', 'laissées de côté')}."
    )
    for stage, cents in outcome.total_cents.items():
        moved = outcome.moved_cents.get(stage, 0)
        print(f"  {STAGE_LABELS[stage]} : {format_euros(cents)} (mouvement : {format_euros(moved)})")
    if outcome.unmatched:
        print(f"À affecter : {pluralise(outcome.unmatched, 'ligne')}.")
    for title, defects in (("Défauts", outcome.errors), ("Réserves", outcome.warnings)):
        if defects:
            print(f"{title} : {len(defects)}")
            for defect in defects[:_MAX_SHOWN]:
                print(f"  {defect}")
            if len(defects) > _MAX_SHOWN:
                print(f"  … et {pluralise(len(defects) - _MAX_SHOWN, 'autre')}.")
    if not outcome.written:
        print("Rien n’a été écrit.")


def _summary(outcome: ImportOutcome, extract: Extract) -> dict[str, object]:
    return {
        "file": outcome.file_name,
        "lines": outcome.lines_read,
        "added": outcome.added,
        "changed": outcome.changed,
        "known": outcome.known,
        "unmatched": outcome.unmatched,
        "left_aside": outcome.skipped,
        "total_cents": {str(stage): cents for stage, cents in outcome.total_cents.items()},
        "moved_cents": {str(stage): cents for stage, cents in outcome.moved_cents.items()},
        "written": outcome.written,
        "columns": {guess.letter: guess.field for guess in extract.columns if guess.field},
        "errors": [each.plain() for each in outcome.errors],
        "warnings": [each.plain() for each in outcome.warnings],
    }
