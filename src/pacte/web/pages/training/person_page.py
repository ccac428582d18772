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
from pacte.web.pages.training.frame import actor_in, frame, page_url, trained_session
from pacte.web.pages.training.owed_model import DOER_WORDS
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_obligations import ObligationSummary
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.records import StepRecord
    from pacte.offer.models import Session

STEP_COLUMNS = ({"label": "Étape"}, {"label": "Jour", "kind": "day"}, {"label": "Précision"}, {"label": "Une erreur ?"})
_GIVEN = StepKind.ATTESTATION_GIVEN
DUE_COLUMNS = (
    {"label": "Ce que cela a déclenché"},
    {"label": "Par qui"},
    {"label": "Avant le", "kind": "day"},
    {"label": "État"},
)


@signed_in
@require_safe
def page(request: HttpRequest, training: str, action: str, session: str, key: str) -> HttpResponse:
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=found, key=key)
    dues = obligations_of_person(actor=actor, session=found, person=person)
    name = person.name or "Dossier effacé"
    values = frame(actor, found, ("Candidats et stagiaires", page_url(found, "people")), (name, "")) | {
        "title": f"Où en est {name} ?",
        "answer": _answer(person, found),
        "facts": _facts(person),
        "verbs": _verbs(person, found),
        "step_columns": STEP_COLUMNS,
        "steps": _steps(person, found),
        "competences": told(person, StepKind.COMPETENCE_ATTESTED, "competence"),
        "blocks": told(person, StepKind.BLOCK_CERTIFIED, "block"),
        "due_columns": DUE_COLUMNS,
        "dues": [_due(each) for each in dues],
        "attestation_given": next((s.happened_on for s in reversed(person.steps) if s.kind is _GIVEN), None),
        "attestation": page_url(found, "attestation", person.key) if person.entered_on else "",
    }
    return render(request, "training/person.html", values)


def told(person: SessionPerson, kind: StepKind, name: str) -> list[str]:
    """Details of the steps of that kind, each once, with the day."""
    found = {}
    for step in person.steps:
        if step.kind is kind:
            found[str(step.detail.get(name) or STEP_LABELS[kind])] = format_day(step.happened_on)
    return [f"{said}, le {on}" for said, on in found.items()]


def _answer(person: SessionPerson, session: Session) -> str:
    state = f"{STATE_LABELS[person.state]} depuis le {format_day(person.state_on)}."
    waits = next_move(person.state, on=person.awaited_on, starts_on=session.starts_on)
    return f"{state} Attendu : {waits}." if waits else state


def _facts(person: SessionPerson) -> list[dict[str, str]]:
    end = END_LABELS[person.end_kind] if person.end_kind else ""
    found = [
        ("Conseiller", person.network, "référent de la personne"),
        ("Entrée", format_day(person.entered_on) if person.entered_on else "", "première demi-journée de présence"),
        ("Fin", format_day(person.ended_on) if person.ended_on else "", end),
        ("Heures réalisées", hours_words(person.minutes) if person.minutes else "", "présences signées"),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in found if value]


def _verbs(person: SessionPerson, session: Session) -> list[dict[str, str]]:
    asked = urlencode({"qui": str(person.key)})
    return [
        {
            "label": verb.label,
            "url": f"{page_url(session, 'act', verb.slug)}?{asked}",
            "kind": "danger" if verb.closes else "secondary",
        }
        for verb in provider_actions(person.state)
    ]


def _steps(person: SessionPerson, session: Session) -> list[list[Any]]:
    """Most recent first, each with a link to correct it when the provider may."""
    own = {each.identifier for each in provider_correctable_steps(person.steps)}
    return [
        [STEP_LABELS[each.kind], format_day(each.happened_on), step_detail_text(each),
         _correct(person, session, each) if each.identifier in own else ""]
        for each in reversed(person.steps)
    ]  # fmt: skip


def _correct(person: SessionPerson, session: Session, step: StepRecord) -> dict[str, str]:
    return {
        "text": f"Corriger : {STEP_LABELS[step.kind].lower()}",
        "url": page_url(session, "correct", person.key, step.identifier),
    }


def _due(each: ObligationSummary) -> list[Any]:
    return [each.label, DOER_WORDS[each.doer], format_day(each.due_on), each.settlement or "à faire"]
