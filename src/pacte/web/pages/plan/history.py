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
from pacte.web.pages.plan.comparing import change_view
from pacte.web.pages.plan.frame import frame, plan_url
from pacte.web.pages.plan.lines import action_lines
from pacte.web.pages.plan.reading import VERSION, Shown, shown
from pacte.web.pages.plan.story import story

if TYPE_CHECKING:
    from pacte.audit.models import AuditEntry
    from pacte.plan.records import PlanContent

_ACTS = {
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
_COMPARED = 8


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = shown(request, code)
    entries = _entries(seen, [*(each.number for each in action_lines(seen.content, seen.on))], of_plan=True)
    context = frame(request, seen, page="history", trail=[{"label": "Histoire"}]) | {
        "version_lines": [_version(each, seen) for each in seen.versions],
        "entries": entries,
        "answer": _answer(len(seen.versions), len(entries), seen),
    }
    return render(request, "plan/history.html", context)


@require_safe
def action(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    seen = shown(request, code)
    line = next((each for each in action_lines(seen.content, seen.on) if each.number == number), None)
    if line is None:
        raise NotFound
    steps = _steps(seen, number)
    entries = _entries(seen, [number])
    trail = [
        {"label": "Actions", "url": plan_url("actions", seen)},
        {"label": f"Action {number}", "url": plan_url("action", seen, number)},
        {"label": "Histoire"},
    ]
    context = frame(request, seen, page="actions", trail=trail) | {
        "line": line,
        "number": number,
        "title": f"{line.name} : qu’est-ce qui a changé ?",
        "steps": steps,
        "entries": entries,
        "answer": _action_answer(steps, len(entries)),
    }
    return render(request, "plan/action_history.html", context)


def _version(version: VersionSummary, seen: Shown) -> dict[str, str]:
    return {
        "label": f"{version.number} · {version.label}",
        "url": reverse("plan:glance", args=[seen.plan.code]) + f"?{VERSION}={version.number}",
        "story": story(version, superseded_on(version, seen.versions)),
    }


def _answer(versions: int, entries: int, seen: Shown) -> str:
    said = "Le plan n’a connu qu’une version." if versions == 1 else f"Le plan a connu {versions} versions."
    if seen.may_read_journal:
        said += f" Le journal garde {pluralise(entries, 'acte')} : qui, quand, quoi, pourquoi."
    return apply_french_spacing(said)


def _action_answer(steps: list[dict[str, Any]], entries: int) -> str:
    changed = sum(bool(step["changes"]) for step in steps)
    if not changed:
        return "Aucune version ne l’a changée depuis la première."
    return "Une version l’a changée." if changed == 1 else f"{changed} versions l’ont changée."


def _steps(seen: Shown, number: ActionCode) -> list[dict[str, Any]]:
    """Changes of the action in each version, latest first."""
    shown_versions = seen.versions[: _COMPARED + 1]
    contents = {each.number: _content(seen, each.number) for each in shown_versions}
    steps = []
    for place, version in enumerate(shown_versions[:_COMPARED]):
        older = shown_versions[place + 1] if place + 1 < len(shown_versions) else None
        changes = diff_plans(contents[older.number], contents[version.number]).of_action(number) if older else ()
        steps.append(
            {
                "id": f"version-{version.number}",
                "version": version,
                "story": story(version, superseded_on(version, seen.versions)),
                "is_first": older is None,
                "changes": [_change(each) for each in changes],
                "holds": number in contents[version.number].numbers,
            }
        )
    return steps


def _content(seen: Shown, number: int) -> PlanContent:
    if number == seen.version.number:
        return seen.content
    return content_of_version(version_by_number(actor=seen.actor, plan=seen.plan, number=number))


def _change(change: Any) -> dict[str, Any]:
    return {"view": change_view(change)}


def _entries(seen: Shown, numbers: list[ActionCode], *, of_plan: bool = False) -> list[dict[str, Any]]:
    """Audit entries, newest first, for actors who may read them."""
    if not seen.may_read_journal:
        return []
    code = seen.plan.code
    found = audit_entries_about(
        actor=seen.actor, subject_kind="plan_action", subject_ids=[f"{code}:{number}" for number in numbers]
    )
    if of_plan:
        found += audit_entries_about(actor=seen.actor, subject_kind="plan", subject_ids=[seen.plan.pk])
    return [line for entry in sorted(found, key=lambda each: each.at, reverse=True) for line in _lines(entry)]


def _lines(entry: AuditEntry) -> list[dict[str, Any]]:
    """One row per changed field; a single row when the entry has no field change."""
    act = _ACTS.get(entry.act, entry.act)
    subject = entry.subject_label if entry.subject_kind == "plan_action" else ""
    if entry.act == "plan.appoint":
        act = _appointed(entry.detail)
    common = {"at": entry.at, "who": entry.person_name or "Le programme", "reason": entry.reason}
    changes = entry.detail.get("changes") or {}
    if not changes:
        return [
            common | {"what": f"{subject} : {act}" if subject else f"{act}{_which(entry)}", "before": "", "after": ""}
        ]
    return [
        common
        | {
            "what": f"{subject}, {plan_field_label(ChangeSubject.ROW, field)} :",
            "before": _said(change.get("before")),
            "after": _said(change.get("after")),
        }
        for field, change in changes.items()
    ]


def _appointed(detail: Mapping[str, Any]) -> str:
    """« Julien Ferrand, à partir du 19 novembre 2018 »."""
    since = str(detail.get("valid_from", ""))
    return f"désigne {detail.get('person', '')}, à partir du {format_day(parse_iso_day(since))}" if since else "désigne"


def _which(entry: AuditEntry) -> str:
    number = entry.detail.get("version")
    return f" (version {number})" if number else ""


def _said(value: Any) -> str:
    """A value of an audit entry as readable text."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return " ; ".join(text for text in map(_said, value) if text)
    if isinstance(value, dict):
        return " ".join(text for text in map(_said, value.values()) if text)
    return str(value)
