"""« Quand se tient le prochain comité ? »: the list, then one committee and its forms (plan, change, cancel).

It says what remains to prepare before the committee, and what it decided after it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import main_plan, plan_summaries
from pacte.steering.queries.committees import committee_summaries, next_committees
from pacte.steering.queries.decisions import decision_summaries, decisions_of_committee
from pacte.steering.queries.rounds import round_summaries
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaPoint, CommitteeSummary, DecisionSummary
from pacte.steering.rules.agenda_order import total_minutes
from pacte.steering.rules.decision_status import group_due_decisions
from pacte.steering.rules.pack_builder import format_start_time
from pacte.steering.services.committees import cancel_committee, change_committee, plan_committee
from pacte.web.form_fields import ChoicesForm, SingleLineField, day_field, paragraph_field
from pacte.web.page import FormPage, Page
from pacte.web.pages.committees.page import (
    CommitteeFormPage,
    CommitteePage,
    CommitteesPage,
    action_links,
    committee_date_text,
    committee_state_badge,
    days_ahead_text,
    decision_table,
    no_wrap_text,
    pending_checks,
    preparation_checks,
)
from pacte.web.tables import Column, Table, cell, number_column


@Page.view()
def home(page: Page) -> HttpResponse:
    """Redirects to the committees of the main plan."""
    plan = ensure_found(main_plan(actor=page.actor))
    return HttpResponseRedirect(page.url("committees:list", plan.code))


@CommitteesPage.view(template_name="committees/list.html")
def committee_list(page: CommitteesPage) -> dict[str, Any]:
    on = today()
    lines = committee_summaries(actor=page.actor, plan=page.plan)
    planned = [line for line in lines if line.state is CommitteeState.PLANNED]
    upcoming = sorted(planned, key=lambda line: (line.held_on, line.number))
    due_decisions = group_due_decisions(decision_summaries(actor=page.actor, plan=page.plan, on=on), on)
    return {
        "answer": _list_answer(upcoming, lines),
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


def _list_answer(upcoming: list[CommitteeSummary], lines: list[CommitteeSummary]) -> str:
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


_LINKED_PAGES = ("change", "cancel", "agenda", "pack", "meeting", "statement")


@CommitteePage.view(template_name="committees/committee.html")
def committee(page: CommitteePage) -> dict[str, Any]:
    line, on = page.line, today()
    decisions = decisions_of_committee(actor=page.actor, committee_id=line.committee_id, on=max(on, line.held_on))
    planned = line.state is CommitteeState.PLANNED
    may_prepare = page.may("committee.prepare")
    return {
        "line": line,
        "title": f"{line.title} : que reste-t-il à préparer ?"
        if planned
        else f"Qu’a décidé le {_name_in_sentence(line)} ?",
        "answer": _answer(line, decisions),
        "facts": _facts(line),
        "checks": preparation_checks(line) if planned else (),
        "agenda": _agenda_table(page),
        "agenda_note": _agenda_note(line),
        "decisions": decision_table(
            page,
            decisions,
            id="decisions-table",
            caption="Décisions de ce comité",
            empty="Aucune décision n’est écrite.",
        ),
        "may_prepare": may_prepare and planned,
        "may_decide": may_prepare and line.state is not CommitteeState.ISSUED and line.held_on <= on,
        "may_issue": may_prepare and line.state is CommitteeState.HELD,
        "urls": {name: page.committee_url(name) for name in _LINKED_PAGES},
        "pack_links": page.pack_links(),
        "statement_links": page.statement_links(),
    }


def _agenda_table(page: CommitteePage) -> Table[tuple[int, AgendaPoint]]:
    return Table(
        enumerate(page.line.agenda, start=1),
        Column("N°", lambda row: str(row[0])),
        Column("Point", lambda row: row[1].title),
        Column("Heure", lambda row: format_start_time(row[1].begins_at)),
        Column("Attendu", lambda row: AGENDA_LABELS[row[1].kind]),
        Column("Par", lambda row: row[1].presenter or "–"),
        Column("Action", lambda row: action_links(page, [row[1].number] if row[1].number else [])),
        number_column("Minutes", lambda row: cell(str(row[1].minutes or ""), value=str(row[1].minutes or ""))),
        id="points",
        caption="Ordre du jour",
        empty="Aucun point n’est encore inscrit.",
    )


def _name_in_sentence(line: CommitteeSummary) -> str:
    """« comité de pilotage de mars »: the name as used inside a sentence."""
    return line.title[:1].lower() + line.title[1:] if line.title.startswith("Comité") else f"comité « {line.title} »"


def _agenda_note(line: CommitteeSummary) -> str:
    if not line.agenda:
        return "aucun point"
    minutes = total_minutes(line.agenda)
    return pluralise(len(line.agenda), "point") + (f", {minutes}\u00a0min" if minutes else "")


def _answer(line: CommitteeSummary, decisions: list[DecisionSummary]) -> str:
    if line.state is CommitteeState.PLANNED:
        pending_labels = [check.label.lower() for check in pending_checks(line)]
        return f"Il manque : {', '.join(pending_labels)}." if pending_labels else "Tout est prêt."
    decided = pluralise(len(decisions), "décision") if decisions else "Aucune décision"
    late = sum(each.status.is_late for each in decisions)
    closed = sum(each.status.is_closed for each in decisions)
    rest = f" ; {pluralise(closed, 'est close', 'sont closes')}" if decisions else ""
    rest += f", {late} en retard" if late else ""
    number = line.statement_number
    return f"{decided}{rest}. {f'Relevé n° {number} envoyé.' if number else 'Le relevé reste à envoyer.'}"


def _facts(line: CommitteeSummary) -> list[dict[str, str]]:
    return [
        {"label": "Date", "value": committee_date_text(line), "note": days_ahead_text(line.held_on, today())},
        {"label": "Lieu", "value": line.place or "à préciser", "note": ""},
        {
            "label": "Tour de mise à jour",
            "value": line.round_label or "aucun",
            "note": {"open": "encore ouvert", "closed": "clos, figé"}.get(line.round_state, ""),
        },
        {
            "label": "Dossier",
            "value": f"édition {line.pack_edition}" if line.has_pack else "à faire",
            "note": f"figé le {format_day(paris_date(line.frozen_at))}" if line.frozen_at else "se fait d’un tour clos",
        },
        {
            "label": "Relevé",
            "value": f"n° {line.statement_number}" if line.statement_number else "à envoyer",
            "note": f"envoyé le {format_day(paris_date(line.issued_at))}" if line.issued_at else "après la séance",
        },
    ]


class CommitteeForm(ChoicesForm):
    title = SingleLineField(label="Nom du comité", max_length=200, help_text="« Comité de pilotage de décembre ».")
    held_on = day_field("Date")
    starts_at = forms.TimeField(
        label="Heure de début", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    place = SingleLineField(label="Lieu", max_length=200, required=False)
    round_number = forms.TypedChoiceField(
        label="Tour de mise à jour",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "aucun pour l’instant")],
        help_text="Le dossier imprime ce tour, une fois clos.",
    )


class CancelCommitteeForm(forms.Form):
    reason = paragraph_field("Pourquoi ?", max_length=2000)


def _round_choices(page: CommitteesPage) -> dict[str, list[tuple[str, str]]]:
    return {
        "round_number": [
            (str(line.number), f"{line.label} ({'ouvert' if line.is_open else 'clos'})")
            for line in round_summaries(actor=page.actor, plan=page.plan)
        ]
    }


class NewCommitteePage(CommitteesPage, FormPage):
    form_class, right, back, crumb = CommitteeForm, "committee.prepare", "committees:list", "Prévoir"
    title, submit_label = "Quand se tient ce comité ?", "Prévoir ce comité"
    intro = "Une date et un nom suffisent ; l’ordre du jour vient ensuite."

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": _round_choices(self)}

    def save(self, data: dict[str, Any]) -> str:
        planned = plan_committee(actor=self.actor, plan=self.plan, **data)
        return f"« {planned.title} » est prévu le {format_day(planned.held_on)}."


def _known_fields(page: CommitteeFormPage) -> dict[str, Any]:
    known = {name: getattr(page.committee, name) for name in ("title", "held_on", "starts_at", "place")}
    plan_round = page.committee.round
    return {
        "choices": _round_choices(page),
        "initial": known | {"round_number": str(plan_round.number) if plan_round else ""},
    }


@CommitteeFormPage.view(
    form_class=CommitteeForm,
    form_arguments=_known_fields,
    title="Qu’est-ce qui change pour ce comité ?",
    submit_label="Enregistrer",
    intro=lambda page: f"{page.committee.title}, le {format_day(page.committee.held_on)}.",
    crumb="Modifier",
)
def change(page: CommitteeFormPage, data: dict[str, Any]) -> str:
    change_committee(actor=page.actor, committee=page.committee, **data)
    return f"« {data['title']} » : c’est noté."


@CommitteeFormPage.view(
    form_class=CancelCommitteeForm,
    title="Annuler ce comité ?",
    submit_label="Annuler ce comité",
    intro=lambda page: (
        f"{page.committee.title}, prévu le {format_day(page.committee.held_on)}. Son ordre du jour et son dossier "
        "partent avec lui."
    ),
    danger=True,
    back="committees:list",
    crumb="Annuler",
)
def cancel(page: CommitteeFormPage, data: dict[str, Any]) -> str:
    name = page.committee.title
    cancel_committee(actor=page.actor, committee=page.committee, reason=data["reason"])
    return f"« {name} » n’aura pas lieu. Le journal en garde la trace."
