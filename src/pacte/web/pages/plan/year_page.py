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
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.plan import state_report
from pacte.web.pages.plan.action_summaries import join_lead_names
from pacte.web.pages.plan.downloads import exportable_plan_context, version_title
from pacte.web.pages.plan.lifecycle_wording import action_status_wording
from pacte.web.pages.plan.overview_model import SentencePart
from pacte.web.pages.plan.page_context import join_sentence_parts, plan_page_context, plan_url
from pacte.web.pages.plan.plan_context import PlanContext, load_plan_context
from pacte.web.pages.plan.year_milestones import MilestoneInYear, milestones_in_year


@require_safe
def page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    year_view = year_plan(plan_context.content, year)
    people = _people_by_action(plan_context)
    shows_money = year_view.year_cents is not None
    context = plan_page_context(
        request, plan_context, page="year", breadcrumb=[{"label": f"Plan de l’année {year}"}]
    ) | {
        "year": year_view,
        "title": f"Que fait le plan en {year} ?",
        "answer": join_sentence_parts(_answer(year_view)),
        "years": [
            {"year": each, "url": plan_url("year", plan_context, each), "is_current": each == year}
            for each in range(year_view.first_year, year_view.last_year + 1)
        ],
        "groups": [
            _axis_group(axis, year_view, plan_context, people, shows_money=shows_money)
            for axis in year_view.axes
            if axis.actions
        ],
        "columns": _columns(shows_money=shows_money),
        "due_columns": ({"label": "Échéance"}, {"label": "Action"}, {"label": "Porteur"}),
        "due_rows": [_deadline_row(action, each, plan_context) for action, each in year_view.deadlines],
        "milestone_columns": ({"label": "Jalon"}, {"label": "Action"}, {"label": "Qui"}, {"label": "État"}),
        "milestone_rows": [_milestone_row(each, plan_context) for each in milestones_in_year(plan_context, year)],
        "money_columns": _money_columns(shows_money=shows_money),
        "money_rows": [_money_row(axis, shows_money=shows_money) for axis in year_view.axes],
        "money_note": "ce que le plan donne par année" if shows_money else "le plan ne donne rien par année",
        "ended": [
            {
                "text": f"{number} {name}",
                "url": plan_url("action", plan_context, number),
                "note": _ended_reason(standing),
            }
            for number, name, standing in year_view.ended_actions
        ],
        "files": [*_file_links(plan_context, year), *state_report.state_report_link(plan_context, year)],
        "frozen_note": f"{version_title(plan_context)}, lu au {format_day(plan_context.on)}",
    }
    return render(request, "plan/year.html", context)


def _file_links(plan_context: PlanContext, year: int) -> list[dict[str, str]]:
    if not plan_context.may_export:
        return []
    return [
        {
            "label": label,
            "url": reverse("plan:year_file", args=[plan_context.plan.code, year, extension]) + plan_context.querystring,
        }
        for extension, label in (("xlsx", "Tableau de l’année (.xlsx)"), ("pdf", "À imprimer (.pdf)"))
    ]


@require_safe
@heavy_view
def download(request: HttpRequest, code: str, year: int, extension: str) -> HttpResponse:
    """The year as a file. It names people only for actors who see them on the page."""
    if extension not in CONTENT_TYPES:
        raise NotFound
    plan_context = exportable_plan_context(request, code)
    data = write_year_plan(
        plan_context.content,
        year,
        extension=extension,
        as_of=plan_context.on,
        version_label=version_title(plan_context),
        people=_people_names(_people_by_action(plan_context)),
        milestones=[
            YearMilestone(
                each.on,
                each.title,
                f"{each.number} {action_name(plan_context.content, each.number)}",
                each.owner,
                each.state,
            )
            for each in milestones_in_year(plan_context, year)
        ],
        synthetic=settings.INSTANCE.name == "demo",
    )
    response = HttpResponse(data, content_type=CONTENT_TYPES[extension])
    name = f"{plan_context.plan.code}_{year}_v{plan_context.version.number}_{plan_context.on:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _people_by_action(plan_context: PlanContext) -> dict[ActionCode, list[ActionLeadSummary]]:
    leads_by_number: dict[ActionCode, list[ActionLeadSummary]] = defaultdict(list)
    if plan_context.sees_people:
        for line in action_leads(actor=plan_context.actor, version=plan_context.version, on=plan_context.on):
            if line.status is not LeadStatus.NEVER_NAMED:
                leads_by_number[line.number].append(line)
    return leads_by_number


def _people_names(people: dict[ActionCode, list[ActionLeadSummary]]) -> YearPeople:
    return {number: " ; ".join(_person_text(line) for line in lines) for number, lines in people.items()}


