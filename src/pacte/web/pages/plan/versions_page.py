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
from pacte.web.components.registry import component
from pacte.web.pages.plan.comparing import ChangeView, Comparison, NatureGroup, comparison
from pacte.web.pages.plan.frame import frame, plan_url
from pacte.web.pages.plan.reading import VERSION, Shown, shown
from pacte.web.pages.plan.story import story
from pacte.web.templatetags.pacte_components import draw

if TYPE_CHECKING:
    from pacte.plan.models import PlanVersion

_SIGNS = {
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
    seen = shown(request, code)
    current = version_in_force(seen.versions, seen.on)
    context = frame(request, seen, page="versions", trail=[{"label": "Versions"}]) | {
        "columns": _COLUMNS,
        "rows": [_line(each, current, seen) for each in seen.versions],
        "answer": _answer(seen.versions, current),
        "pairs": [_pair(newer, older, seen) for newer, older in zip(seen.versions, seen.versions[1:], strict=False)],
    }
    return render(request, "plan/versions.html", context)


@require_safe
def compare(request: HttpRequest, code: str, before: int, after: int) -> HttpResponse:
    seen = shown(request, code)
    pair = [version_by_number(actor=seen.actor, plan=seen.plan, number=number) for number in (before, after)]
    contents = [content_of_version(version) for version in pair]
    found = comparison(diff_plans(*contents))
    trail = [{"label": "Versions", "url": plan_url("versions", seen)}, {"label": f"{before} → {after}"}]
    context = frame(request, seen, page="versions", trail=trail) | {
        "before": pair[0],
        "after": pair[1],
        "title": f"Qu’est-ce qui change de la version {before} à la version {after} ?",
        "found": found,
        "facts": _facts(pair, contents, found),
        "back_actions": [{"label": "Revenir aux versions", "url": plan_url("versions", seen)}],
        "groups": [_group(group, seen, after) for group in found.groups],
        "reverse_url": plan_url("compare", seen, after, before),
    }
    return render(request, "plan/compare.html", context)


def _facts(pair: list[PlanVersion], contents: list[PlanContent], found: Comparison) -> list[dict[str, str]]:
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
    change = found.total_change
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
        for group in found.groups
    ]
    return facts


def _answer(versions: tuple[VersionSummary, ...], current: VersionSummary | None) -> str:
    count = "Une seule version" if len(versions) == 1 else f"{len(versions)} versions"
    held = f"La version {current.number} est en vigueur" if current else "Aucune n’est en vigueur à cette date"
    draft = next((each for each in versions if each.state is VersionState.DRAFT), None)
    return apply_french_spacing(
        f"{count}. {held}{f' ; un projet est ouvert, la version {draft.number}' if draft else ''}."
    )


def _line(line: VersionSummary, current: VersionSummary | None, seen: Shown) -> list[Any]:
    content = _content(line, seen)
    check = sum_check(content)
    until = superseded_on(line, seen.versions)
    steps = _steps_url(line, seen)
    return [
        {
            "text": f"{line.number} · {line.label}",
            "url": reverse("plan:glance", args=[seen.plan.code]) + f"?{VERSION}={line.number}",
            "note": line.reason,
        },
        {"text": _state(line, until), "note": "celle du jour" if current and current.number == line.number else ""},
        {
            "text": story(line, until),
            "note": format_html('<a href="{}">Étapes de cette version</a>', steps) if steps else "",
        },
        f"{len(content.numbers)} actions, {pluralise(len(content.rows), 'ligne')}",
        {
            "text": check.total,
            "value": str(Decimal(content.total_cents) / 100) if content.total_cents else "",
            "note": " ".join(check.faults) or "la somme est juste",
        },
    ]


def _state(line: VersionSummary, until: date | None) -> SafeString:
    sign, tone = ("", "") if until else _SIGNS[line.state]
    word = "remplacée" if until else VERSION_STATES[line.state]
    return draw(component("state_badge"), {"word": word, "sign": sign, "tone": tone})


def _content(line: VersionSummary, seen: Shown) -> PlanContent:
    if line.number == seen.version.number:
        return seen.content
    return content_of_version(version_by_number(actor=seen.actor, plan=seen.plan, number=line.number))


def _steps_url(line: VersionSummary, seen: Shown) -> str:
    """URL where the version is voted, signed or put in force, for actors who may."""
    if line.state is VersionState.IN_FORCE or not seen.may_vote:
        return ""
    try:
        return reverse("amend:steps", args=[seen.plan.code, line.number])
    except NoReverseMatch:
        return ""


def _pair(newer: VersionSummary, older: VersionSummary, seen: Shown) -> dict[str, str]:
    return {
        "label": f"De « {older.label} » à « {newer.label} »",
        "url": plan_url("compare", seen, older.number, newer.number),
    }


def _group(group: NatureGroup, seen: Shown, after: int) -> dict[str, Any]:
    return {
        "id": f"nature-{group.nature.value}",
        "label": group.label[:1].upper() + group.label[1:],
        "count": pluralise(len(group.changes), "changement"),
        "changes": [_change(each, seen, after) for each in group.changes],
    }


def _change(view: ChangeView, seen: Shown, after: int) -> dict[str, Any]:
    url = ""
    if view.number is not None:
        url = reverse("plan:action", args=[seen.plan.code, view.number]) + f"?{VERSION}={after}"
    return {
        "view": view,
        "url": url,
    }
