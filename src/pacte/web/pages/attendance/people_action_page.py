"""One provider action on one or several people: its form, its side effects, then a step for each person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

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
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.attendance.action_forms import PeopleActionForm, action_form_for
from pacte.web.pages.attendance.obligations_model import side_effect_sentences, side_effects_by_end_kind
from pacte.web.pages.attendance.page_context import TraineesPage, attendance_page_url
from pacte.workflows.record_in_bulk import BulkRecordResult, record_in_bulk

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.rules.provider_actions import ProviderAction
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_DETAIL_NAMES = {StepKind.COMPETENCE_ATTESTED: "competence", StepKind.BLOCK_CERTIFIED: "block"}


class PeopleActionPage(TraineesPage, FormPage):
    """One action of the provider, named in the URL: ``NotFound`` for another name."""

    template_name, stylesheet = "attendance/act.html", "pacte/css/attendance.css"
    provider_action: ProviderAction

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        provider_action = provider_action_by_slug(kwargs["verb"])
        if provider_action is None:
            raise NotFound
        self.provider_action, self.crumb = provider_action, provider_action.label
        self.eligible_people = [
            each
            for each in people_of_session(actor=self.actor, session=self.session)
            if provider_action in provider_actions(each.state)
        ]
        self.things = _competence_or_block_choices(self.actor, provider_action, self.session)

    @property
    def back_url(self) -> str:
        return attendance_page_url(self.session, "people")

    def breadcrumb(self) -> Sequence[Crumb]:
        *above, own = super().breadcrumb()
        return [*above, self.people_crumb(), own]

    def build_form(self) -> PeopleActionForm:
        request, kind = self.request, self.provider_action.kind
        people = [(str(each.key), each.name or "Dossier effacé") for each in self.eligible_people]
        initial = {"qui": request.GET.getlist("qui"), "on": today()}
        data = request.POST if request.method == "POST" else None
        self.form = form = action_form_for(kind, data, people=people, things=self.things, initial=initial)
        return form

    def context(self) -> dict[str, Any]:
        kind = self.provider_action.kind
        effects = [("Ce que cela déclenche", side_effect_sentences(kind))]
        return {
            "verb": self.provider_action,
            "answer": _answer(self.provider_action, self.eligible_people),
            "back": self.back_url,
            "after": side_effects_by_end_kind() if kind is StepKind.ENDED else effects,
            "signed_by": self.actor.name,
            "nobody": not self.eligible_people,
            "nothing": kind in _DETAIL_NAMES and not self.things,
        }

    def save(self, data: dict[str, Any]) -> str:
        by_key = {each.key: each for each in self.eligible_people}
        keys = [UUID(each) for each in data["qui"]]
        steps = {key: _step_inputs(self.provider_action, self.session, by_key[key], self.form) for key in keys}
        result = record_in_bulk(actor=self.actor, steps_by_journey=steps)
        _report_result(self.request, self.provider_action, result, {key: each.name for key, each in by_key.items()})
        return ""


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
