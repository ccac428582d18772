"""« Quelles expérimentations peuvent commencer ? »: experiments of a plan, what each lacks and who must write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from pacte.evaluation.queries import experiment_action_choices, experiment_summaries
from pacte.evaluation.records import ProtocolState
from pacte.evaluation.rules import PART_COUNT
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.plan.queries import people_of_action
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.pages.experiments.words import badge, lacking, summary
from pacte.web.plan_seen import PlanSeen, frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.evaluation.queries import ExperimentSummary

_COLUMNS = (
    {"label": "Action"},
    {"label": "Expérimentation"},
    {"label": "Fiche écrite"},
    {"label": "Ce qui manque, et qui le doit"},
    {"label": "Fin", "kind": "day"},
    {"label": "État"},
)
# Most urgent first.
_ORDER = (
    ProtocolState.LOCKED_INCOMPLETE,
    ProtocolState.INCOMPLETE,
    ProtocolState.READY,
    ProtocolState.LOCKED,
    ProtocolState.JUDGED,
    ProtocolState.WITHDRAWN,
)


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    lines = sorted(
        experiment_summaries(actor=seen.actor, plan=seen.plan, on=seen.on),
        key=lambda line: (_ORDER.index(line.state), line.action_number, line.number),
    )
    names = action_titles_by_number(actor=seen.actor, plan=seen.plan, on=seen.on)
    leads = leading(seen)
    context = frame_of(request, seen, trail=[{"label": "Expérimentations"}]) | {
        "answer": summary(lines),
        "columns": _COLUMNS,
        "rows": [_row(line, seen, names, leads) for line in lines],
        "open_url": _open_url(seen),
        "table_url": seen.url("experiments:table"),
        "count": len(lines),
    }
    return render(request, "experiments/list.html", context)


def leading(seen: PlanSeen) -> dict[ActionCode, str]:
    """Who leads each action on that day: the appointed person, else the leads as written in the plan."""
    people = people_of_action(actor=seen.actor, plan=seen.plan, on=seen.on)
    words = lead_names_by_action(actor=seen.actor, plan=seen.plan, on=seen.on)
    return words | {each.number: each.name for each in people}


def owed_by(line: ExperimentSummary, leads: dict[ActionCode, str]) -> str:
    """Who must complete the protocol: the owner of the experiment, else the lead of the action."""
    return line.owner_name or leads.get(line.action_number, "") or "le pilote du pacte"


def _open_url(seen: PlanSeen) -> str:
    may_open = seen.is_today and experiment_action_choices(actor=seen.actor, plan=seen.plan, on=seen.on)
    return seen.url("experiments:open") if may_open else ""


def _row(
    line: ExperimentSummary, seen: PlanSeen, names: dict[ActionCode, str], leads: dict[ActionCode, str]
) -> list[Any]:
    drawn = badge(line)
    missing = lacking(line.missing)
    end = line.content.end_on
    return [
        {
            "text": str(line.action_number),
            "value": str(line.action_number),
            "url": seen.url("plan:action", line.action_number),
            "note": names.get(line.action_number, ""),
        },
        {"text": line.title, "url": seen.url("experiments:sheet", line.number)},
        render_to_string("experiments/mark.html", {"filled": line.part_count, "total": PART_COUNT}),
        {"text": missing[:1].upper() + missing[1:], "note": f"par {owed_by(line, leads)}"} if missing else "rien",
        {
            "text": format_day(end) if end else "non dite",
            "value": end.isoformat() if end else "",
            "note": "constat attendu" if line.is_overdue else "",
        },
        render_to_string("experiments/state.html", {"badge": drawn}),
    ]
