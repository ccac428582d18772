"""Writes the yearly report to the State: what the pact adds, all indicators, evidence of each action."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from django.conf import settings

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.documents.state_report_xlsx import state_report_file_name, write
from pacte.indicators.records import ValueState
from pacte.indicators.rules.periods import parse_period_day
from pacte.infra.atomic_files import write_atomically
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.plan.queries import main_plan, plan_by_code
from pacte.workflows.state_report import state_report

HELP = "Écrit le rapport annuel à l’État : euros, places et entrées ajoutés par axe, et tous les indicateurs."
EXAMPLE = "./pacte plan state-report --year 2021 --out rapports/"
NEEDS = "database"
# Needed because a module name cannot contain a hyphen.
WORDS = "plan state-report"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True, metavar="ANNÉE", help="année du rapport")
    parser.add_argument("--plan", metavar="CODE", help="plan (sinon celui qui court)")
    parser.add_argument("--as-of", metavar="JOUR", help="ce qui était connu ce jour-là (aujourd’hui)")
    parser.add_argument("--out", default=".", metavar="DOSSIER", help="où écrire le classeur (ici)")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    on = parse_period_day(options.as_of, last=True) if options.as_of else None
    ensure_database_ready()
    with acting_as(actor):
        plan = plan_by_code(actor=actor, code=options.plan) if options.plan else main_plan(actor=actor)
        if plan is None:
            raise ValidationError(
                "no_plan", "Aucun plan n’est chargé.", hint="Importez-en un : ./pacte import plan FICHIER."
            )
        report = state_report(
            actor=actor, plan=plan, year=options.year, as_of=on, synthetic=settings.INSTANCE.name == "demo"
        )
    path, data = Path(options.out) / state_report_file_name(report), write(report)
    write_atomically(path, data)
    value_count = sum(answer.total.value.state is ValueState.NUMBER for _, answer in report.reported.figures)
    print(
        f"Écrit : {path}, {len(data)} octets : {value_count} indicateurs sur {len(report.reported.figures)} "
        f"ont une valeur."
    )
    if options.json:
        counts = report.added.sums.years.get(report.year)
        result = {
            "plan": plan.code,
            "year": report.year,
            "as_of": report.as_of.isoformat(),
            "file": str(path),
            "bytes": len(data),
            "indicators": len(report.reported.figures),
            "with_value": value_count,
            "added_cents": sum(each.added_cents for each in report.added.year(report.year)),
            "places": counts.places if counts else None,
            "entries": counts.entries if counts else None,
            "facts": report.reported.stamp.digest,
        }
        print(json.dumps(result, ensure_ascii=False))
    return 0
