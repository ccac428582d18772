"""One experiment: its protocol, what it lacks, whether it is locked, its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.evaluation.permissions import may
from pacte.evaluation.queries import ExperimentDetail, experiment_by_number, protocol_content
from pacte.evaluation.records import JUDGEMENT_LABELS, Judgement, ProtocolContent, ProtocolState
from pacte.evaluation.rules.wording import format_quantity, protocol_changes, protocol_part_texts
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.pages.experiments.listing import leading, owed_by
from pacte.web.pages.experiments.words import answer, badge
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.evaluation.models import Finding

_OPEN = (ProtocolState.INCOMPLETE, ProtocolState.READY)


@signed_in
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = experiment_by_number(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
    line = read.summary
    leads = lead_names_by_action(actor=seen.actor, plan=seen.plan, on=seen.on)
    names = action_titles_by_number(actor=seen.actor, plan=seen.plan, on=seen.on)
    trail = [
        {"label": "Expérimentations", "url": seen.url("experiments:list")},
        {"label": f"Action {line.action_number}, {line.title}"},
    ]
    context = frame_of(request, seen, trail=trail) | {
        "read": read,
        "line": line,
        "title": _title(line.state),
        "answer": answer(line, owed_by(line, leading(seen)), read.finding.result if read.finding else ""),
        "badge": badge(line),
        "facts": _facts(read, seen, names, leads),
        "parts": protocol_part_texts(line.content, line.missing),
        "days_late": line.days_late,
        "buttons": _buttons(read, seen),
        "history": _history(read),
        "findings": [_finding(each, line.content.unit) for each in reversed(read.findings)],
        "print_url": seen.url("experiments:print", number),
        "is_locked": line.locked_on is not None,
    }
    return render(request, "experiments/sheet.html", context)


def _title(state: ProtocolState) -> str:
    if state in _OPEN:
        return "Cette expérimentation peut-elle commencer ?"
    return (
        "Qu’avait-on promis avant de commencer ?"
        if state is not ProtocolState.JUDGED
        else "Qu’a montré cette expérimentation ?"
    )


def _facts(
    read: ExperimentDetail, seen: PlanSeen, names: dict[int, str], leads: dict[int, str]
) -> list[dict[str, str]]:
    line = read.summary
    since = read.ownerships[-1].since if read.ownerships else None
    entered = f"saisi par {read.experiment.locked_by_name}, {read.experiment.locked_by}" if line.locked_on else ""
    return [
        {
            "label": "Action",
            "value": f"{line.action_number} {names.get(line.action_number, '')}",
            "url": seen.url("plan:action", line.action_number),
            "note": leads.get(line.action_number, ""),
        },
        {
            "label": "Responsable de la fiche",
            "value": line.owner_name or "À désigner",
            "note": f"depuis le {format_day(since)}" if since and line.owner_name else "",
        },
        {
            "label": "Première personne entrée",
            "value": f"le {format_day(line.locked_on)}" if line.locked_on else "Personne encore",
            "note": entered,
        },
        {
            "label": "Version",
            "value": str(line.version) if line.version else "Rien d’écrit",
            "note": f"du {format_day(line.written_on)}" if line.written_on else "",
        },
    ]


def _buttons(read: ExperimentDetail, seen: PlanSeen) -> list[dict[str, Any]]:
    """What the actor may do with the experiment in its state; empty on a past day."""
    line, number = read.summary, read.experiment.number
    if not seen.is_today or line.state is ProtocolState.WITHDRAWN:
        return []
    rights = {
        name: may(seen.actor, f"evaluation.{name}", read.scope) for name in ("write", "lock", "judge", "withdraw")
    }
    is_open = line.state in _OPEN
    offered = [
        ("write", is_open, "Écrire la fiche" if not line.version else "Modifier la fiche", "experiments:edit", ()),
        ("lock", is_open, "Dire qu’une personne est entrée", "experiments:act", ("premiere-entree",)),
        ("write", not is_open, "Ajouter à la fiche", "experiments:act", ("ajout",)),
        ("judge", not is_open, "Écrire un constat", "experiments:act", ("constat",)),
        ("write", True, "Désigner qui en répond", "experiments:act", ("responsable",)),
        ("withdraw", is_open, "Retirer la fiche", "experiments:act", ("retrait",)),
    ]
    return [
        {"label": label, "url": seen.url(name, number, *rest), "kind": "danger" if right == "withdraw" else "secondary"}
        for right, shown, label, name, rest in offered
        if shown and rights[right]
    ]


def _history(read: ExperimentDetail) -> list[dict[str, Any]]:
    """Versions with their changes, latest first."""
    before = ProtocolContent()
    found: list[dict[str, Any]] = []
    for version in read.versions:
        content = protocol_content(version)
        told = protocol_changes(before, content)
        found.append(
            {
                "number": version.number,
                "on": version.written_on,
                "who": version.person_name,
                "reason": version.reason,
                "is_first": not found,
                "said": pluralise(len(told), "champ écrit", "champs écrits"),
                "changes": told,
                "url": f"?au={version.written_on.isoformat()}",
            }
        )
        before = content
    return found[::-1]


def _finding(found: Finding, unit: str) -> dict[str, Any]:
    return {
        "word": JUDGEMENT_LABELS[Judgement(found.judgement)],
        "result": found.result,
        "value": format_quantity(found.value, unit),
        "reason": found.reason,
        "decision": found.decision_reference,
        "on": found.found_on,
        "who": found.person_name,
    }
