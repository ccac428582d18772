"""« Où en est cette personne ? »: steps in this session, attested competences, certified blocks, obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.journeys.queries.provider_obligations import obligations_of_person
from pacte.journeys.queries.session_people import person_of_session
from pacte.journeys.records import END_LABELS, STATE_LABELS, STEP_LABELS, StepKind
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.next_move import next_move
from pacte.journeys.rules.provider_actions import provider_actions, provider_correctable_steps
from pacte.journeys.rules.step_details import step_detail_text
from pacte.kernel.french import format_day
from pacte.web.pages.attendance.obligations_model import DOER_LABELS
from pacte.web.pages.attendance.page_context import (
    attendance_page_context,
    attendance_page_url,
    request_actor,
    trainable_session,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_obligations import ObligationSummary
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.records import StepRecord
    from pacte.offer.models import Session

STEP_COLUMNS = ({"label": "Étape"}, {"label": "Jour", "kind": "day"}, {"label": "Précision"}, {"label": "Une erreur ?"})
_ATTESTATION_GIVEN = StepKind.ATTESTATION_GIVEN
PERSON_OBLIGATION_COLUMNS = (
    {"label": "Ce que cela a déclenché"},
    {"label": "Par qui"},
    {"label": "Avant le", "kind": "day"},
    {"label": "État"},
)


@require_login
@require_safe
def page(request: HttpRequest, training: str, action: str, session: str, key: str) -> HttpResponse:
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=training_session, key=key)
    obligations = obligations_of_person(actor=actor, session=training_session, person=person)
    name = person.name or "Dossier effacé"
    values = attendance_page_context(
        actor,
        training_session,
        ("Candidats et stagiaires", attendance_page_url(training_session, "people")),
        (name, ""),
    ) | {
        "title": f"Où en est {name} ?",
        "answer": _answer(person, training_session),
        "facts": _facts(person),
        "verbs": _action_buttons(person, training_session),
        "step_columns": STEP_COLUMNS,
        "steps": _step_rows(person, training_session),
        "competences": distinct_step_details(person, StepKind.COMPETENCE_ATTESTED, "competence"),
        "blocks": distinct_step_details(person, StepKind.BLOCK_CERTIFIED, "block"),
        "due_columns": PERSON_OBLIGATION_COLUMNS,
        "dues": [_obligation_cells(each) for each in obligations],
        "attestation_given": next(
            (s.happened_on for s in reversed(person.steps) if s.kind is _ATTESTATION_GIVEN), None
        ),
        "attestation": attendance_page_url(training_session, "attestation", person.key) if person.entered_on else "",
    }
    return render(request, "training/person.html", values)


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


def _step_rows(person: SessionPerson, session: Session) -> list[list[Any]]:
    """Most recent first, each with a link to correct it when the provider may."""
    correctable_ids = {each.identifier for each in provider_correctable_steps(person.steps)}
    return [
        [STEP_LABELS[each.kind], format_day(each.happened_on), step_detail_text(each),
         _correction_link(person, session, each) if each.identifier in correctable_ids else ""]
        for each in reversed(person.steps)
    ]  # fmt: skip


def _correction_link(person: SessionPerson, session: Session, step: StepRecord) -> dict[str, str]:
    return {
        "text": f"Corriger : {STEP_LABELS[step.kind].lower()}",
        "url": attendance_page_url(session, "correct", person.key, step.identifier),
    }


def _obligation_cells(each: ObligationSummary) -> list[Any]:
    return [each.label, DOER_LABELS[each.doer], format_day(each.due_on), each.settlement or "à faire"]
