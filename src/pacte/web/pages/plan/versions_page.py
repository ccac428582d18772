"""Versions of a plan, and the changes from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import VersionSummary, content_of_version, version_by_number
from pacte.plan.records import PlanContent, VersionState
from pacte.plan.rules.check_money import money_defects
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.labels import VERSION_STATES
from pacte.plan.rules.versions import superseded_on, version_in_force
from pacte.web.components.registry import get_component
from pacte.web.pages.plan.page_context import plan_page_context, plan_url
from pacte.web.pages.plan.plan_context import VERSION_PARAM, PlanContext, load_plan_context
from pacte.web.pages.plan.version_diff import ChangeView, NatureGroup, VersionComparison, compare_versions
from pacte.web.pages.plan.version_summary import version_summary_text
from pacte.web.templatetags.pacte_components import render_component

if TYPE_CHECKING:
    from pacte.plan.models import PlanVersion

_STATE_BADGES = {
    VersionState.DRAFT: ("half", ""),
    VersionState.VOTED: ("clock", ""),
    VersionState.SIGNED: ("clock", ""),
    VersionState.IN_FORCE: ("check", "good"),
}


_COLUMNS = (
    {"label": "Version"},
    {"label": "État"},
    {"label": "Étapes"},
    {"label": "Contenu"},
    {"label": "Somme des axes", "kind": "num"},
)


@dataclass(frozen=True, slots=True)
class SumCheck:
    """« 250,98 M€ », and the totals that do not add up."""

    total: str
    faults: tuple[str, ...]


def sum_check(content: PlanContent) -> SumCheck:
    faults = tuple(apply_french_spacing(defect.message) for defect in money_defects(content))
    return SumCheck(format_millions(content.total_cents) if content.total_cents else "aucun montant", faults)


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    current = version_in_force(plan_context.versions, plan_context.on)
    context = plan_page_context(request, plan_context, page="versions", breadcrumb=[{"label": "Versions"}]) | {
        "columns": _COLUMNS,
        "rows": [_version_row(each, current, plan_context) for each in plan_context.versions],
        "answer": _answer(plan_context.versions, current),
        "pairs": [
            _compare_link(newer, older, plan_context)
            for newer, older in zip(plan_context.versions, plan_context.versions[1:], strict=False)
        ],
    }
    return render(request, "plan/versions.html", context)


@require_safe
def compare(request: HttpRequest, code: str, before: int, after: int) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    pair = [
        version_by_number(actor=plan_context.actor, plan=plan_context.plan, number=number) for number in (before, after)
    ]
    contents = [content_of_version(version) for version in pair]
    version_changes = compare_versions(diff_plans(*contents))
    trail = [{"label": "Versions", "url": plan_url("versions", plan_context)}, {"label": f"{before} → {after}"}]
    context = plan_page_context(request, plan_context, page="versions", breadcrumb=trail) | {
        "before": pair[0],
        "after": pair[1],
        "title": f"Qu’est-ce qui change de la version {before} à la version {after} ?",
        "found": version_changes,
        "facts": _facts(pair, contents, version_changes),
        "back_actions": [{"label": "Revenir aux versions", "url": plan_url("versions", plan_context)}],
        "groups": [_nature_group_values(group, plan_context, after) for group in version_changes.groups],
        "reverse_url": plan_url("compare", plan_context, after, before),
    }
    return render(request, "plan/compare.html", context)


def _facts(
    pair: list[PlanVersion], contents: list[PlanContent], version_changes: VersionComparison
) -> list[dict[str, str]]:
    """Totals of both versions, and the number of changes of each nature."""
    facts = []
    for word, version, content in zip(("Avant", "Après"), pair, contents, strict=True):
        check = sum_check(content)
        facts.append(
            {
                "label": f"{word} : version {version.number}",
                "value": check.total,
                "note": f"{version.label} · {' '.join(check.faults) or 'la somme est juste'}",
            }
        )
    change = version_changes.total_change
    sign = "+" if change > 0 else ""
    facts.append(
        {"label": "Écart", "value": f"{sign}{format_euros(change)}" if change else "aucun", "note": "total des axes"}
    )
    facts += [
        {
            "label": group.label.capitalize(),
            "value": pluralise(len(group.changes), "changement"),
            "url": f"#nature-{group.nature}",
        }
        for group in version_changes.groups
    ]
    return facts


def _answer(versions: tuple[VersionSummary, ...], current: VersionSummary | None) -> str:
    count = "Une seule version" if len(versions) == 1 else f"{len(versions)} versions"
    in_force_text = f"La version {current.number} est en vigueur" if current else "Aucune n’est en vigueur à cette date"
    draft = next((each for each in versions if each.state is VersionState.DRAFT), None)
    return apply_french_spacing(
        f"{count}. {in_force_text}{f' ; un projet est ouvert, la version {draft.number}' if draft else ''}."
    )


def _version_row(line: VersionSummary, current: VersionSummary | None, plan_context: PlanContext) -> list[Any]:
    content = _version_content(line, plan_context)
    check = sum_check(content)
    until = superseded_on(line, plan_context.versions)
    steps = _steps_url(line, plan_context)
    return [
        {
            "text": f"{line.number} · {line.label}",
            "url": reverse("plan:glance", args=[plan_context.plan.code]) + f"?{VERSION_PARAM}={line.number}",
            "note": line.reason,
        },
        {
            "text": _state_badge_cell(line, until),
            "note": "celle du jour" if current and current.number == line.number else "",
        },
        {
            "text": version_summary_text(line, until),
            "note": format_html('<a href="{}">Étapes de cette version</a>', steps) if steps else "",
        },
        f"{len(content.numbers)} actions, {pluralise(len(content.rows), 'ligne')}",
        {
            "text": check.total,
            "value": str(Decimal(content.total_cents) / 100) if content.total_cents else "",
            "note": " ".join(check.faults) or "la somme est juste",
        },
    ]


def _state_badge_cell(line: VersionSummary, until: date | None) -> SafeString:
    sign, tone = ("", "") if until else _STATE_BADGES[line.state]
    word = "remplacée" if until else VERSION_STATES[line.state]
    return render_component(get_component("state_badge"), {"word": word, "sign": sign, "tone": tone})


def _version_content(line: VersionSummary, plan_context: PlanContext) -> PlanContent:
    if line.number == plan_context.version.number:
        return plan_context.content
    return content_of_version(version_by_number(actor=plan_context.actor, plan=plan_context.plan, number=line.number))


def _steps_url(line: VersionSummary, plan_context: PlanContext) -> str:
    """URL where the version is voted, signed or put in force, for actors who may."""
    if line.state is VersionState.IN_FORCE or not plan_context.may_vote:
        return ""
    try:
        return reverse("amend:steps", args=[plan_context.plan.code, line.number])
    except NoReverseMatch:
        return ""


def _compare_link(newer: VersionSummary, older: VersionSummary, plan_context: PlanContext) -> dict[str, str]:
    return {
        "label": f"De « {older.label} » à « {newer.label} »",
        "url": plan_url("compare", plan_context, older.number, newer.number),
    }


def _nature_group_values(group: NatureGroup, plan_context: PlanContext, after: int) -> dict[str, Any]:
    return {
        "id": f"nature-{group.nature.value}",
        "label": group.label[:1].upper() + group.label[1:],
        "count": pluralise(len(group.changes), "changement"),
        "changes": [_change_values(each, plan_context, after) for each in group.changes],
    }


def _change_values(view: ChangeView, plan_context: PlanContext, after: int) -> dict[str, Any]:
    url = ""
    if view.number is not None:
        url = reverse("plan:action", args=[plan_context.plan.code, view.number]) + f"?{VERSION_PARAM}={after}"
    return {
        "view": view,
        "url": url,
    }
