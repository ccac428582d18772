"""Versions of a plan, and the changes from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import VersionSummary, content_of_version, version_by_number
from pacte.plan.records import PlanContent, VersionState
from pacte.plan.rules.check_money import money_defects
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.labels import VERSION_STATES
from pacte.plan.rules.versions import superseded_on, version_in_force
from pacte.web.components.registry import get_component
from pacte.web.pages.plan.version_diff import VersionComparison, compare_versions, version_summary_text
from pacte.web.pages.plan.version_page import VERSION_PARAM, VersionPage, plan_editing_url
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.templatetags.pacte_components import render_component

if TYPE_CHECKING:
    from pacte.plan.models import PlanVersion
    from pacte.web.page import Crumb

_STATE_BADGES = {
    VersionState.DRAFT: ("half", ""),
    VersionState.VOTED: ("clock", ""),
    VersionState.SIGNED: ("clock", ""),
    VersionState.IN_FORCE: ("check", "good"),
}


@dataclass(frozen=True, slots=True)
class SumCheck:
    """« 250,98 M€ », and the totals that do not add up."""

    total: str
    faults: tuple[str, ...]

    @property
    def note(self) -> str:
        return " ".join(self.faults) or "la somme est juste"


def sum_check(content: PlanContent) -> SumCheck:
    faults = tuple(apply_french_spacing(defect.message) for defect in money_defects(content))
    return SumCheck(format_millions(content.total_cents) if content.total_cents else "aucun montant", faults)


@VersionPage.view(template_name="plan/versions.html", entry="versions", crumb="Versions")
def versions(page: VersionPage) -> dict[str, Any]:
    current = version_in_force(page.versions, page.on)
    return {
        "table": _version_table(page, current),
        "answer": _answer(page.versions, current),
        "pairs": [
            {
                "label": f"De « {older.label} » à « {newer.label} »",
                "url": page.url("plan:compare", older.number, newer.number),
            }
            for newer, older in pairwise(page.versions)
        ],
        "may_import": page.may("plan.import"),
        "may_reshape": page.may("plan.reshape"),
    }


def _comparison_trail(page: VersionPage) -> list[Crumb]:
    return [("Versions", page.url("plan:versions")), (f"{page.kwargs['before']} → {page.kwargs['after']}", "")]


@VersionPage.view(template_name="plan/compare.html", entry="versions", breadcrumb=_comparison_trail)
def compare(page: VersionPage, before: int, after: int) -> dict[str, Any]:
    pair = [version_by_number(actor=page.actor, plan=page.plan, number=number) for number in (before, after)]
    contents = [content_of_version(version) for version in pair]
    found = compare_versions(diff_plans(*contents))
    after_query = f"?{VERSION_PARAM}={after}"
    return {
        "before": pair[0],
        "after": pair[1],
        "title": f"Qu’est-ce qui change de la version {before} à la version {after} ?",
        "found": found,
        "facts": _facts(pair, contents, found),
        "back_actions": [{"label": "Revenir aux versions", "url": page.url("plan:versions")}],
        "groups": [
            {
                "id": f"nature-{group.nature.value}",
                "label": group.label[:1].upper() + group.label[1:],
                "count": pluralise(len(group.changes), "changement"),
                "changes": [
                    {
                        "view": each,
                        "url": ""
                        if each.number is None
                        else reverse("plan:action", args=[page.plan.code, each.number]) + after_query,
                    }
                    for each in group.changes
                ],
            }
            for group in found.groups
        ],
        "reverse_url": page.url("plan:compare", after, before),
    }


def _facts(
    pair: list[PlanVersion], contents: list[PlanContent], version_changes: VersionComparison
) -> list[dict[str, str]]:
    """Totals of both versions, and the number of changes of each nature."""
    facts = [
        {
            "label": f"{word} : version {version.number}",
            "value": (check := sum_check(content)).total,
            "note": f"{version.label} · {check.note}",
        }
        for word, version, content in zip(("Avant", "Après"), pair, contents, strict=True)
    ]
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


def _version_table(page: VersionPage, current: VersionSummary | None) -> Table[VersionSummary]:
    contents = {line.number: content_of(page, line.number) for line in page.versions}
    sums = {number: sum_check(content) for number, content in contents.items()}
    until = {line.number: superseded_on(line, page.versions) for line in page.versions}

    def state_cell(line: VersionSummary) -> Cell:
        note = "celle du jour" if current and current.number == line.number else ""
        return cell(_state_badge(line, until[line.number]), note=note)

    def steps_cell(line: VersionSummary) -> Cell:
        url = _steps_url(page, line)
        note = format_html('<a href="{}">Étapes de cette version</a>', url) if url else ""
        return cell(version_summary_text(line, until[line.number]), note=note)

    def sum_cell(line: VersionSummary) -> Cell:
        cents, check = contents[line.number].total_cents, sums[line.number]
        return cell(check.total, value=str(Decimal(cents) / 100) if cents else "", note=check.note)

    def content_text(line: VersionSummary) -> str:
        content = contents[line.number]
        return f"{len(content.numbers)} actions, {pluralise(len(content.rows), 'ligne')}"

    return Table(
        page.versions,
        Column(
            "Version",
            lambda line: cell(f"{line.number} · {line.label}", url=page.version_url(line.number), note=line.reason),
        ),
        Column("État", state_cell),
        Column("Étapes", steps_cell),
        Column("Contenu", content_text),
        number_column("Somme des axes", sum_cell),
        id="table-versions",
        caption="Versions du plan",
    )


def _state_badge(line: VersionSummary, until: date | None) -> SafeString:
    sign, tone = ("", "") if until else _STATE_BADGES[line.state]
    word = "remplacée" if until else VERSION_STATES[line.state]
    return render_component(get_component("state_badge"), {"word": word, "sign": sign, "tone": tone})


def content_of(page: VersionPage, number: int) -> PlanContent:
    """Content of a version of the plan; the displayed one is already there."""
    if number == page.version.number:
        return page.content
    return content_of_version(version_by_number(actor=page.actor, plan=page.plan, number=number))


def _steps_url(page: VersionPage, line: VersionSummary) -> str:
    """URL where the version is voted, signed or put in force, for actors who may."""
    may_advance = line.state is not VersionState.IN_FORCE and page.may("plan.vote")
    return plan_editing_url("steps", page.plan.code, line.number) if may_advance else ""
