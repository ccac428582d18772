"""Versions of a plan, and « Qu’est-ce qui change ? » from one to another, with word diffs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import VersionSummary, content_of_version, version_by_number
from pacte.plan.records import PlanContent, VersionState
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange, PlanDiff, only_wording
from pacte.plan.rules.check_money import money_defects
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.labels import CHANGE_KINDS, CHANGE_NATURES, VERSION_STATES, plan_field_label
from pacte.plan.rules.text_diff import WordChange, word_changes
from pacte.plan.rules.versions import superseded_on, version_in_force
from pacte.web.components.registry import get_component
from pacte.web.dated_plan import VERSION_PARAM
from pacte.web.pages.plan.action_summaries import action_summaries
from pacte.web.pages.plan.overview_model import field_completeness_chart
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.templatetags.pacte_components import render_component

if TYPE_CHECKING:
    from pacte.plan.models import PlanVersion


_STATE_BADGES = {
    VersionState.DRAFT: ("half", ""),
    VersionState.VOTED: ("clock", ""),
    VersionState.SIGNED: ("clock", ""),
    VersionState.IN_FORCE: ("check", "good"),
}
_DIFF_MARKS = {WordChange.EQUAL: "", WordChange.REMOVED: "del", WordChange.ADDED: "ins"}
_SUBJECT_LABELS = {ChangeSubject.PLAN: "Plan", ChangeSubject.AXIS: "Axe {}", ChangeSubject.OBJECTIVE: "Objectif {}"}
# Below this share of common words the two texts are shown one after the other: a merged diff would be unreadable.
_MIN_SHARED_RATIO = 0.5


def sum_faults(content: PlanContent) -> tuple[str, ...]:
    """The totals that do not add up, each in a sentence."""
    return tuple(apply_french_spacing(defect.message) for defect in money_defects(content))


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
        "filled": field_completeness_chart(
            action_summaries(page.content, page.on), lambda field: page.list_url(manque=field)
        ),
    }


@VersionPage.view(
    template_name="plan/compare.html",
    entry="versions",
    breadcrumb=lambda page: [
        ("Versions", page.url("plan:versions")),
        (f"{page.kwargs['before']} → {page.kwargs['after']}", ""),
    ],
)
def compare(page: VersionPage, before: int, after: int) -> dict[str, Any]:
    pair = [version_by_number(actor=page.actor, plan=page.plan, number=number) for number in (before, after)]
    contents = [content_of_version(version) for version in pair]
    diff = diff_plans(*contents)
    changes, after_query = changes_by_nature(diff.changes), f"?{VERSION_PARAM}={after}"
    return {
        "before": pair[0],
        "after": pair[1],
        "title": f"Qu’est-ce qui change de la version {before} à la version {after} ?",
        "answer": comparison_answer(diff),
        "facts": _facts(pair, contents, changes),
        "back_actions": [{"label": "Revenir aux versions", "url": page.url("plan:versions")}],
        "groups": [
            {
                "id": f"nature-{nature.value}",
                "label": CHANGE_NATURES[nature][:1].upper() + CHANGE_NATURES[nature][1:],
                "count": pluralise(len(views), "changement"),
                "changes": [
                    (each, each.number and reverse("plan:action", args=[page.plan.code, each.number]) + after_query)
                    for each in views
                ],
            }
            for nature, views in changes.items()
        ],
        "reverse_url": page.url("plan:compare", after, before),
    }


def _facts(
    pair: list[PlanVersion], contents: list[PlanContent], changes: dict[ChangeNature, list[ChangeView]]
) -> list[dict[str, str]]:
    """Totals of both versions, and the number of changes of each nature."""
    sums = [_sum_cell(content) for content in contents]
    facts = [
        {
            "label": f"{word} : version {version.number}",
            "value": total["text"],
            "note": f"{version.label} · {total['note']}",
        }
        for word, version, total in zip(("Avant", "Après"), pair, sums, strict=True)
    ]
    change = contents[1].total_cents - contents[0].total_cents
    amount = f"{'+' if change > 0 else ''}{format_euros(change)}" if change else "aucun"
    facts.append({"label": "Écart", "value": amount, "note": "total des axes"})
    return facts + [
        {
            "label": CHANGE_NATURES[nature].capitalize(),
            "value": pluralise(len(views), "changement"),
            "url": f"#nature-{nature}",
        }
        for nature, views in changes.items()
    ]


def _answer(versions: tuple[VersionSummary, ...], current: VersionSummary | None) -> str:
    count = "Une seule version" if len(versions) == 1 else f"{len(versions)} versions"
    in_force_text = f"La version {current.number} est en vigueur" if current else "Aucune n’est en vigueur à cette date"
    draft = next((each for each in versions if each.state is VersionState.DRAFT), None)
    return apply_french_spacing(
        f"{count}. {in_force_text}{f' ; un projet est ouvert, la version {draft.number}' if draft else ''}."
    )


def _version_table(page: VersionPage, current: VersionSummary | None) -> Table[VersionSummary]:
    contents = {line.number: content_of(page, line.number) for line in page.versions}
    until = {line.number: superseded_on(line, page.versions) for line in page.versions}
    may_vote = page.may("plan.vote")

    def state_cell(line: VersionSummary) -> Cell:
        return cell(
            _state_badge(line, until[line.number]),
            note="celle du jour" if current and current.number == line.number else "",
        )

    def steps_cell(line: VersionSummary) -> Cell:
        may_advance = may_vote and line.state is not VersionState.IN_FORCE
        url = reverse("plan_editing:steps", args=[page.plan.code, line.number]) if may_advance else ""
        note = format_html('<a href="{}">Étapes de cette version</a>', url) if url else ""
        return cell(version_summary_text(line, until[line.number]), note=note)

    return Table(
        page.versions,
        Column(
            "Version",
            lambda line: cell(f"{line.number} · {line.label}", url=page.version_url(line.number), note=line.reason),
        ),
        Column("État", state_cell),
        Column("Étapes", steps_cell),
        Column(
            "Contenu",
            lambda line: (
                f"{len(contents[line.number].numbers)} actions, " + pluralise(len(contents[line.number].rows), "ligne")
            ),
        ),
        number_column("Somme des axes", lambda line: _sum_cell(contents[line.number])),
        id="table-versions",
        caption="Versions du plan",
    )


def _sum_cell(content: PlanContent) -> dict[str, Any]:
    """« 250,98 M€ », and the totals that do not add up."""
    cents = content.total_cents
    return cell(
        format_millions(cents) if cents else "aucun montant",
        value=str(Decimal(cents) / 100) if cents else "",
        note=" ".join(sum_faults(content)) or "la somme est juste",
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


def version_summary_text(line: VersionSummary, until: date | None) -> str:
    """« votée le … par … (n° …) ; signée le … ; en vigueur du … au … »."""
    who = f" par {line.vote_body}" if line.vote_body else ""
    number = f" ({line.vote_number})" if line.vote_number else ""
    since = format_day(line.in_force_from) if line.in_force_from else ""
    clauses = [
        f"votée le {format_day(line.voted_on)}{who}{number}" if line.voted_on else "",
        f"signée le {format_day(line.signed_on)}" if line.signed_on else "",
        f"en vigueur du {since} au {format_day(until - timedelta(days=1))}" if since and until else "",
        f"en vigueur depuis le {since}" if since and not until else "",
    ]
    return apply_french_spacing(" ; ".join(clause for clause in clauses if clause)) or "pas encore votée"


@dataclass(frozen=True, slots=True)
class DiffRun:
    """A run of words: « del », « ins » or unchanged (""). ``gap`` is the space that follows; it is never marked."""

    text: str
    mark: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change. ``runs`` merges the words before and after, for texts that share enough of them."""

    place: str
    number: ActionCode | None
    field: str
    kind: str
    before: str
    after: str
    runs: tuple[DiffRun, ...]


