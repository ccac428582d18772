"""Open slots, change their seats, cancel one. The page states the effect on people before the button."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.agenda.queries import meeting_by_id
from pacte.agenda.records import KIND_LABELS, MeetingInput, MeetingKind
from pacte.agenda.rules import parse_meeting_dates
from pacte.agenda.services import open_meetings, set_seats
from pacte.journeys.queries.invitations import invitable_learners, taken_by_meeting
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries import own_providers, session_by_id, sessions_of_provider
from pacte.web.form_fields import paragraph_field, reason_field, text_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.meetings.page_context import (
    MEETINGS_STYLESHEET,
    meeting_time_text,
    meetings_page_context,
    meetings_region_id,
    receiving_organisation_id,
    request_actor,
)
from pacte.web.require_login import require_login
from pacte.workflows.cancel_slots import cancel_slots

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_MAX_SESSIONS = 200


class OpenSlotsForm(forms.Form):
    session = forms.ChoiceField(label="Pour quelle session ?", required=False)
    kind = forms.ChoiceField(
        label="Quelle sorte ?", choices=[(each.value, label) for each, label in KIND_LABELS.items()]
    )
    title = text_field(
        "Titre", help_text="Ce que la personne lira : « Soudeur : visite de l’atelier et explications »."
    )
    starts = paragraph_field(
        "Dates et heures", help_text="Une par ligne : « 01/12/2026 9h30 ». Vous pouvez coller une colonne d’Excel."
    )
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=10, max_value=600)
    seats = forms.IntegerField(label="Places à chaque date", min_value=1, max_value=500)
    place = text_field("Adresse", 300, required=False, help_text="En entier : « 12 rue des Forges, Vierzon ».")
    is_remote = forms.BooleanField(label="À distance", required=False)
    link = forms.URLField(
        label="Adresse de la réunion à distance", required=False, max_length=400, assume_scheme="https"
    )

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [("", "aucune en particulier"), *sessions]  # type: ignore[attr-defined]

    def clean_starts(self) -> Any:
        parsed_dates = parse_meeting_dates(self.cleaned_data["starts"])
        if parsed_dates.defects:
            defects_text = " ; ".join(f"ligne {rank} : « {line_text} »" for rank, line_text in parsed_dates.defects[:5])
            raise forms.ValidationError(f"Ces lignes ne se lisent pas. {defects_text}. Écrivez « 01/12/2026 9h30 ».")
        return parsed_dates.starts


class SlotSeatsForm(forms.Form):
    seats = forms.IntegerField(label="Places", min_value=1, max_value=500)


class CancelSlotForm(forms.Form):
    reason = reason_field("Pourquoi ?", help_text="Une phrase, que les personnes liront.")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    host_id, body_id = meetings_region_id(actor), receiving_organisation_id(actor)
    session_choice = request.GET.get("session", "")
    form = OpenSlotsForm(
        request.POST if request.method == "POST" else None,
        sessions=_session_choices(actor, host_id),
        initial={"minutes": 90, "session": session_choice, "kind": MeetingKind.INFORMATION},
    )
    page_spec = FormPage(
        title="Quand pouvez-vous recevoir ?", submit_label="Ouvrir ces créneaux", back_url=reverse("meetings:home"),
        intro="Chaque date devient un créneau, avec ses places. On n’invite que vers de vraies dates.",
        stylesheet=MEETINGS_STYLESHEET,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        session = session_by_id(actor=actor, session_id=int(values["session"])) if values["session"] else None
        meetings = open_meetings(
            actor=actor, host_id=host_id, body_id=body_id, session=session, starts=values["starts"],
            details=MeetingInput(
                MeetingKind(values["kind"]), values["title"], timedelta(minutes=values["minutes"]), values["seats"],
                values["place"], is_remote=values["is_remote"], link=values["link"],
            ),
            synthetic=session is not None and session.number.startswith("24F_"),
        )  # fmt: skip
        return f"{pluralise(len(meetings), 'créneau ouvert', 'créneaux ouverts')}. Vous pouvez inviter."

    return form_page(request, page_spec, form, run, meetings_page_context(("Ouvrir des créneaux", "")))


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    meeting = meeting_by_id(actor=actor, identifier=identifier, act="agenda.hold")
    seats_taken = taken_by_meeting(actor=actor, meeting_ids=[meeting.pk]).get(meeting.pk, 0)
    form = SlotSeatsForm(request.POST if request.method == "POST" else None, initial={"seats": meeting.seats})
    back = reverse("meetings:meeting", args=[meeting.pk])
    page_spec = FormPage(
        title="Combien de places ?", submit_label="Changer les places", back_url=back, stylesheet=MEETINGS_STYLESHEET,
        intro=f"{pluralise(seats_taken, 'place est prise', 'places sont prises')} sur {meeting.seats}.",
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        set_seats(actor=actor, meeting=meeting, seats=values["seats"], taken=seats_taken)
        return "Places changées."

    return form_page(request, page_spec, form, run, meetings_page_context((meeting.title, back), ("Places", "")))


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    meeting = meeting_by_id(actor=actor, identifier=identifier, act="agenda.hold")
    seats_taken = taken_by_meeting(actor=actor, meeting_ids=[meeting.pk]).get(meeting.pk, 0)
    expected = pluralise(seats_taken, "personne est attendue", "personnes sont attendues")
    form = CancelSlotForm(request.POST if request.method == "POST" else None)
    back = reverse("meetings:meeting", args=[meeting.pk])
    page_spec = FormPage(
        title="Annuler ce rendez-vous ?",
        submit_label="Annuler le rendez-vous",
        back_url=back,
        danger=True,
        stylesheet=MEETINGS_STYLESHEET,
        intro=f"{meeting_time_text(meeting).capitalize()}. {expected}.",
        note="Chaque personne attendue pourra choisir un autre moment. Celles qui ont été invitées par courriel sont "
        "prévenues tout de suite ; les autres sont à appeler : leurs conseillers reçoivent un message.",
    )

    def run(values: dict[str, Any]) -> str:
        cancellation = cancel_slots(actor=actor, meeting=meeting, reason=values["reason"])
        freed_text = pluralise(cancellation.freed, "personne peut choisir", "personnes peuvent choisir")
        return f"Rendez-vous annulé. {freed_text} un autre moment, {cancellation.emailed} prévenue(s) par courriel."

    return form_page(request, page_spec, form, run, meetings_page_context((meeting.title, back), ("Annuler", "")))


def _session_choices(actor: Actor, host_id: int) -> list[tuple[str, str]]:
    """Upcoming sessions of a provider; for a network, the sessions that its people are heading to."""
    labels_by_id: dict[str, str] = {}
    for provider in own_providers(actor=actor):
        for each in sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=today())[:_MAX_SESSIONS]:
            starts = each.line.session.starts_on
            when = f", {format_day(starts)}" if starts else ""
            labels_by_id[str(each.line.session.pk)] = (
                f"{each.line.session.training.title}{when} ({each.line.session.number})"
            )
    for person in invitable_learners(actor=actor):
        if person.session_id:
            labels_by_id.setdefault(str(person.session_id), person.session_title)
    return list(labels_by_id.items())