def _person_text(line: ActionLeadSummary) -> str:
    if line.status is LeadStatus.VACANT:
        return apply_french_spacing(f"vacante : {line.name} l’a quittée")
    if line.status is LeadStatus.BY_SUBSTITUTE:
        return f"{line.name}, remplacé par {line.substitute}"
    return line.name


def _answer(year_view: YearPlan) -> tuple[SentencePart, ...]:
    sure = sum(action.is_certain for action in year_view.actions)
    others = len(year_view.actions) - sure
    parts = [
        SentencePart(f"En {year_view.year}, "),
        SentencePart(pluralise(sure, "action est prévue", "actions sont prévues"), strong=True),
    ]
    if others:
        parts.append(
            SentencePart(f" et {pluralise(others, 'autre peut l’être', 'autres peuvent l’être')} (source incertaine)")
        )
    parts.append(SentencePart(". "))
    due = len(year_view.deadlines)
    parts.append(
        SentencePart(
            f"{pluralise(due, 'échéance tombe', 'échéances tombent')} dans l’année. "
            if due
            else "Aucune échéance n’y tombe. "
        )
    )
    if year_view.year_cents is not None:
        parts.append(SentencePart(f"Le plan y met {format_millions(year_view.year_cents)}."))
    return tuple(SentencePart(apply_french_spacing(part.text), part.strong) for part in parts)


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


def _axis_group(
    axis: YearAxis,
    year_view: YearPlan,
    plan_context: PlanContext,
    people: dict[ActionCode, list[ActionLeadSummary]],
    *,
    shows_money: bool,
) -> dict[str, Any]:
    return {
        "id": f"axe-{axis.axis.code}",
        "title": f"{axis.axis.label} : {axis.axis.title}" if axis.axis.title else axis.axis.label,
        "note": pluralise(len(axis.actions), "action"),
        "rows": [_action_row(action, plan_context, people, shows_money=shows_money) for action in axis.actions],
    }


def _action_row(
    action: YearAction,
    plan_context: PlanContext,
    people: dict[ActionCode, list[ActionLeadSummary]],
    *,
    shows_money: bool,
) -> list[Any]:
    state = action_status_wording(action.status, None)
    cells: list[Any] = [
        {"text": str(action.number), "value": str(action.number)},
        {
            "text": action.name,
            "url": plan_url("action", plan_context, action.number),
            "note": state.strong if state else "",
        },
        {
            "text": join_lead_names(action.leads) or "à désigner",
            "note": " ; ".join(_person_text(line) for line in people.get(action.number, ())),
        },
        CERTAINTY_LABELS[action.certainty],
        " ; ".join(describe_figure(each) for each in action.targets) or "sans cible",
    ]
    if shows_money:
        cells.append(_amount_cell(action.cents))
    return cells


def _deadline_row(action: YearAction, each: Any, plan_context: PlanContext) -> list[Any]:
    return [
        {"text": each.what[:1].upper() + each.what[1:], "note": f"au {format_day(each.on)}"},
        {"text": f"{action.number} {action.name}", "url": plan_url("action", plan_context, action.number)},
        join_lead_names(action.leads) or "à désigner",
    ]


def _milestone_row(each: MilestoneInYear, plan_context: PlanContext) -> list[Any]:
    return [
        {"text": each.title, "note": f"le {format_day(each.on)}"},
        {
            "text": f"{each.number} {action_name(plan_context.content, each.number)}",
            "url": plan_url("action", plan_context, each.number),
        },
        each.owner or "personne",
        each.state,
    ]


def _money_columns(*, shows_money: bool) -> tuple[dict[str, str], ...]:
    year = ({"label": "Cette année", "kind": "num"},) if shows_money else ()
    return ({"label": "Axe"}, {"label": "Actions", "kind": "num"}, *year, {"label": "Enveloppe du plan", "kind": "num"})


def _money_row(axis: YearAxis, *, shows_money: bool) -> list[Any]:
    year = [_amount_cell(axis.year_cents)] if shows_money else []
    return [
        {"text": axis.axis.label, "note": axis.axis.title},
        {"text": str(len(axis.actions)), "value": str(len(axis.actions))},
        *year,
        _amount_cell(axis.axis.amount_cents),
    ]


def _amount_cell(cents: int | None) -> dict[str, str]:
    if cents is None:
        return {"text": "non chiffré", "value": ""}
    return {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}


def _ended_reason(status: Any) -> str:
    wording = action_status_wording(status, None)
    return f"{wording.strong} {wording.rest}" if wording else ""
