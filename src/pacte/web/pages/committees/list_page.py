"""« Quand se tient le prochain comité ? »: the next committee first, with what remains to prepare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.plan.queries import main_plan, plan_summaries
from pacte.steering.queries.committees import committee_summaries, next_committees
from pacte.steering.queries.decisions import decision_summaries
from pacte.steering.records.enums import CommitteeState
from pacte.steering.rules.decision_status import group_due_decisions
from pacte.web.pages.committees.checklist import PreparationCheck, pending_checks, preparation_checks
from pacte.web.pages.committees.formatting import committee_date_text, committee_state_badge, no_wrap_text
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    committee_url,
    has_steering_right,
    plan_with_readable_committees,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.steering.records.meetings import CommitteeSummary

_COLUMNS = (
    {"label": "Comité"},
    {"label": "Date"},
    {"label": "État"},
    {"label": "Dossier"},
    {"label": "Décisions", "kind": "num"},
    {"label": "Relevé"},
)


@require_login
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Redirects to the committees of the main plan."""
    plan = main_plan(actor=request.actor)  # type: ignore[attr-defined]
    if plan is None:
        raise NotFound
    return HttpResponseRedirect(reverse("committees:list", args=[plan.code]))


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_with_readable_committees(actor, code)
    on = today()
    lines = committee_summaries(actor=actor, plan=plan)
    upcoming = sorted(
        (line for line in lines if line.state is CommitteeState.PLANNED), key=lambda line: (line.held_on, line.number)
    )
    due_decisions = group_due_decisions(decision_summaries(actor=actor, plan=plan, on=on), on)
    context = committee_page_context(plan) | {
        "answer": _answer(upcoming, lines, on),
        "coming": [_upcoming_values(line, code, on) for line in upcoming],
        "columns": _COLUMNS,
        "rows": [_committee_row(line, code) for line in lines if line.state is not CommitteeState.PLANNED],
        "new_url": reverse("committees:new", args=[code])
        if has_steering_right(actor, "committee.prepare", plan)
        else "",
        "elsewhere": _other_plan_committees(actor, code, on),
        "decisions_url": reverse("committees:decisions", args=[code]),
        "decisions_said": f"{pluralise(len(due_decisions.late), 'en retard', 'en retard')}, "
        f"{pluralise(len(due_decisions.to_check), 'à vérifier', 'à vérifier')}",
    }
    return render(request, "committees/list.html", context)


def _other_plan_committees(actor: Actor, code: str, on: date) -> list[dict[str, str]]:
    """Next committee of each other plan: several plans may run at once, and this list shows one."""
    next_by_plan = next_committees(actor=actor, on=on)
    return [
        {
            "plan": line.title,
            "label": next_by_plan[line.code].title,
            "url": committee_url("page", next_by_plan[line.code], line.code),
        }
        for line in plan_summaries(actor=actor)
        if line.code != code and line.code in next_by_plan
    ]


def _answer(upcoming: list[CommitteeSummary], lines: list[CommitteeSummary], on: date) -> str:
    if not lines:
        return "Aucun comité n’est encore prévu."
    if not upcoming:
        return f"Aucun comité n’est prévu. {pluralise(len(lines), 'comité s’est tenu', 'comités se sont tenus')}."
    first = upcoming[0]
    left = len(pending_checks(preparation_checks(first, on)))
    days = (first.held_on - on).days
    when_text = f"dans {pluralise(days, 'jour')}" if days > 0 else "aujourd’hui" if days == 0 else "la date est passée"
    rest = f"il reste {pluralise(left, 'chose')} à préparer" if left else "tout est prêt"
    return f"Le {committee_date_text(first)} ({when_text}) ; {rest}."


def _upcoming_values(line: CommitteeSummary, code: str, on: date) -> dict[str, Any]:
    checks: tuple[PreparationCheck, ...] = preparation_checks(line, on)
    return {
        "id": f"comite-{line.number}",
        "title": line.title,
        "note": " · ".join(part for part in (committee_date_text(line), line.place) if part),
        "url": committee_url("page", line, code),
        "checks": checks,
        "points": line.agenda,
    }


def _committee_row(line: CommitteeSummary, code: str) -> list[Any]:
    return [
        {"text": line.title, "url": committee_url("page", line, code)},
        {"text": no_wrap_text(committee_date_text(line)), "note": line.place},
        committee_state_badge(line),
        f"édition {line.pack_edition}" if line.has_pack else "non fait",
        {"text": str(line.decisions), "value": str(line.decisions)},
        {"text": f"n° {line.statement_number}", "url": committee_url("statement", line, code)}
        if line.statement_number
        else "à envoyer",
    ]
