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
from pacte.web.pages.committees.checklist import Check, missing, to_prepare
from pacte.web.pages.committees.frame import address, allowed, frame, readable_plan
from pacte.web.pages.committees.words import committee_badge, when, whole
from pacte.web.signed_in import signed_in

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


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Redirects to the committees of the main plan."""
    plan = main_plan(actor=request.actor)  # type: ignore[attr-defined]
    if plan is None:
        raise NotFound
    return HttpResponseRedirect(reverse("committees:list", args=[plan.code]))


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = readable_plan(actor, code)
    on = today()
    lines = committee_summaries(actor=actor, plan=plan)
    coming = sorted(
        (line for line in lines if line.state is CommitteeState.PLANNED), key=lambda line: (line.held_on, line.number)
    )
    asked = group_due_decisions(decision_summaries(actor=actor, plan=plan, on=on), on)
    context = frame(plan) | {
        "answer": _answer(coming, lines, on),
        "coming": [_coming(line, code, on) for line in coming],
        "columns": _COLUMNS,
        "rows": [_row(line, code) for line in lines if line.state is not CommitteeState.PLANNED],
        "new_url": reverse("committees:new", args=[code]) if allowed(actor, "committee.prepare", plan) else "",
        "elsewhere": _elsewhere(actor, code, on),
        "decisions_url": reverse("committees:decisions", args=[code]),
        "decisions_said": f"{pluralise(len(asked.late), 'en retard', 'en retard')}, "
        f"{pluralise(len(asked.to_check), 'à vérifier', 'à vérifier')}",
    }
    return render(request, "committees/list.html", context)


def _elsewhere(actor: Actor, code: str, on: date) -> list[dict[str, str]]:
    """Next committee of each other plan: several plans may run at once, and this list shows one."""
    coming = next_committees(actor=actor, on=on)
    return [
        {"plan": line.title, "label": coming[line.code].title, "url": address("page", coming[line.code], line.code)}
        for line in plan_summaries(actor=actor)
        if line.code != code and line.code in coming
    ]


def _answer(coming: list[CommitteeSummary], lines: list[CommitteeSummary], on: date) -> str:
    if not lines:
        return "Aucun comité n’est encore prévu."
    if not coming:
        return f"Aucun comité n’est prévu. {pluralise(len(lines), 'comité s’est tenu', 'comités se sont tenus')}."
    first = coming[0]
    left = len(missing(to_prepare(first, on)))
    days = (first.held_on - on).days
    told = f"dans {pluralise(days, 'jour')}" if days > 0 else "aujourd’hui" if days == 0 else "la date est passée"
    rest = f"il reste {pluralise(left, 'chose')} à préparer" if left else "tout est prêt"
    return f"Le {when(first)} ({told}) ; {rest}."


def _coming(line: CommitteeSummary, code: str, on: date) -> dict[str, Any]:
    checks: tuple[Check, ...] = to_prepare(line, on)
    return {
        "id": f"comite-{line.number}",
        "title": line.title,
        "note": " · ".join(part for part in (when(line), line.place) if part),
        "url": address("page", line, code),
        "checks": checks,
        "points": line.agenda,
    }


def _row(line: CommitteeSummary, code: str) -> list[Any]:
    return [
        {"text": line.title, "url": address("page", line, code)},
        {"text": whole(when(line)), "note": line.place},
        committee_badge(line),
        f"édition {line.pack_edition}" if line.has_pack else "non fait",
        {"text": str(line.decisions), "value": str(line.decisions)},
        {"text": f"n° {line.statement_number}", "url": address("statement", line, code)}
        if line.statement_number
        else "à envoyer",
    ]
