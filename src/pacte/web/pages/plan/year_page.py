"""« Que fait le plan cette année ? »: the yearly action plan, a dated view of the version, and its files."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.exchange.documents.year_rows import YearMilestone, YearPeople
from pacte.exchange.plan_files.year_writing import CONTENT_TYPES, write_year_plan
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import ActionLeadSummary, LeadStatus, action_leads
from pacte.plan.rules.display import describe_figure
from pacte.plan.rules.plan_comparison import action_name
from pacte.plan.rules.year import CERTAINTY_LABELS, YearAction, YearAxis, YearPlan, year_plan
from pacte.web.heavy import heavy
from pacte.web.pages.plan import state_report
from pacte.web.pages.plan.downloads import allowed, version_label
from pacte.web.pages.plan.frame import frame, plan_url, sentence
from pacte.web.pages.plan.glance_model import Part
from pacte.web.pages.plan.life_words import told
from pacte.web.pages.plan.lines import joined_leads
from pacte.web.pages.plan.reading import Shown, shown
from pacte.web.pages.plan.year_milestones import MilestoneOfYear, year_milestones


@require_safe
def page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    seen = shown(request, code)
    found = year_plan(seen.content, year)
    people = _people(seen)
    shows_money = found.year_cents is not None
    context = frame(request, seen, page="year", trail=[{"label": f"Plan de l’année {year}"}]) | {
        "year": found,
        "title": f"Que fait le plan en {year} ?",
        "answer": sentence(_answer(found)),
        "years": [
            {"year": each, "url": plan_url("year", seen, each), "is_current": each == year}
            for each in range(found.first_year, found.last_year + 1)
        ],
        "groups": [_group(axis, found, seen, people, shows_money=shows_money) for axis in found.axes if axis.actions],
        "columns": _columns(shows_money=shows_money),
        "due_columns": ({"label": "Échéance"}, {"label": "Action"}, {"label": "Porteur"}),
        "due_rows": [_due(action, each, seen) for action, each in found.deadlines],
        "milestone_columns": ({"label": "Jalon"}, {"label": "Action"}, {"label": "Qui"}, {"label": "État"}),
        "milestone_rows": [_milestone(each, seen) for each in year_milestones(seen, year)],
        "money_columns": _money_columns(shows_money=shows_money),
        "money_rows": [_money(axis, shows_money=shows_money) for axis in found.axes],
        "money_note": "ce que le plan donne par année" if shows_money else "le plan ne donne rien par année",
        "ended": [
            {"text": f"{number} {name}", "url": plan_url("action", seen, number), "note": _why(standing)}
            for number, name, standing in found.ended_actions
        ],
        "files": [*_files(seen, year), *state_report.link(seen, year)],
        "frozen_note": f"{version_label(seen)}, lu au {format_day(seen.on)}",
    }
    return render(request, "plan/year.html", context)


def _files(seen: Shown, year: int) -> list[dict[str, str]]:
    if not seen.may_export:
        return []
    return [
        {"label": label, "url": reverse("plan:year_file", args=[seen.plan.code, year, extension]) + seen.carried}
        for extension, label in (("xlsx", "Tableau de l’année (.xlsx)"), ("pdf", "À imprimer (.pdf)"))
    ]


@require_safe
@heavy
def download(request: HttpRequest, code: str, year: int, extension: str) -> HttpResponse:
    """The year as a file. It names people only for actors who see them on the page."""
    if extension not in CONTENT_TYPES:
        raise NotFound
    seen = allowed(request, code)
    data = write_year_plan(
        seen.content,
        year,
        extension=extension,
        as_of=seen.on,
        version_label=version_label(seen),
        people=_named(_people(seen)),
        milestones=[
            YearMilestone(
                each.on, each.title, f"{each.number} {action_name(seen.content, each.number)}", each.owner, each.state
            )
            for each in year_milestones(seen, year)
        ],
        synthetic=settings.INSTANCE.name == "demo",
    )
    response = HttpResponse(data, content_type=CONTENT_TYPES[extension])
    name = f"{seen.plan.code}_{year}_v{seen.version.number}_{seen.on:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _people(seen: Shown) -> dict[ActionCode, list[ActionLeadSummary]]:
    found: dict[ActionCode, list[ActionLeadSummary]] = defaultdict(list)
    if seen.sees_people:
        for line in action_leads(actor=seen.actor, version=seen.version, on=seen.on):
            if line.status is not LeadStatus.NEVER_NAMED:
                found[line.number].append(line)
    return found


def _named(people: dict[ActionCode, list[ActionLeadSummary]]) -> YearPeople:
    return {number: " ; ".join(_who(line) for line in lines) for number, lines in people.items()}


def _who(line: ActionLeadSummary) -> str:
    if line.status is LeadStatus.VACANT:
        return apply_french_spacing(f"vacante : {line.name} l’a quittée")
    if line.status is LeadStatus.BY_SUBSTITUTE:
        return f"{line.name}, remplacé par {line.substitute}"
    return line.name


def _answer(found: YearPlan) -> tuple[Part, ...]:
    sure = sum(action.is_certain for action in found.actions)
    others = len(found.actions) - sure
    parts = [
        Part(f"En {found.year}, "),
        Part(pluralise(sure, "action est prévue", "actions sont prévues"), strong=True),
    ]
    if others:
        parts.append(Part(f" et {pluralise(others, 'autre peut l’être', 'autres peuvent l’être')} (source incertaine)"))
    parts.append(Part(". "))
    due = len(found.deadlines)
    parts.append(
        Part(
            f"{pluralise(due, 'échéance tombe', 'échéances tombent')} dans l’année. "
            if due
            else "Aucune échéance n’y tombe. "
        )
    )
    if found.year_cents is not None:
        parts.append(Part(f"Le plan y met {format_millions(found.year_cents)}."))
    return tuple(Part(apply_french_spacing(part.text), part.strong) for part in parts)


def _columns(*, shows_money: bool) -> tuple[dict[str, str], ...]:
    money = ({"label": "Montant", "kind": "num"},) if shows_money else ()
    return (
        {"label": "N°"},
        {"label": "Action"},
        {"label": "Porteur"},
        {"label": "Calendrier"},
        {"label": "Cibles"},
        *money,
    )


def _group(
    axis: YearAxis,
    found: YearPlan,
    seen: Shown,
    people: dict[ActionCode, list[ActionLeadSummary]],
    *,
    shows_money: bool,
) -> dict[str, Any]:
    return {
        "id": f"axe-{axis.axis.code}",
        "title": f"{axis.axis.label} : {axis.axis.title}" if axis.axis.title else axis.axis.label,
        "note": pluralise(len(axis.actions), "action"),
        "rows": [_row(action, seen, people, shows_money=shows_money) for action in axis.actions],
    }


def _row(
    action: YearAction, seen: Shown, people: dict[ActionCode, list[ActionLeadSummary]], *, shows_money: bool
) -> list[Any]:
    state = told(action.status, None)
    cells: list[Any] = [
        {"text": str(action.number), "value": str(action.number)},
        {
            "text": action.name,
            "url": plan_url("action", seen, action.number),
            "note": state.strong if state else "",
        },
        {
            "text": joined_leads(action.leads) or "à désigner",
            "note": " ; ".join(_who(line) for line in people.get(action.number, ())),
        },
        CERTAINTY_LABELS[action.certainty],
        " ; ".join(describe_figure(each) for each in action.targets) or "sans cible",
    ]
    if shows_money:
        cells.append(_cents(action.cents))
    return cells


def _due(action: YearAction, each: Any, seen: Shown) -> list[Any]:
    return [
        {"text": each.what[:1].upper() + each.what[1:], "note": f"au {format_day(each.on)}"},
        {"text": f"{action.number} {action.name}", "url": plan_url("action", seen, action.number)},
        joined_leads(action.leads) or "à désigner",
    ]


def _milestone(each: MilestoneOfYear, seen: Shown) -> list[Any]:
    return [
        {"text": each.title, "note": f"le {format_day(each.on)}"},
        {
            "text": f"{each.number} {action_name(seen.content, each.number)}",
            "url": plan_url("action", seen, each.number),
        },
        each.owner or "personne",
        each.state,
    ]


def _money_columns(*, shows_money: bool) -> tuple[dict[str, str], ...]:
    year = ({"label": "Cette année", "kind": "num"},) if shows_money else ()
    return ({"label": "Axe"}, {"label": "Actions", "kind": "num"}, *year, {"label": "Enveloppe du plan", "kind": "num"})


def _money(axis: YearAxis, *, shows_money: bool) -> list[Any]:
    year = [_cents(axis.year_cents)] if shows_money else []
    return [
        {"text": axis.axis.label, "note": axis.axis.title},
        {"text": str(len(axis.actions)), "value": str(len(axis.actions))},
        *year,
        _cents(axis.axis.amount_cents),
    ]


def _cents(cents: int | None) -> dict[str, str]:
    if cents is None:
        return {"text": "non chiffré", "value": ""}
    return {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}


def _why(standing: Any) -> str:
    said = told(standing, None)
    return f"{said.strong} {said.rest}" if said else ""
