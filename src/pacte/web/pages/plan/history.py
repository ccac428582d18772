"""Audit log of the plan (who, what, why) and, for one action, what each version changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pacte.audit.queries import audit_entries_about
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.plan.rules.changes import ChangeSubject
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.labels import plan_field_label
from pacte.plan.rules.versions import superseded_on
from pacte.web.pages.plan.action_summaries import action_summaries
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.pages.plan.versions_page import change_to_view, content_of, version_summary_text

if TYPE_CHECKING:
    from pacte.audit.models import AuditEntry

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


@VersionPage.view(template_name="plan/history.html", entry="history", crumb="Histoire")
def history(page: VersionPage) -> dict[str, Any]:
    entries = _audit_entries(page, [each.number for each in action_summaries(page.content, page.on)], of_plan=True)
    count = len(page.versions)
    answer = "Le plan n’a connu qu’une version." if count == 1 else f"Le plan a connu {count} versions."
    if page.may_read_journal:
        answer += f" Le journal garde {pluralise(len(entries), 'acte')} : qui, quand, quoi, pourquoi."
    return {
        "version_lines": [
            {
                "label": f"{each.number} · {each.label}",
                "url": page.version_url(each.number),
                "story": version_summary_text(each, superseded_on(each, page.versions)),
            }
            for each in page.versions
        ],
        "entries": entries,
        "answer": apply_french_spacing(answer),
    }


@VersionPage.view(
    template_name="plan/action_history.html",
    nav="actions",
    breadcrumb=lambda page: [
        ("Actions", page.url("plan:actions")),
        (f"Action {page.kwargs['number']}", page.url("plan:action", page.kwargs["number"])),
        ("Histoire", ""),
    ],
)
def action_history(page: VersionPage, number: ActionCode) -> dict[str, Any]:
    line = ensure_found(next((each for each in action_summaries(page.content, page.on) if each.number == number), None))
    steps = _version_steps(page, number)
    changed = sum(bool(step["changes"]) for step in steps)
    return {
        "line": line,
        "number": number,
        "title": f"{line.name} : qu’est-ce qui a changé ?",
        "steps": steps,
        "entries": _audit_entries(page, [number]),
        "answer": f"{changed} versions l’ont changée."
        if changed > 1
        else "Une version l’a changée."
        if changed
        else "Aucune version ne l’a changée depuis la première.",
    }


def _version_steps(page: VersionPage, number: ActionCode) -> list[dict[str, Any]]:
    """Changes of the action in each version, latest first."""
    shown_versions = page.versions[: _MAX_COMPARED + 1]
    contents = {each.number: content_of(page, each.number) for each in shown_versions}
    steps = []
    for place, version in enumerate(shown_versions[:_MAX_COMPARED]):
        older = shown_versions[place + 1] if place + 1 < len(shown_versions) else None
        changes = diff_plans(contents[older.number], contents[version.number]).of_action(number) if older else ()
        steps.append(
            {
                "id": f"version-{version.number}",
                "version": version,
                "story": version_summary_text(version, superseded_on(version, page.versions)),
                "is_first": older is None,
                "changes": [change_to_view(each) for each in changes],
                "holds": number in contents[version.number].numbers,
            }
        )
    return steps


def _audit_entries(page: VersionPage, numbers: list[ActionCode], *, of_plan: bool = False) -> list[dict[str, Any]]:
    """Audit entries, newest first, for actors who may read them."""
    if not page.may_read_journal:
        return []
    entries = audit_entries_about(
        actor=page.actor, subject_kind="plan_action", subject_ids=[f"{page.plan.code}:{number}" for number in numbers]
    )
    if of_plan:
        entries += audit_entries_about(actor=page.actor, subject_kind="plan", subject_ids=[page.plan.pk])
    return [line for entry in sorted(entries, key=lambda each: each.at, reverse=True) for line in _entry_rows(entry)]


def _entry_rows(entry: AuditEntry) -> list[dict[str, Any]]:
    """One row per changed field; a single row when the entry has no field change."""
    act = _appointment_text(entry.detail) if entry.act == "plan.appoint" else _ACT_LABELS.get(entry.act, entry.act)
    subject = entry.subject_label if entry.subject_kind == "plan_action" else ""
    common = {"at": entry.at, "who": entry.person_name or "Le programme", "reason": entry.reason}
    changes = entry.detail.get("changes") or {}
    if not changes:
        version = f" (version {number})" if (number := entry.detail.get("version")) else ""
        return [common | {"what": f"{subject} : {act}" if subject else f"{act}{version}", "before": "", "after": ""}]
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
