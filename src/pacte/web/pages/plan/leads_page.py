"""« Qui porte quoi ? »: people and the actions that they lead, vacant actions, substitutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pacte.accounts.permissions import may as may_with_people
from pacte.accounts.queries import organisation_names, substitutions
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.kernel.french import apply_french_spacing, fold_text, format_day, pluralise
from pacte.plan.queries import ActionLeadSummary, LeadStatus, action_leads
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries
from pacte.web.pages.plan.page_context import plan_page_context, plan_url
from pacte.web.pages.plan.plan_context import PlanContext, load_plan_context
from pacte.web.require_login import require_login

_VACANT_COLUMNS = (
    {"label": "Action"},
    {"label": "Pour"},
    {"label": "Dernière personne"},
    {"label": "Depuis", "kind": "day"},
)
_PEOPLE_COLUMNS = ({"label": "Personne"}, {"label": "Pour"}, {"label": "Actions"}, {"label": "Remplacement"})
_UNNAMED_COLUMNS = ({"label": "Action"}, {"label": "Pour"})


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    if not plan_context.sees_people:
        raise NotFound
    lines = {line.number: line for line in action_summaries(plan_context.content, plan_context.on) if not line.is_ended}
    leads = [
        line
        for line in action_leads(actor=plan_context.actor, version=plan_context.version, on=plan_context.on)
        if line.number in lines
    ]
    names = organisation_names(on=plan_context.on)
    may_hand_over = may_with_people(plan_context.actor, "accounts.hand_over", plan_context.plan.organisation_id)
    vacant = [line for line in leads if line.status is LeadStatus.VACANT]
    unnamed = [line for line in leads if line.status is LeadStatus.NEVER_NAMED]
    in_post = [line for line in leads if line.status in (LeadStatus.IN_PERSON, LeadStatus.BY_SUBSTITUTE)]
    undecided = [line for line in lines.values() if not line.has_decided_lead]
    context = plan_page_context(request, plan_context, page="leads", breadcrumb=[{"label": "Qui porte quoi"}]) | {
        "answer": _answer(len(lines), in_post, vacant, unnamed),
        "vacant_columns": _VACANT_COLUMNS,
        "vacant_rows": [_vacant_row(line, lines, names, plan_context, may_hand_over=may_hand_over) for line in vacant],
        "people_columns": _PEOPLE_COLUMNS,
        "people_rows": _people_rows(in_post, names, plan_context, may_hand_over=may_hand_over),
        "never_columns": _UNNAMED_COLUMNS,
        "never_rows": _unnamed_rows(unnamed, lines, names, plan_context),
        "never_note": "un organisme répond de l’action, sans dire qui agit pour lui",
        "undecided": [{"line": line, "url": plan_url("action", plan_context, line.number)} for line in undecided],
        "stand_ins": [
            {
                "text": apply_french_spacing(
                    f"{each.substitute} remplace {each.person} du {format_day(each.valid_from)} au "
                    f"{format_day(each.valid_until)}"
                ),
                "note": each.reason,
                "url": reverse("amend:hand_over", args=[each.person_id]) if may_hand_over else "",
            }
            for each in substitutions(actor=plan_context.actor, on=plan_context.on)
        ],
        "hands_over": may_hand_over,
    }
    return render(request, "plan/leads.html", context)


def _answer(
    actions: int, in_post: list[ActionLeadSummary], vacant: list[ActionLeadSummary], unnamed: list[ActionLeadSummary]
) -> str:
    with_people = len({line.number for line in in_post})
    sentences = [f"Sur {pluralise(actions, 'action')}, {with_people} ont une personne en poste."]
    if vacant:
        sentences.append(
            f"{pluralise(len({line.number for line in vacant}), 'action est vacante', 'actions sont vacantes')}."
        )
    if unnamed:
        count = len({line.number for line in unnamed})
        sentences.append(f"Pour {pluralise(count, 'action')}, personne n’a encore été désigné par un porteur.")
    return apply_french_spacing(" ".join(sentences))


def _action_cell(
    number: ActionCode, lines: dict[ActionCode, ActionSummary], plan_context: PlanContext
) -> dict[str, str]:
    return {"text": f"{number} {lines[number].name}", "url": plan_url("action", plan_context, number)}


def _vacant_row(
    line: ActionLeadSummary,
    lines: dict[ActionCode, ActionSummary],
    names: dict[int, str],
    plan_context: PlanContext,
    *,
    may_hand_over: bool,
) -> list[Any]:
    person: Any = line.name
    if may_hand_over and line.person_id:
        person = {"text": line.name, "url": reverse("amend:hand_over", args=[line.person_id]), "note": "confier à"}
    return [
        _action_cell(line.number, lines, plan_context),
        names.get(line.organisation_id, ""),
        person,
        format_day(line.left_on) if line.left_on else "non connu",
    ]


def _unnamed_rows(
    unnamed: Iterable[ActionLeadSummary],
    lines: dict[ActionCode, ActionSummary],
    names: dict[int, str],
    plan_context: PlanContext,
) -> list[list[Any]]:
    """One row per action, whatever its number of leads."""
    bodies_by_number: dict[ActionCode, list[str]] = defaultdict(list)
    for line in unnamed:
        bodies_by_number[line.number].append(names.get(line.organisation_id, ""))
    return [
        [_action_cell(number, lines, plan_context), ", ".join(body_names)]
        for number, body_names in bodies_by_number.items()
    ]


def _people_rows(
    in_post: Iterable[ActionLeadSummary], names: dict[int, str], plan_context: PlanContext, *, may_hand_over: bool
) -> list[list[Any]]:
    by_person: dict[tuple[str, int, int], list[ActionLeadSummary]] = defaultdict(list)
    for line in in_post:
        by_person[line.name, line.person_id or 0, line.organisation_id].append(line)
    rows = []
    for (name, person_id, body), person_leads in sorted(by_person.items(), key=lambda each: fold_text(each[0][0])):
        person: Any = name
        if may_hand_over and person_id:
            person = {"text": name, "url": reverse("amend:hand_over", args=[person_id]), "note": "passer la main"}
        rows.append(
            [person, names.get(body, ""), _action_links(person_leads, plan_context), _replacement_text(person_leads[0])]
        )
    return rows


def _action_links(person_leads: list[ActionLeadSummary], plan_context: PlanContext) -> SafeString:
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((plan_url("action", plan_context, each.number), each.number) for each in person_leads),
    )
    return format_html("<span>{}</span>", links)


def _replacement_text(line: ActionLeadSummary) -> str:
    if line.status is not LeadStatus.BY_SUBSTITUTE:
        return "en poste"
    until = f" jusqu’au {format_day(line.substitute_until)}" if line.substitute_until else ""
    return f"remplacé par {line.substitute}{until}"
