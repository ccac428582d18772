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
from pacte.web.pages.training.frame import STYLE, actor_in, frame, page_url, trained_session
from pacte.web.pages.training.owed_model import sets_off, sets_off_by_end
from pacte.web.pages.training.verb_forms import PeopleForm, form_for
from pacte.web.signed_in import signed_in
from pacte.workflows.record_in_bulk import BulkRecordResult, record_in_bulk

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.rules.provider_actions import ProviderAction
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_SEVERAL = {StepKind.COMPETENCE_ATTESTED: "competence", StepKind.BLOCK_CERTIFIED: "block"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str, verb: str) -> HttpResponse:
    """Raises ``NotFound`` for an unknown action."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    named = provider_action_by_slug(verb)
    if named is None:
        raise NotFound
    able = [each for each in people_of_session(actor=actor, session=found) if named in provider_actions(each.state)]
    form = _form(request, actor, named, found, able)
    if form.is_bound and form.is_valid():
        return _done(request, actor, named, found, able, form)
    values = frame(actor, found, ("Candidats et stagiaires", page_url(found, "people")), (named.label, "")) | {
        "verb": named,
        "answer": _answer(named, able),
        "form": form,
        "back": page_url(found, "people"),
        "stylesheet": STYLE,
        "after": [("Ce que cela déclenche", sets_off(named.kind))] if named.kind is not StepKind.ENDED
        else sets_off_by_end(),
        "signed_by": actor.name,
        "nobody": not able,
        "nothing": named.kind in _SEVERAL and not _things(actor, named, found),
    }  # fmt: skip
    return render(request, "training/act.html", values, status=422 if form.is_bound else 200)


def _form(
    request: HttpRequest, actor: Actor, verb: ProviderAction, session: Session, able: list[SessionPerson]
) -> PeopleForm:
    people = [(str(each.key), each.name or "Dossier effacé") for each in able]
    initial = {"qui": request.GET.getlist("qui"), "on": today()}
    data = request.POST if request.method == "POST" else None
    return form_for(verb.kind, data, people=people, things=_things(actor, verb, session), initial=initial)


def _things(actor: Actor, verb: ProviderAction, session: Session) -> list[tuple[str, str]]:
    """Competences come from the description by the provider, blocks from the certification: they are not the same."""
    if verb.kind is StepKind.COMPETENCE_ATTESTED:
        return [(each.text, each.text) for each in competences_of_training(actor=actor, training=session.training)]
    if verb.kind is StepKind.BLOCK_CERTIFIED:
        codes = [f"RNCP{each['rncp']}" for each in session.training.certifications if each.get("rncp")]
        return [(block.code, f"{block.code} : {block.label}") for code in codes for block in competence_blocks_of(code)]
    return []


def _answer(verb: ProviderAction, able: list[SessionPerson]) -> str:
    if not able:
        return "Personne n’en est là dans cette session."
    said = pluralise(len(able), "personne en est là", "personnes en sont là")
    return f"{said}. Cochez celles dont il s’agit : chacune est enregistrée pour elle-même."


def _done(
    request: HttpRequest,
    actor: Actor,
    verb: ProviderAction,
    session: Session,
    able: list[SessionPerson],
    form: PeopleForm,
) -> HttpResponse:
    keys = [UUID(each) for each in form.cleaned_data["qui"]]
    by_key = {each.key: each for each in able}
    steps = {key: _steps(verb, session, by_key[key], form) for key in keys}
    done = record_in_bulk(actor=actor, steps_by_journey=steps)
    _say(request, verb, done, {each.key: each.name for each in able})
    return HttpResponseRedirect(page_url(session, "people"))


def _steps(verb: ProviderAction, session: Session, person: SessionPerson, form: PeopleForm) -> list[StepInput]:
    """A detail already attested for the person is skipped. An attestation stores the hours that it covers."""
    if verb.kind is StepKind.ATTESTATION_GIVEN:
        return [StepInput(verb.kind, form.cleaned_data["on"], detail={"minutes": person.minutes})]
    name = _SEVERAL.get(verb.kind)
    known = {step.detail.get(name) for step in person.steps if step.kind is verb.kind} if name else set()
    named = session.pk if verb.kind in NAMES_SESSION else None
    return [
        StepInput(verb.kind, form.cleaned_data["on"], session_id=named, detail=detail)
        for detail in form.details()
        if not name or detail[name] not in known
    ]


def _say(request: HttpRequest, verb: ProviderAction, done: BulkRecordResult, names: dict[UUID, str]) -> None:
    if done.recorded:
        label = STEP_LABELS[verb.kind]
        messages.success(request, f"« {label} » enregistré pour {pluralise(len(done.done), 'personne')}.")
        follows = sets_off(verb.kind) if verb.kind is not StepKind.ENDED else []
        if follows:
            messages.info(request, f"Ce que cela a déclenché. {' '.join(follows)}")
    for each in done.refused:
        messages.warning(request, f"{names.get(each.key, '')} : {each.reason}")
