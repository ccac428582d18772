"""What proves each action of a plan: promised, measured, of which grade and scope, or why it is missing."""

from __future__ import annotations

import argparse
import json

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.records.evidence import EVIDENCE_LABELS, ActionEvidence, EvidenceRow
from pacte.indicators.records.grades import EVIDENCE_GRADE_LABELS, PROOF_SCOPE_LABELS, EvidenceGrade
from pacte.indicators.rules.evidence import dated_scope_text
from pacte.indicators.rules.periods import parse_period_day
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.plan.queries import main_plan, plan_by_code

HELP = "Dit, action par action, ce qui est promis, ce qui le prouve, et ce qui manque."
EXAMPLE = "./pacte plan proofs --json"
NEEDS = "database"

_GROUPS = {
    "proved": EvidenceGrade.RESULT, "means": EvidenceGrade.MEANS, "context": EvidenceGrade.CONTEXT, "missing": None,
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", metavar="CODE", help="plan (sinon celui qui court)")
    parser.add_argument("--as-of", metavar="JOUR", help="ce qui était connu ce jour-là (aujourd’hui)")
    parser.add_argument("--public", action="store_true", help="tel que le lit le public, sans petits effectifs")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    on = parse_period_day(options.as_of, last=True) if options.as_of else today()
    ensure_database_ready()
    reader = NOBODY if options.public else actor
    with acting_as(reader):
        plan = plan_by_code(actor=reader, code=options.plan) if options.plan else main_plan(actor=reader)
        if plan is None:
            raise ValidationError(
                "no_plan", "Aucun plan n’est chargé.", hint="Importez-en un : ./pacte import plan FICHIER."
            )
        evidence = plan_evidence(actor=reader, plan=plan, known_on=on, as_public=options.public)
    actions = [evidence[number] for number in sorted(evidence)]
    for action in actions:
        print("\n".join(_action_lines(action)))
    numbers = {name: [str(each.number) for each in actions if each.grade is grade] for name, grade in _GROUPS.items()}
    print(
        f"{len(numbers['proved'])} actions sur {len(actions)} ont un résultat mesuré, {len(numbers['means'])} des "
        f"moyens seulement, {len(numbers['context'])} le contexte seulement, {len(numbers['missing'])} rien."
    )
    if options.json:
        proofs = [_row_json(action, row) for action in actions for row in action.rows]
        result = {"plan": plan.code, "as_of": on.isoformat(), "actions": len(actions), "proofs": proofs, **numbers}
        print(json.dumps(result, ensure_ascii=False))
    return 0


def _action_lines(action: ActionEvidence) -> list[str]:
    lines = [f"{action.number:<4} {_row_text(row)}" for row in action.rows]
    return lines or [f"{action.number:<4} {action.missing}"]


def _row_text(row: EvidenceRow) -> str:
    """« promis → mesuré (résultat, action) », or why it is missing."""
    if not row.is_measured:
        return f"{row.what} → {row.sentence}"
    grade = EVIDENCE_GRADE_LABELS[row.grade] if row.is_counted else EVIDENCE_LABELS[row.kind]
    baseline = f" ; socle : {row.baseline}" if row.baseline else ""
    return f"{row.what} → {row.sentence} [{grade} ; {dated_scope_text(row) or row.source}]{baseline}"


def _row_json(action: ActionEvidence, row: EvidenceRow) -> dict[str, object]:
    return {
        "action": str(action.number),
        "code": row.code,
        "promised": row.what,
        "counts": dated_scope_text(row),
        "kind": row.kind.value,
        "grade": row.grade.value if row.is_counted else None,
        "scope": PROOF_SCOPE_LABELS[row.scope] if row.is_counted else None,
        "value": row.sentence if row.is_measured else None,
        "since": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat() if row.until else None,
        "baseline": row.baseline or None,
        "missing": None if row.is_measured else row.sentence,
        "owed_by": row.owed_by or None,
        "address": row.anchor or None,
    }
