"""One committee: what remains to prepare before it, what it decided after it; its forms (plan, change, cancel)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.steering.queries.decisions import decisions_of_committee
from pacte.steering.queries.rounds import round_summaries
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaPoint
from pacte.steering.rules.agenda_order import total_minutes
from pacte.steering.rules.pack_builder import format_start_time
from pacte.steering.services.committees import cancel_committee, change_committee, plan_committee
from pacte.web.form_fields import ChoicesForm, SingleLineField, day_field, paragraph_field
from pacte.web.page import FormPage
from pacte.web.pages.committees.formatting import (
    action_links,
    committee_date_text,
    days_ahead_text,
    decision_table,
    pending_checks,
    preparation_checks,
)
from pacte.web.pages.committees.page import CommitteeFormPage, CommitteePage, CommitteesPage
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.steering.records.meetings import CommitteeSummary, DecisionSummary

_LINKED_PAGES = ("change", "cancel", "agenda", "pack", "meeting", "statement")


@CommitteePage.view(template_name="committees/committee.html")
def committee(page: CommitteePage) -> dict[str, Any]:
    line, on = page.line, today()
    decisions = decisions_of_committee(actor=page.actor, committee_id=line.committee_id, on=max(on, line.held_on))
    planned = line.state is CommitteeState.PLANNED
    may_prepare = page.may("committee.prepare")
    question = (
        f"{line.title} : que reste-t-il à préparer ?" if planned else f"Qu’a décidé le {_name_in_sentence(line)} ?"
    )
    return {
        "line": line,
        "title": question,
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
    pack_note = f"figé le {format_day(line.frozen_at.date())}" if line.frozen_at else "se fait d’un tour clos"
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
            "note": pack_note,
        },
        {
            "label": "Relevé",
            "value": f"n° {line.statement_number}" if line.statement_number else "à envoyer",
            "note": f"envoyé le {format_day(line.issued_at.date())}" if line.issued_at else "après la séance",
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
