"""« Où en est cette personne ? »: steps in this session, attested competences, certified blocks, obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pacte.journeys.queries.provider_obligations import obligations_of_person
from pacte.journeys.records import END_LABELS, STATE_LABELS, STEP_LABELS, StepKind
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.next_move import next_move
from pacte.journeys.rules.provider_actions import provider_actions, provider_correctable_steps
from pacte.journeys.rules.step_details import step_detail_text
from pacte.kernel.french import format_day
from pacte.web.pages.attendance.obligations_model import DOER_LABELS
from pacte.web.pages.attendance.page_context import TraineePage, attendance_page_url
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.records import StepRecord
    from pacte.offer.models import Session

_ATTESTATION_GIVEN = StepKind.ATTESTATION_GIVEN


@TraineePage.view(
    template_name="attendance/person.html",
    breadcrumb=lambda page: [*super(TraineePage, page).breadcrumb(), page.people_crumb(), (page.person_name, "")],
)
def trainee(page: TraineePage) -> dict[str, Any]:
    person, session = page.person, page.session
    obligations = obligations_of_person(actor=page.actor, session=session, person=person)
    return {
        "title": f"Où en est {page.person_name} ?",
        "answer": _answer(person, session),
        "facts": _facts(person),
        "verbs": _action_buttons(person, session),
        "steps": _step_table(person, session),
        "competences": distinct_step_details(person, StepKind.COMPETENCE_ATTESTED, "competence"),
        "blocks": distinct_step_details(person, StepKind.BLOCK_CERTIFIED, "block"),
        "dues": Table(
            obligations,
            Column("Ce que cela a déclenché", lambda each: each.label),
            Column("Par qui", lambda each: DOER_LABELS[each.doer]),
            day_column("Avant le", lambda each: format_day(each.due_on)),
            Column("État", lambda each: each.settlement or "à faire"),
            id="dus-table",
            caption="Ce que ces étapes ont déclenché",
        ),
        "attestation_given": next(
            (s.happened_on for s in reversed(person.steps) if s.kind is _ATTESTATION_GIVEN), None
        ),
        "attestation": attendance_page_url(session, "attestation", person.key) if person.entered_on else "",
    }


def distinct_step_details(person: SessionPerson, kind: StepKind, name: str) -> list[str]:
    """Details of the steps of that kind, each once, with the day."""
    day_by_detail = {}
    for step in person.steps:
        if step.kind is kind:
            day_by_detail[str(step.detail.get(name) or STEP_LABELS[kind])] = format_day(step.happened_on)
    return [f"{detail}, le {on}" for detail, on in day_by_detail.items()]


def _answer(person: SessionPerson, session: Session) -> str:
    state = f"{STATE_LABELS[person.state]} depuis le {format_day(person.state_on)}."
    waits = next_move(person.state, on=person.awaited_on, starts_on=session.starts_on)
    return f"{state} Attendu : {waits}." if waits else state


def _facts(person: SessionPerson) -> list[dict[str, str]]:
    end = END_LABELS[person.end_kind] if person.end_kind else ""
    fact_rows = [
        ("Conseiller", person.network, "référent de la personne"),
        ("Entrée", format_day(person.entered_on) if person.entered_on else "", "première demi-journée de présence"),
        ("Fin", format_day(person.ended_on) if person.ended_on else "", end),
        ("Heures réalisées", hours_words(person.minutes) if person.minutes else "", "présences signées"),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in fact_rows if value]


def _action_buttons(person: SessionPerson, session: Session) -> list[dict[str, str]]:
    query = urlencode({"qui": str(person.key)})
    return [
        {
            "label": action.label,
            "url": f"{attendance_page_url(session, 'act', action.slug)}?{query}",
            "kind": "danger" if action.closes else "secondary",
        }
        for action in provider_actions(person.state)
    ]


def _step_table(person: SessionPerson, session: Session) -> Table[StepRecord]:
    """Most recent first, each with a link to correct it when the provider may."""
    correctable_ids = {each.identifier for each in provider_correctable_steps(person.steps)}

    def correction_cell(step: StepRecord) -> object:
        if step.identifier not in correctable_ids:
            return ""
        url = attendance_page_url(session, "correct", person.key, step.identifier)
        return cell(f"Corriger : {STEP_LABELS[step.kind].lower()}", url=url)

    return Table(
        list(reversed(person.steps)),
        Column("Étape", lambda step: STEP_LABELS[step.kind]),
        day_column("Jour", lambda step: format_day(step.happened_on)),
        Column("Précision", step_detail_text),
        Column("Une erreur ?", correction_cell),
        id="etapes-table",
        caption="Étapes du parcours",
    )
