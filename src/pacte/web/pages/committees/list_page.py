"""« Quand se tient le prochain comité ? »: the next committee first, with what remains to prepare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.plan.queries import main_plan, plan_summaries
from pacte.steering.queries.committees import committee_summaries, next_committees
from pacte.steering.queries.decisions import decision_summaries
from pacte.steering.records.enums import CommitteeState
from pacte.steering.rules.decision_status import group_due_decisions
from pacte.web.page import Page
from pacte.web.pages.committees.formatting import (
    committee_date_text,
    committee_state_badge,
    days_ahead_text,
    no_wrap_text,
    pending_checks,
    preparation_checks,
)
from pacte.web.pages.committees.page import CommitteesPage
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.steering.records.meetings import CommitteeSummary


@Page.view()
def home(page: Page) -> HttpResponse:
    """Redirects to the committees of the main plan."""
    plan = main_plan(actor=page.actor)
    if plan is None:
        raise NotFound
    return HttpResponseRedirect(page.url("committees:list", plan.code))


@CommitteesPage.view(template_name="committees/list.html")
def committee_list(page: CommitteesPage) -> dict[str, Any]:
    on = today()
    lines = committee_summaries(actor=page.actor, plan=page.plan)
    planned = [line for line in lines if line.state is CommitteeState.PLANNED]
    upcoming = sorted(planned, key=lambda line: (line.held_on, line.number))
    due_decisions = group_due_decisions(decision_summaries(actor=page.actor, plan=page.plan, on=on), on)
    return {
        "answer": _answer(upcoming, lines),
        "coming": [
            {
                "id": f"comite-{line.number}",
                "title": line.title,
                "note": " · ".join(part for part in (committee_date_text(line), line.place) if part),
                "url": page.url("committees:page", line.number),
                "checks": preparation_checks(line),
                "points": line.agenda,
            }
            for line in upcoming
        ],
        "committees": _committee_table([line for line in lines if line.state is not CommitteeState.PLANNED], page),
        "new_url": page.url("committees:new") if page.may("committee.prepare") else "",
        "elsewhere": _other_plan_committees(page),
        "decisions_url": page.url("committees:decisions"),
        "decisions_said": f"{pluralise(len(due_decisions.late), 'en retard', 'en retard')}, "
        f"{pluralise(len(due_decisions.to_check), 'à vérifier', 'à vérifier')}",
    }


def _other_plan_committees(page: CommitteesPage) -> list[dict[str, str]]:
    """Next committee of each other plan: several plans may run at once, and this list shows one."""
    next_by_plan = next_committees(actor=page.actor, on=today())
    return [
        {
            "plan": line.title,
            "label": next_by_plan[line.code].title,
            "url": reverse("committees:page", args=[line.code, next_by_plan[line.code].number]),
        }
        for line in plan_summaries(actor=page.actor)
        if line.code != page.plan.code and line.code in next_by_plan
    ]


def _answer(upcoming: list[CommitteeSummary], lines: list[CommitteeSummary]) -> str:
    if not lines:
        return "Aucun comité n’est encore prévu."
    if not upcoming:
        return f"Aucun comité n’est prévu. {pluralise(len(lines), 'comité s’est tenu', 'comités se sont tenus')}."
    first = upcoming[0]
    left = len(pending_checks(first))
    when_text = days_ahead_text(first.held_on, today()) or "la date est passée"
    rest = f"il reste {pluralise(left, 'chose')} à préparer" if left else "tout est prêt"
    return f"Le {committee_date_text(first)} ({when_text}) ; {rest}."


def _committee_table(lines: list[CommitteeSummary], page: CommitteesPage) -> Table[CommitteeSummary]:
    return Table(
        lines,
        Column("Comité", lambda line: cell(line.title, url=page.url("committees:page", line.number))),
        Column("Date", lambda line: cell(no_wrap_text(committee_date_text(line)), note=line.place)),
        Column("État", committee_state_badge),
        Column("Dossier", lambda line: f"édition {line.pack_edition}" if line.has_pack else "non fait"),
        number_column("Décisions", lambda line: cell(str(line.decisions), value=str(line.decisions))),
        Column(
            "Relevé",
            lambda line: (
                cell(f"n° {line.statement_number}", url=page.url("committees:statement", line.number))
                if line.statement_number
                else "à envoyer"
            ),
        ),
        id="comites",
        caption="Comités tenus",
        empty="Aucun comité ne s’est encore tenu.",
    )
