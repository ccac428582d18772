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
from pacte.web.dated_plan import DatedPlan, dated_plan_page_context, load_dated_plan
from pacte.web.pages.experiments.list_page import lead_name_by_action, responsible_person_name
from pacte.web.pages.experiments.wording import experiment_answer, experiment_badge
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.evaluation.models import Finding

_EDITABLE_STATES = (ProtocolState.INCOMPLETE, ProtocolState.READY)


@require_login
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    experiment_detail = experiment_by_number(
        actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=dated_plan.on
    )
    line = experiment_detail.summary
    leads = lead_names_by_action(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    names = action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    trail = [
        {"label": "Expérimentations", "url": dated_plan.url("experiments:list")},
        {"label": f"Action {line.action_number}, {line.title}"},
    ]
    context = dated_plan_page_context(request, dated_plan, breadcrumb=trail) | {
        "read": experiment_detail,
        "line": line,
        "title": _title(line.state),
        "answer": experiment_answer(
            line,
            responsible_person_name(line, lead_name_by_action(dated_plan)),
            experiment_detail.finding.result if experiment_detail.finding else "",
        ),
        "badge": experiment_badge(line),
        "facts": _facts(experiment_detail, dated_plan, names, leads),
        "parts": protocol_part_texts(line.content, line.missing),
        "days_late": line.days_late,
        "buttons": _buttons(experiment_detail, dated_plan),
        "history": _history(experiment_detail),
        "findings": [_finding_values(each, line.content.unit) for each in reversed(experiment_detail.findings)],
        "print_url": dated_plan.url("experiments:print", number),
        "is_locked": line.locked_on is not None,
    }
    return render(request, "experiments/sheet.html", context)


def _title(state: ProtocolState) -> str:
    if state in _EDITABLE_STATES:
        return "Cette expérimentation peut-elle commencer ?"
    return (
        "Qu’avait-on promis avant de commencer ?"
        if state is not ProtocolState.JUDGED
        else "Qu’a montré cette expérimentation ?"
    )


def _facts(
    experiment_detail: ExperimentDetail, dated_plan: DatedPlan, names: dict[int, str], leads: dict[int, str]
) -> list[dict[str, str]]:
    line = experiment_detail.summary
    since = experiment_detail.ownerships[-1].since if experiment_detail.ownerships else None
    entry_note = (
        f"saisi par {experiment_detail.experiment.locked_by_name}, {experiment_detail.experiment.locked_by}"
        if line.locked_on
        else ""
    )
    return [
        {
            "label": "Action",
            "value": f"{line.action_number} {names.get(line.action_number, '')}",
            "url": dated_plan.url("plan:action", line.action_number),
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
            "note": entry_note,
        },
        {
            "label": "Version",
            "value": str(line.version) if line.version else "Rien d’écrit",
            "note": f"du {format_day(line.written_on)}" if line.written_on else "",
        },
    ]


def _buttons(experiment_detail: ExperimentDetail, dated_plan: DatedPlan) -> list[dict[str, Any]]:
    """What the actor may do with the experiment in its state; empty on a past day."""
    line, number = experiment_detail.summary, experiment_detail.experiment.number
    if not dated_plan.is_today or line.state is ProtocolState.WITHDRAWN:
        return []
    rights = {
        name: may(dated_plan.actor, f"evaluation.{name}", experiment_detail.scope)
        for name in ("write", "lock", "judge", "withdraw")
    }
    is_open = line.state in _EDITABLE_STATES
    button_specs = [
        ("write", is_open, "Écrire la fiche" if not line.version else "Modifier la fiche", "experiments:edit", ()),
        ("lock", is_open, "Dire qu’une personne est entrée", "experiments:act", ("premiere-entree",)),
        ("write", not is_open, "Ajouter à la fiche", "experiments:act", ("ajout",)),
        ("judge", not is_open, "Écrire un constat", "experiments:act", ("constat",)),
        ("write", True, "Désigner qui en répond", "experiments:act", ("responsable",)),
        ("withdraw", is_open, "Retirer la fiche", "experiments:act", ("retrait",)),
    ]
    return [
        {
            "label": label,
            "url": dated_plan.url(name, number, *rest),
            "kind": "danger" if right == "withdraw" else "secondary",
        }
        for right, shown, label, name, rest in button_specs
        if shown and rights[right]
    ]


def _history(experiment_detail: ExperimentDetail) -> list[dict[str, Any]]:
    """Versions with their changes, latest first."""
    before = ProtocolContent()
    version_values: list[dict[str, Any]] = []
    for version in experiment_detail.versions:
        content = protocol_content(version)
        field_changes = protocol_changes(before, content)
        version_values.append(
            {
                "number": version.number,
                "on": version.written_on,
                "who": version.person_name,
                "reason": version.reason,
                "is_first": not version_values,
                "said": pluralise(len(field_changes), "champ écrit", "champs écrits"),
                "changes": field_changes,
                "url": f"?au={version.written_on.isoformat()}",
            }
        )
        before = content
    return version_values[::-1]


def _finding_values(finding: Finding, unit: str) -> dict[str, Any]:
    return {
        "word": JUDGEMENT_LABELS[Judgement(finding.judgement)],
        "result": finding.result,
        "value": format_quantity(finding.value, unit),
        "reason": finding.reason,
        "decision": finding.decision_reference,
        "on": finding.found_on,
        "who": finding.person_name,
    }
