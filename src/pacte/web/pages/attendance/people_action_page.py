"""One provider action on one or several people: its form, its side effects, then a step for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.session_people import people_of_session
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.rules.provider_actions import provider_action_by_slug, provider_actions
from pacte.journeys.rules.state_machine import NAMES_SESSION
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.offer.queries import competences_of_training
from pacte.reference.queries import competence_blocks_of
from pacte.web.pages.attendance.action_forms import PeopleActionForm, action_form_for
from pacte.web.pages.attendance.obligations_model import side_effect_sentences, side_effects_by_end_kind
from pacte.web.pages.attendance.page_context import (
    ATTENDANCE_STYLESHEET,
    attendance_page_context,
    attendance_page_url,
    request_actor,
    trainable_session,
)
from pacte.web.require_login import require_login
from pacte.workflows.record_in_bulk import BulkRecordResult, record_in_bulk

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.rules.provider_actions import ProviderAction
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_DETAIL_NAMES = {StepKind.COMPETENCE_ATTESTED: "competence", StepKind.BLOCK_CERTIFIED: "block"}


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str, verb: str) -> HttpResponse:
    """Raises ``NotFound`` for an unknown action."""
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    provider_action = provider_action_by_slug(verb)
    if provider_action is None:
        raise NotFound
    eligible_people = [
        each
        for each in people_of_session(actor=actor, session=training_session)
        if provider_action in provider_actions(each.state)
    ]
    form = _action_form(request, actor, provider_action, training_session, eligible_people)
    if form.is_bound and form.is_valid():
        return _record_for_people(request, actor, provider_action, training_session, eligible_people, form)
    values = attendance_page_context(
        actor,
        training_session,
        ("Candidats et stagiaires", attendance_page_url(training_session, "people")),
        (provider_action.label, ""),
    ) | {
        "verb": provider_action,
        "answer": _answer(provider_action, eligible_people),
        "form": form,
        "back": attendance_page_url(training_session, "people"),
        "stylesheet": ATTENDANCE_STYLESHEET,
        "after": [("Ce que cela déclenche", side_effect_sentences(provider_action.kind))]
        if provider_action.kind is not StepKind.ENDED
        else side_effects_by_end_kind(),
        "signed_by": actor.name,
        "nobody": not eligible_people,
        "nothing": provider_action.kind in _DETAIL_NAMES
        and not _competence_or_block_choices(actor, provider_action, training_session),
    }
    return render(request, "training/act.html", values, status=422 if form.is_bound else 200)


def _action_form(
    request: HttpRequest,
    actor: Actor,
    provider_action: ProviderAction,
    session: Session,
    eligible_people: list[SessionPerson],
) -> PeopleActionForm:
    people = [(str(each.key), each.name or "Dossier effacé") for each in eligible_people]
    initial = {"qui": request.GET.getlist("qui"), "on": today()}
    data = request.POST if request.method == "POST" else None
    return action_form_for(
        provider_action.kind,
        data,
        people=people,
        things=_competence_or_block_choices(actor, provider_action, session),
        initial=initial,
    )


def _competence_or_block_choices(
    actor: Actor, provider_action: ProviderAction, session: Session
) -> list[tuple[str, str]]:
    """Competences come from the description by the provider, blocks from the certification: they are not the same."""
    if provider_action.kind is StepKind.COMPETENCE_ATTESTED:
        return [(each.text, each.text) for each in competences_of_training(actor=actor, training=session.training)]
    if provider_action.kind is StepKind.BLOCK_CERTIFIED:
        codes = [f"RNCP{each['rncp']}" for each in session.training.certifications if each.get("rncp")]
        return [(block.code, f"{block.code} : {block.label}") for code in codes for block in competence_blocks_of(code)]
    return []


def _answer(provider_action: ProviderAction, eligible_people: list[SessionPerson]) -> str:
    if not eligible_people:
        return "Personne n’en est là dans cette session."
    count_text = pluralise(len(eligible_people), "personne en est là", "personnes en sont là")
    return f"{count_text}. Cochez celles dont il s’agit : chacune est enregistrée pour elle-même."


def _record_for_people(
    request: HttpRequest,
    actor: Actor,
    provider_action: ProviderAction,
    session: Session,
    eligible_people: list[SessionPerson],
    form: PeopleActionForm,
) -> HttpResponse:
    keys = [UUID(each) for each in form.cleaned_data["qui"]]
    by_key = {each.key: each for each in eligible_people}
    steps = {key: _step_inputs(provider_action, session, by_key[key], form) for key in keys}
    batch_result = record_in_bulk(actor=actor, steps_by_journey=steps)
    _report_result(request, provider_action, batch_result, {each.key: each.name for each in eligible_people})
    return HttpResponseRedirect(attendance_page_url(session, "people"))


def _step_inputs(
    provider_action: ProviderAction, session: Session, person: SessionPerson, form: PeopleActionForm
) -> list[StepInput]:
    """A detail already attested for the person is skipped. An attestation stores the hours that it covers."""
    if provider_action.kind is StepKind.ATTESTATION_GIVEN:
        return [StepInput(provider_action.kind, form.cleaned_data["on"], detail={"minutes": person.minutes})]
    name = _DETAIL_NAMES.get(provider_action.kind)
    known_details = (
        {step.detail.get(name) for step in person.steps if step.kind is provider_action.kind} if name else set()
    )
    session_id = session.pk if provider_action.kind in NAMES_SESSION else None
    return [
        StepInput(provider_action.kind, form.cleaned_data["on"], session_id=session_id, detail=detail)
        for detail in form.details()
        if not name or detail[name] not in known_details
    ]


def _report_result(
    request: HttpRequest, provider_action: ProviderAction, batch_result: BulkRecordResult, names: dict[UUID, str]
) -> None:
    if batch_result.recorded:
        label = STEP_LABELS[provider_action.kind]
        messages.success(request, f"« {label} » enregistré pour {pluralise(len(batch_result.recorded), 'personne')}.")
        side_effects = side_effect_sentences(provider_action.kind) if provider_action.kind is not StepKind.ENDED else []
        if side_effects:
            messages.info(request, f"Ce que cela a déclenché. {' '.join(side_effects)}")
    for each in batch_result.refused:
        messages.warning(request, f"{names.get(each.key, '')} : {each.reason}")
