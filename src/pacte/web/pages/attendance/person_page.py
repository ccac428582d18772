"""« Où en est cette personne ? »: its steps in this session and what they set off; correction, attestation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from pacte.exchange.documents import attestation_pdf
from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.journeys import as_step_records, journey_scope, steps_of
from pacte.journeys.queries.provider_obligations import obligations_of_person
from pacte.journeys.queries.relations import follow_up
from pacte.journeys.queries.session_people import trainee_phone
from pacte.journeys.queries.unread_notebooks import unread_words_by_journey
from pacte.journeys.records import END_LABELS, STATE_LABELS, STEP_LABELS, StepKind
from pacte.journeys.records.relations import LEAD_LABELS
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.corrections import possible_replacements, undoes_entry
from pacte.journeys.rules.next_move import next_move
from pacte.journeys.rules.provider_actions import provider_actions, provider_correctable_steps, provider_replacements
from pacte.journeys.rules.state_machine import FINISHED
from pacte.journeys.rules.step_details import step_detail_text
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError, ensure_found
from pacte.kernel.french import format_day
from pacte.kernel.user_input import dial_number
from pacte.web.certification_blocks import certified_block_labels
from pacte.web.journey_cases import account_requests, journey_case_lines
from pacte.web.notebook_links import notebook_link
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.attendance.action_forms import DOER_LABELS
from pacte.web.pages.attendance.page_context import TraineePage
from pacte.web.step_correction import (
    CORRECTION_NOTE,
    StepCorrectionForm,
    build_corrected_step,
    record_step_correction,
    refuse_broken_sequence,
    step_correction_initial,
)
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.records import StepRecord
    from pacte.offer.models import Session


@TraineePage.view(
    template_name="attendance/person.html",
    breadcrumb=lambda page: [*super(TraineePage, page).breadcrumb(), page.people_crumb(), (page.person_name, "")],
)
def trainee(page: TraineePage) -> dict[str, Any]:
    person, session = page.person, page.session
    obligations = obligations_of_person(actor=page.actor, session=session, person=person)
    query = urlencode({"qui": str(person.key)})
    phone = trainee_phone(actor=page.actor, session=session, key=person.key)
    unread = unread_words_by_journey(actor=page.actor, journey_keys=[person.key])
    is_over = person.state in FINISHED
    journey = journey_by_key(actor=page.actor, key=person.key)
    follow = follow_up(actor=page.actor, journey=journey, on=today())
    return {
        "requests": [] if is_over else account_requests(page.actor, journey),
        "cases": journey_case_lines(page.actor, [person.key]).get(person.key, []),
        "phone": phone,
        "dial": dial_number(phone),
        "notebook": notebook_link(person.key, unread.get(person.key, 0)),
        "follow_url": reverse("relations:follow", args=[person.key]),
        "lead": LEAD_LABELS[follow.lead],
        "is_name_due": follow.is_name_due,
        "training_referent": follow.training_referent,
        "title": f"Où en est {page.person_name} ?",
        "answer": _answer(person, session),
        "facts": _facts(person),
        "verbs": [
            {
                "label": action.label,
                "url": f"{page.session_url('attendance:act', action.slug)}?{query}",
                "kind": "danger" if action.closes else "secondary",
            }
            for action in provider_actions(person.state)
        ],
        "steps": _step_table(page),
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
            (step.happened_on for step in reversed(person.steps) if step.kind is StepKind.ATTESTATION_GIVEN), None
        ),
        "attestation": page.session_url("attendance:attestation", person.key) if person.entered_on else "",
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


def _step_table(page: TraineePage) -> Table[StepRecord]:
    """Most recent first, each with a link to correct it when the provider may."""
    correctable_ids = {each.identifier for each in provider_correctable_steps(page.person.steps)}

    def correction_cell(step: StepRecord) -> object:
        if step.identifier not in correctable_ids:
            return ""
        url = page.session_url("attendance:correct", page.person.key, step.identifier)
        return cell(f"Corriger : {STEP_LABELS[step.kind].lower()}", url=url)

    return Table(
        list(reversed(page.person.steps)),
        Column("Étape", lambda step: STEP_LABELS[step.kind]),
        day_column("Jour", lambda step: format_day(step.happened_on)),
        Column("Précision", step_detail_text),
        Column("Une erreur ?", correction_cell),
        id="etapes-table",
        caption="Étapes du parcours",
    )


class CorrectStepPage(TraineePage, FormPage):
    """A new step replaces one. ``NotFound`` for one of another session, replaced, or not the provider’s."""

    form_class, stylesheet = StepCorrectionForm, "pacte/css/attendance.css"
    title, submit_label, note = "Que corriger dans cette étape ?", "Corriger l’étape", CORRECTION_NOTE

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        correctable = provider_correctable_steps(self.person.steps)
        target = ensure_found(next((each for each in correctable if each.identifier == kwargs["step"]), None))
        self.target, self.journey = target, journey_by_key(actor=self.actor, key=self.person.key)
        # Steps before the session and private to the network are checked for consistency, but not shown.
        self.steps = as_step_records(steps_of(self.journey))
        whom = self.person.name or "ce dossier"
        self.intro = f"« {STEP_LABELS[target.kind]} », le {format_day(target.happened_on)}, pour {whom}."

    @property
    def back_url(self) -> str:
        return self.session_url("attendance:person", self.person.key)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [*super().breadcrumb(), (self.person_name, self.back_url), ("Corriger une étape", "")]

    def form_arguments(self) -> dict[str, Any]:
        possible = provider_replacements(self.target, possible_replacements(self.steps, self.target))
        kinds = [kind for kind in possible if may(self.actor, RIGHT_OF_STEP[kind], journey_scope(self.journey))]
        return {"kinds": kinds, "initial": step_correction_initial(self.target)}

    def save(self, data: dict[str, Any]) -> str:
        corrected_step = build_corrected_step(self.target, data)
        if self.person.minutes and undoes_entry(self.target, corrected_step):
            raise ValidationError(
                "entry_signed", "Des présences sont signées pour cette personne.", "Elles disent qu’elle est entrée.",
                "Corrigez d’abord les présences.",
            )  # fmt: skip
        refuse_broken_sequence(self.steps, corrected_step, visible_steps=self.person.steps)
        return record_step_correction(self.actor, self.journey, corrected_step, data["why"])


@TraineePage.view()
def attestation(page: TraineePage) -> HttpResponse:
    """PDF to print and sign. Raises ``NotFound`` when the person never entered: there is nothing to attest."""
    person = page.person
    if person.entered_on is None:
        raise NotFound
    blocks, is_demo = certified_block_labels(person.steps), settings.INSTANCE.name == "demo"
    data = attestation_pdf.write(person, session=page.session, as_of=today(), blocks=blocks, synthetic=is_demo)
    headers = {"Content-Disposition": 'inline; filename="attestation.pdf"'}
    return HttpResponse(data, content_type=attestation_pdf.MEDIA_TYPE, headers=headers)
