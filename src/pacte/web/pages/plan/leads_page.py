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
from pacte.web.pages.plan.frame import frame, plan_url
from pacte.web.pages.plan.lines import ActionLine, action_lines
from pacte.web.pages.plan.reading import Shown, shown
from pacte.web.signed_in import signed_in

_VACANT = ({"label": "Action"}, {"label": "Pour"}, {"label": "Dernière personne"}, {"label": "Depuis", "kind": "day"})
_PEOPLE = ({"label": "Personne"}, {"label": "Pour"}, {"label": "Actions"}, {"label": "Remplacement"})
_NEVER = ({"label": "Action"}, {"label": "Pour"})


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = shown(request, code)
    if not seen.sees_people:
        raise NotFound
    lines = {line.number: line for line in action_lines(seen.content, seen.on) if not line.is_ended}
    leads = [line for line in action_leads(actor=seen.actor, version=seen.version, on=seen.on) if line.number in lines]
    names = organisation_names(on=seen.on)
    hands_over = may_with_people(seen.actor, "accounts.hand_over", seen.plan.organisation_id)
    vacant = [line for line in leads if line.status is LeadStatus.VACANT]
    never = [line for line in leads if line.status is LeadStatus.NEVER_NAMED]
    held = [line for line in leads if line.status in (LeadStatus.IN_PERSON, LeadStatus.BY_SUBSTITUTE)]
    undecided = [line for line in lines.values() if not line.has_decided_lead]
    context = frame(request, seen, page="leads", trail=[{"label": "Qui porte quoi"}]) | {
        "answer": _answer(len(lines), held, vacant, never),
        "vacant_columns": _VACANT,
        "vacant_rows": [_vacant(line, lines, names, seen, hands_over=hands_over) for line in vacant],
        "people_columns": _PEOPLE,
        "people_rows": _people(held, names, seen, hands_over=hands_over),
        "never_columns": _NEVER,
        "never_rows": _unnamed(never, lines, names, seen),
        "never_note": "un organisme répond de l’action, sans dire qui agit pour lui",
        "undecided": [{"line": line, "url": plan_url("action", seen, line.number)} for line in undecided],
        "stand_ins": [
            {
                "text": apply_french_spacing(
                    f"{each.substitute} remplace {each.person} du {format_day(each.valid_from)} au {format_day(each.valid_until)}"
                ),
                "note": each.reason,
                "url": reverse("amend:hand_over", args=[each.person_id]) if hands_over else "",
            }
            for each in substitutions(actor=seen.actor, on=seen.on)
        ],
        "hands_over": hands_over,
    }
    return render(request, "plan/leads.html", context)


def _answer(
    actions: int, held: list[ActionLeadSummary], vacant: list[ActionLeadSummary], never: list[ActionLeadSummary]
) -> str:
    with_people = len({line.number for line in held})
    said = [f"Sur {pluralise(actions, 'action')}, {with_people} ont une personne en poste."]
    if vacant:
        said.append(
            f"{pluralise(len({line.number for line in vacant}), 'action est vacante', 'actions sont vacantes')}."
        )
    if never:
        count = len({line.number for line in never})
        said.append(f"Pour {pluralise(count, 'action')}, personne n’a encore été désigné par un porteur.")
    return apply_french_spacing(" ".join(said))


def _action(number: ActionCode, lines: dict[ActionCode, ActionLine], seen: Shown) -> dict[str, str]:
    return {"text": f"{number} {lines[number].name}", "url": plan_url("action", seen, number)}


def _vacant(
    line: ActionLeadSummary,
    lines: dict[ActionCode, ActionLine],
    names: dict[int, str],
    seen: Shown,
    *,
    hands_over: bool,
) -> list[Any]:
    person: Any = line.name
    if hands_over and line.person_id:
        person = {"text": line.name, "url": reverse("amend:hand_over", args=[line.person_id]), "note": "confier à"}
    return [
        _action(line.number, lines, seen),
        names.get(line.organisation_id, ""),
        person,
        format_day(line.left_on) if line.left_on else "non connu",
    ]


def _unnamed(
    never: Iterable[ActionLeadSummary], lines: dict[ActionCode, ActionLine], names: dict[int, str], seen: Shown
) -> list[list[Any]]:
    """One row per action, whatever its number of leads."""
    bodies: dict[ActionCode, list[str]] = defaultdict(list)
    for line in never:
        bodies[line.number].append(names.get(line.organisation_id, ""))
    return [[_action(number, lines, seen), ", ".join(found)] for number, found in bodies.items()]


def _people(
    held: Iterable[ActionLeadSummary], names: dict[int, str], seen: Shown, *, hands_over: bool
) -> list[list[Any]]:
    by_person: dict[tuple[str, int, int], list[ActionLeadSummary]] = defaultdict(list)
    for line in held:
        by_person[line.name, line.person_id or 0, line.organisation_id].append(line)
    rows = []
    for (name, person_id, body), found in sorted(by_person.items(), key=lambda each: fold_text(each[0][0])):
        person: Any = name
        if hands_over and person_id:
            person = {"text": name, "url": reverse("amend:hand_over", args=[person_id]), "note": "passer la main"}
        rows.append([person, names.get(body, ""), _numbers(found, seen), _replaced(found[0])])
    return rows


def _numbers(found: list[ActionLeadSummary], seen: Shown) -> SafeString:
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((plan_url("action", seen, each.number), each.number) for each in found)
    )
    return format_html("<span>{}</span>", links)


def _replaced(line: ActionLeadSummary) -> str:
    if line.status is not LeadStatus.BY_SUBSTITUTE:
        return "en poste"
    until = f" jusqu’au {format_day(line.substitute_until)}" if line.substitute_until else ""
    return f"remplacé par {line.substitute}{until}"
