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
from pacte.web.form_fields import paragraph, reason, text
from pacte.web.pages.meetings.frame import STYLE, actor_in, frame, meeting_words, receiving_body, region_of
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.cancel_slots import cancel_slots

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_MOST_SESSIONS = 200


class OpenForm(forms.Form):
    session = forms.ChoiceField(label="Pour quelle session ?", required=False)
    kind = forms.ChoiceField(label="Quelle sorte ?", choices=[(each.value, said) for each, said in KIND_LABELS.items()])
    title = text("Titre", help_text="Ce que la personne lira : « Soudeur : visite de l’atelier et explications ».")
    starts = paragraph(
        "Dates et heures", help_text="Une par ligne : « 01/12/2026 9h30 ». Vous pouvez coller une colonne d’Excel."
    )
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=10, max_value=600)
    seats = forms.IntegerField(label="Places à chaque date", min_value=1, max_value=500)
    place = text("Adresse", 300, required=False, help_text="En entier : « 12 rue des Forges, Vierzon ».")
    is_remote = forms.BooleanField(label="À distance", required=False)
    link = forms.URLField(
        label="Adresse de la réunion à distance", required=False, max_length=400, assume_scheme="https"
    )

    def __init__(self, *given: Any, sessions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["session"].choices = [("", "aucune en particulier"), *sessions]  # type: ignore[attr-defined]

    def clean_starts(self) -> Any:
        read = parse_meeting_dates(self.cleaned_data["starts"])
        if read.defects:
            told = " ; ".join(f"ligne {rank} : « {said} »" for rank, said in read.defects[:5])
            raise forms.ValidationError(f"Ces lignes ne se lisent pas. {told}. Écrivez « 01/12/2026 9h30 ».")
        return read.starts


class SeatsForm(forms.Form):
    seats = forms.IntegerField(label="Places", min_value=1, max_value=500)


class CancelForm(forms.Form):
    reason = reason("Pourquoi ?", help_text="Une phrase, que les personnes liront.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    host_id, body_id = region_of(actor), receiving_body(actor)
    wanted = request.GET.get("session", "")
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        sessions=_sessions(actor, host_id),
        initial={"minutes": 90, "session": wanted, "kind": MeetingKind.INFORMATION},
    )
    said = ActPage(
        title="Quand pouvez-vous recevoir ?", verb="Ouvrir ces créneaux", back=reverse("meetings:home"),
        answer="Chaque date devient un créneau, avec ses places. On n’invite que vers de vraies dates.",
        stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        session = session_by_id(actor=actor, session_id=int(values["session"])) if values["session"] else None
        made = open_meetings(
            actor=actor, host_id=host_id, body_id=body_id, session=session, starts=values["starts"],
            details=MeetingInput(
                MeetingKind(values["kind"]), values["title"], timedelta(minutes=values["minutes"]), values["seats"],
                values["place"], is_remote=values["is_remote"], link=values["link"],
            ),
            synthetic=session is not None and session.number.startswith("24F_"),
        )  # fmt: skip
        return f"{pluralise(len(made), 'créneau ouvert', 'créneaux ouverts')}. Vous pouvez inviter."

    return act_page(request, said, form, run, frame(("Ouvrir des créneaux", "")))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    meeting = meeting_by_id(actor=actor, identifier=identifier, act="agenda.hold")
    taken = taken_by_meeting(actor=actor, meeting_ids=[meeting.pk]).get(meeting.pk, 0)
    form = SeatsForm(request.POST if request.method == "POST" else None, initial={"seats": meeting.seats})
    back = reverse("meetings:meeting", args=[meeting.pk])
    said = ActPage(
        title="Combien de places ?", verb="Changer les places", back=back, stylesheet=STYLE,
        answer=f"{pluralise(taken, 'place est prise', 'places sont prises')} sur {meeting.seats}.",
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        set_seats(actor=actor, meeting=meeting, seats=values["seats"], taken=taken)
        return "Places changées."

    return act_page(request, said, form, run, frame((meeting.title, back), ("Places", "")))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    meeting = meeting_by_id(actor=actor, identifier=identifier, act="agenda.hold")
    taken = taken_by_meeting(actor=actor, meeting_ids=[meeting.pk]).get(meeting.pk, 0)
    expected = pluralise(taken, "personne est attendue", "personnes sont attendues")
    form = CancelForm(request.POST if request.method == "POST" else None)
    back = reverse("meetings:meeting", args=[meeting.pk])
    said = ActPage(
        title="Annuler ce rendez-vous ?", verb="Annuler le rendez-vous", back=back, danger=True, stylesheet=STYLE,
        answer=f"{meeting_words(meeting).capitalize()}. {expected}.",
        note="Chaque personne attendue pourra choisir un autre moment. Celles qui ont été invitées par courriel sont "
        "prévenues tout de suite ; les autres sont à appeler : leurs conseillers reçoivent un message.",
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        done = cancel_slots(actor=actor, meeting=meeting, reason=values["reason"])
        freed = pluralise(done.freed, "personne peut choisir", "personnes peuvent choisir")
        return f"Rendez-vous annulé. {freed} un autre moment, {done.written} prévenue(s) par courriel."

    return act_page(request, said, form, run, frame((meeting.title, back), ("Annuler", "")))


def _sessions(actor: Actor, host_id: int) -> list[tuple[str, str]]:
    """Upcoming sessions of a provider; for a network, the sessions that its people are heading to."""
    found: dict[str, str] = {}
    for provider in own_providers(actor=actor):
        for each in sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=today())[:_MOST_SESSIONS]:
            starts = each.line.session.starts_on
            when = f", {format_day(starts)}" if starts else ""
            found[str(each.line.session.pk)] = f"{each.line.session.training.title}{when} ({each.line.session.number})"
    for person in invitable_learners(actor=actor):
        if person.session_id:
            found.setdefault(str(person.session_id), person.session_title)
    return list(found.items())