def changes_by_nature(changes: Iterable[PlanChange]) -> dict[ChangeNature, list[ChangeView]]:
    """In the order of the natures; those without changes are left out."""
    views: dict[ChangeNature, list[ChangeView]] = {nature: [] for nature in ChangeNature}
    for change in changes:
        views[change.nature].append(change_to_view(change))
    return {nature: group for nature, group in views.items() if group}


def change_to_view(change: PlanChange) -> ChangeView:
    return ChangeView(
        place=f"Action {change.number}"
        if change.number is not None
        else _SUBJECT_LABELS[change.subject].format(change.key),
        number=change.number,
        field=plan_field_label(change.subject, change.field),
        kind=CHANGE_KINDS[change.kind],
        before=change.before,
        after=change.after,
        runs=_diff_runs(change),
    )


def _diff_runs(change: PlanChange) -> tuple[DiffRun, ...]:
    if change.kind is not ChangeKind.CHANGED or not change.before or not change.after:
        return ()
    word_diff = word_changes(change.before, change.after)
    shared_length = sum(len(text) for op, text in word_diff if op is WordChange.EQUAL)
    if shared_length < _MIN_SHARED_RATIO * max(len(change.before), len(change.after)):
        return ()
    return tuple(DiffRun(text.rstrip(), _DIFF_MARKS[op], text[len(text.rstrip()) :]) for op, text in word_diff)


def comparison_answer(diff: PlanDiff) -> str:
    """Number of changes, and whether they touch what the plan commits to."""
    if diff.is_empty:
        return "Rien ne change entre ces deux versions."
    count = pluralise(len(diff.changes), "changement")
    unchanged = pluralise(
        diff.rows_unchanged, "ligne du tableau reste telle quelle", "lignes du tableau restent telles quelles"
    )
    if only_wording(diff):
        return apply_french_spacing(f"{count} de rédaction : rien de ce que le plan engage ne change. {unchanged}.")
    return f"{count}. {unchanged}."
