"""Lists the changes between two versions of a plan."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.plan.queries import content_of_version, main_plan, plan_by_code, version_by_number
from pacte.plan.rules.diff import diff_plans

HELP = "Dit ce qui change entre deux versions d’un plan."
EXAMPLE = "./pacte plan diff 1 2"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=int, metavar="A", help="numéro de la première version")
    parser.add_argument("after", type=int, metavar="B", help="numéro de la seconde")
    parser.add_argument("--plan", metavar="CODE", help="plan (sinon celui qui court)")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    with acting_as(actor):
        plan = plan_by_code(actor=actor, code=options.plan) if options.plan else main_plan(actor=actor)
        if plan is None:
            raise ValidationError(
                "no_plan", "Aucun plan n’est chargé.", hint="Importez-en un : ./pacte import plan FICHIER."
            )
        pair = [
            content_of_version(version_by_number(actor=actor, plan=plan, number=number))
            for number in (options.before, options.after)
        ]
    difference = diff_plans(*pair)
    for change in difference.changes:
        place = f"action {change.number}" if change.number else change.key or "plan"
        print(f"{place} · {change.field or change.subject} · {change.kind}")
        if change.before:
            print(f"  - {change.before}")
        if change.after:
            print(f"  + {change.after}")
    if difference.is_empty:
        print("Aucune différence.")
    if options.json:
        print(
            json.dumps(
                {
                    "plan": plan.code,
                    "before": options.before,
                    "after": options.after,
                    "counts": difference.counts,
                    "total_before": difference.total_before,
                    "total_after": difference.total_after,
                    "changes": [asdict(change) for change in difference.changes],
                },
                ensure_ascii=False,
            )
        )
    return 0
