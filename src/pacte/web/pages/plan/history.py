"""Audit log of the plan (who, what, why) and, for one action, what each version changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.audit.queries import audit_entries_about
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.plan.queries import VersionSummary, content_of_version, version_by_number
from pacte.plan.rules.changes import ChangeSubject
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.labels import plan_field_label
from pacte.plan.rules.versions import superseded_on
from pacte.web.pages.plan.action_summaries import action_summaries
from pacte.web.pages.plan.page_context import plan_page_context, plan_url
from pacte.web.pages.plan.plan_context import VERSION_PARAM, PlanContext, load_plan_context
from pacte.web.pages.plan.version_diff import change_to_view
from pacte.web.pages.plan.version_summary import version_summary_text

if TYPE_CHECKING:
    from pacte.audit.models import AuditEntry
    from pacte.plan.records import PlanContent

_ACT_LABELS = {
    "plan.create": "plan créé",
    "plan.open_draft": "projet d’avenant ouvert",
    "plan.replace_draft": "projet d’avenant rempli depuis un fichier",
    "plan.discard_draft": "projet d’avenant abandonné",
    "plan.vote": "version votée",
    "plan.sign": "version signée",
    "plan.put_in_force": "version mise en vigueur",
    "plan.edit_row": "modifiée",
}
# Each compared version costs eight queries. The latest are enough here; the others are on « Versions ».
_MAX_COMPARED = 8


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    entries = _audit_entries(
        plan_context, [*(each.number for each in action_summaries(plan_context.content, plan_context.on))], of_plan=True
    )
    context = plan_page_context(request, plan_context, page="history", breadcrumb=[{"label": "Histoire"}]) | {
        "version_lines": [_version_values(each, plan_context) for each in plan_context.versions],
        "entries": entries,
        "answer": _answer(len(plan_context.versions), len(entries), plan_context),
    }
    return render(request, "plan/history.html", context)


@require_safe
def action(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    line = next(
        (each for each in action_summaries(plan_context.content, plan_context.on) if each.number == number), None
    )
    if line is None:
        raise NotFound
    steps = _version_steps(plan_context, number)
    entries = _audit_entries(plan_context, [number])
    trail = [
        {"label": "Actions", "url": plan_url("actions", plan_context)},
        {"label": f"Action {number}", "url": plan_url("action", plan_context, number)},
        {"label": "Histoire"},
    ]
    context = plan_page_context(request, plan_context, page="actions", breadcrumb=trail) | {
        "line": line,
        "number": number,
        "title": f"{line.name} : qu’est-ce qui a changé ?",
        "steps": steps,
        "entries": entries,
        "answer": _action_answer(steps, len(entries)),
    }
    return render(request, "plan/action_history.html", context)


def _version_values(version: VersionSummary, plan_context: PlanContext) -> dict[str, str]:
    return {
        "label": f"{version.number} · {version.label}",
        "url": reverse("plan:glance", args=[plan_context.plan.code]) + f"?{VERSION_PARAM}={version.number}",
        "story": version_summary_text(version, superseded_on(version, plan_context.versions)),
    }


def _answer(versions: int, entries: int, plan_context: PlanContext) -> str:
    text = "Le plan n’a connu qu’une version." if versions == 1 else f"Le plan a connu {versions} versions."
    if plan_context.may_read_journal:
        text += f" Le journal garde {pluralise(entries, 'acte')} : qui, quand, quoi, pourquoi."
    return apply_french_spacing(text)


def _action_answer(steps: list[dict[str, Any]], entries: int) -> str:
    changed = sum(bool(step["changes"]) for step in steps)
    if not changed:
        return "Aucune version ne l’a changée depuis la première."
    return "Une version l’a changée." if changed == 1 else f"{changed} versions l’ont changée."


def _version_steps(plan_context: PlanContext, number: ActionCode) -> list[dict[str, Any]]:
    """Changes of the action in each version, latest first."""
    shown_versions = plan_context.versions[: _MAX_COMPARED + 1]
    contents = {each.number: _version_content(plan_context, each.number) for each in shown_versions}
    steps = []
    for place, version in enumerate(shown_versions[:_MAX_COMPARED]):
        older = shown_versions[place + 1] if place + 1 < len(shown_versions) else None
        changes = diff_plans(contents[older.number], contents[version.number]).of_action(number) if older else ()
        steps.append(
            {
                "id": f"version-{version.number}",
                "version": version,
                "story": version_summary_text(version, superseded_on(version, plan_context.versions)),
                "is_first": older is None,
                "changes": [_change_values(each) for each in changes],
                "holds": number in contents[version.number].numbers,
            }
        )
    return steps


def _version_content(plan_context: PlanContext, number: int) -> PlanContent:
    if number == plan_context.version.number:
        return plan_context.content
    return content_of_version(version_by_number(actor=plan_context.actor, plan=plan_context.plan, number=number))


def _change_values(change: Any) -> dict[str, Any]:
    return {"view": change_to_view(change)}


def _audit_entries(
    plan_context: PlanContext, numbers: list[ActionCode], *, of_plan: bool = False
) -> list[dict[str, Any]]:
    """Audit entries, newest first, for actors who may read them."""
    if not plan_context.may_read_journal:
        return []
    code = plan_context.plan.code
    entries = audit_entries_about(
        actor=plan_context.actor, subject_kind="plan_action", subject_ids=[f"{code}:{number}" for number in numbers]
    )
    if of_plan:
        entries += audit_entries_about(
            actor=plan_context.actor, subject_kind="plan", subject_ids=[plan_context.plan.pk]
        )
    return [line for entry in sorted(entries, key=lambda each: each.at, reverse=True) for line in _entry_rows(entry)]


def _entry_rows(entry: AuditEntry) -> list[dict[str, Any]]:
    """One row per changed field; a single row when the entry has no field change."""
    act = _ACT_LABELS.get(entry.act, entry.act)
    subject = entry.subject_label if entry.subject_kind == "plan_action" else ""
    if entry.act == "plan.appoint":
        act = _appointment_text(entry.detail)
    common = {"at": entry.at, "who": entry.person_name or "Le programme", "reason": entry.reason}
    changes = entry.detail.get("changes") or {}
    if not changes:
        return [
            common
            | {"what": f"{subject} : {act}" if subject else f"{act}{_version_suffix(entry)}", "before": "", "after": ""}
        ]
    return [
        common
        | {
            "what": f"{subject}, {plan_field_label(ChangeSubject.ROW, field)} :",
            "before": _value_text(change.get("before")),
            "after": _value_text(change.get("after")),
        }
        for field, change in changes.items()
    ]


def _appointment_text(detail: Mapping[str, Any]) -> str:
    """« Julien Ferrand, à partir du 19 novembre 2018 »."""
    since = str(detail.get("valid_from", ""))
    return f"désigne {detail.get('person', '')}, à partir du {format_day(parse_iso_day(since))}" if since else "désigne"


def _version_suffix(entry: AuditEntry) -> str:
    number = entry.detail.get("version")
    return f" (version {number})" if number else ""


def _value_text(value: Any) -> str:
    """A value of an audit entry as readable text."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return " ; ".join(text for text in map(_value_text, value) if text)
    if isinstance(value, dict):
        return " ".join(text for text in map(_value_text, value.values()) if text)
    return str(value)
