"""« Qui est venu ? »: one meeting, the people expected, their attendance; slots opened, their seats, one cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from pacte.accounts.queries import actor_region_id
from pacte.agenda.permissions import may
from pacte.agenda.queries import meeting_scope
from pacte.agenda.records import KIND_LABELS, MeetingInput, MeetingKind
from pacte.agenda.rules import parse_meeting_dates
from pacte.agenda.services import open_meetings, set_seats
from pacte.journeys.permissions import referrers_with_journey_right
from pacte.journeys.queries.followed_invitations import people_expected_at
from pacte.journeys.queries.people_to_invite import sessions_to_invite
from pacte.journeys.records import CHANNEL_LABELS, MODE_LABELS, OUTCOME_LABELS, InvitationOutcome
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError, deny_unless, hide_unless
from pacte.kernel.french import pluralise
from pacte.offer.queries import own_providers, session_by_id, sessions_by_id, sessions_of_provider
from pacte.offer.records import EntryMode
from pacte.web.form_fields import ChoicesForm, reason_field, text_field
from pacte.web.pages.meetings.list_page import (
    MeetingFormPage,
    MeetingPage,
    MeetingsFormPage,
    is_adviser,
    meeting_kind_label,
    meeting_place_text,
    meeting_time_text,
    receiving_organisation_id,
)
from pacte.web.session_display import start_text
from pacte.workflows.cancel_slots import cancel_slots
from pacte.workflows.record_meeting_attendance import record_meeting_attendance

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.offer.models import Session

_CHOICES = (InvitationOutcome.ATTENDED, InvitationOutcome.MISSED, InvitationOutcome.EXCUSED)
_MAX_SESSIONS = 200


class AttendancePage(MeetingPage):
    """The people expected, and who came: recorded by the body that receives them."""

    http_method_names = ("get", "head", "post")
    template_name = "meetings/meeting.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.people = people_expected_at(actor=self.actor, meeting=self.meeting)
        self.may_record = may(self.actor, "agenda.hold", meeting_scope(self.meeting))

    def context(self) -> dict[str, Any]:
        meeting, is_over = self.meeting, self.meeting.starts_at <= now()
        return {
            "meeting": meeting,
            "title": "Qui est venu ?" if is_over else "Qui vient ?",
            "answer": f"{_expected_text(self)} sur {pluralise(meeting.seats, 'place')}, {meeting_time_text(meeting)}.",
            "facts": [
                {"label": "Quoi", "value": meeting.title, "note": meeting_kind_label(meeting)},
                {"label": "Où", "value": meeting_place_text(meeting) or "non dit"},
                {"label": "Qui reçoit", "value": _receiver_name(meeting)},
            ],
            "is_cancelled": meeting.cancelled_at is not None,
            "holds": self.may_record,
            "is_over": is_over,
            "has_seats": meeting.kind != MeetingKind.INDIVIDUAL,
            "others": max(0, self.taken - len(self.people)),
            "people": [
                {
                    "identifier": each.invitation_id,
                    "name": each.name,
                    "phone": each.phone,
                    "how": f"{MODE_LABELS[each.mode]}, {CHANNEL_LABELS[each.channel]}"
                    + (", pas encore envoyée" if each.is_to_send else ""),
                    "outcome": OUTCOME_LABELS[each.outcome] if each.outcome else "",
                }
                for each in self.people
            ],
            "to_record": is_over and self.may_record and any(each.outcome is None for each in self.people),
            "choices": [{"value": each.value, "label": OUTCOME_LABELS[each]} for each in _CHOICES],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        deny_unless(self.may_record, "attendance", "Les présences sont notées par l’organisme qui reçoit.")
        try:
            self._record()
        except ValidationError as error:
            return self.render(self.context() | {"error": str(error)}, status=error.status)
        return HttpResponseRedirect(self.meeting_url)

    def _record(self) -> None:
        waiting = [each.invitation_id for each in self.people if each.outcome is None]
        sent = {identifier: self.request.POST.get(f"venue-{identifier}", "") for identifier in waiting}
        outcomes = {
            identifier: InvitationOutcome(value) for identifier, value in sent.items() if value in set(_CHOICES)
        }
        if not outcomes:
            raise ValidationError(
                "attendance_missing",
                "Aucune présence n’est cochée.",
                hint="Cochez « Présente », « Absente » ou « Excusée » pour chaque personne.",
            )
        recording = record_meeting_attendance(actor=self.actor, meeting=self.meeting, outcomes=outcomes)
        if recording.recorded:
            recorded = pluralise(recording.recorded, "présence enregistrée", "présences enregistrées")
            messages.success(self.request, f"{recorded}.")
        names = {each.invitation_id: each.name for each in self.people}
        for identifier, why in recording.refused:
            messages.warning(self.request, f"{names.get(identifier, '')} : {why}")


class StartsField(forms.CharField):
    """Dates and hours, one a line. Cleaned data are instants, sorted."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        parsed_dates = parse_meeting_dates(super().clean(value))
        if parsed_dates.defects:
            defects_text = " ; ".join(f"ligne {rank} : « {line_text} »" for rank, line_text in parsed_dates.defects[:5])
            raise forms.ValidationError(f"Ces lignes ne se lisent pas. {defects_text}. Écrivez « 01/12/2026 9h30 ».")
        return parsed_dates.starts


def starts_field() -> StartsField:
    return StartsField(
        label="Dates et heures",
        max_length=4000,
        help_text="Une par ligne : « 01/12/2026 9h30 ». Vous pouvez coller une colonne d’Excel.",
    )


class OpenSlotsForm(ChoicesForm):
    session = forms.ChoiceField(label="Pour quelle session ?", required=False, choices=[("", "aucune en particulier")])
    kind = forms.ChoiceField(
        label="Quelle sorte ?",
        choices=[(each.value, label) for each, label in KIND_LABELS.items() if each is not MeetingKind.INDIVIDUAL],
    )
    title = text_field(
        "Titre", help_text="Ce que la personne lira : « Soudeur : visite de l’atelier et explications »."
    )
    starts = starts_field()
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=10, max_value=600)
    seats = forms.IntegerField(
        label="Places à chaque date", min_value=1, max_value=500, help_text="Une seule pour un rendez-vous individuel."
    )
    place = text_field("Adresse", 300, required=False, help_text="En entier : « 12 rue des Forges, Vierzon ».")
    is_remote = forms.BooleanField(label="À distance", required=False)
    link = forms.URLField(
        label="Adresse de la réunion à distance", required=False, max_length=400, assume_scheme="https"
    )


class SlotSeatsForm(forms.Form):
    seats = forms.IntegerField(label="Places", min_value=1, max_value=500)


class CancelSlotForm(forms.Form):
    reason = reason_field("Pourquoi ?", help_text="Une phrase, que les personnes liront.")


def _require_receiver(page: MeetingsFormPage) -> None:
    actor_region_id(actor=page.actor)
    receiving_organisation_id(page.actor)


def _open_arguments(page: MeetingsFormPage) -> dict[str, Any]:
    session = page.request.GET.get("session", "")
    individual_kinds = [MeetingKind.INDIVIDUAL] if is_adviser(page.actor) else []
    return {
        "choices": {
            "session": _session_choices(page.actor, actor_region_id(actor=page.actor)),
            "kind": [(each.value, KIND_LABELS[each]) for each in individual_kinds],
        },
        "initial": {"minutes": 90, "session": session, "kind": MeetingKind.INFORMATION},
    }


@MeetingsFormPage.view(
    form_class=OpenSlotsForm,
    form_arguments=_open_arguments,
    title="Quand pouvez-vous recevoir ?",
    submit_label="Ouvrir ces créneaux",
    crumb="Ouvrir des créneaux",
    intro="Chaque date devient un créneau, avec ses places. On n’invite que vers de vraies dates.",
    back="meetings:home",
    load=_require_receiver,
)
def open_slots(page: MeetingsFormPage, data: dict[str, Any]) -> str:
    session = session_by_id(actor=page.actor, session_id=int(data["session"])) if data["session"] else None
    meetings = open_meetings(
        actor=page.actor,
        host_id=actor_region_id(actor=page.actor),
        body_id=receiving_organisation_id(page.actor),
        session=session,
        starts=data["starts"],
        details=MeetingInput(
            MeetingKind(data["kind"]),
            data["title"],
            timedelta(minutes=data["minutes"]),
            data["seats"],
            data["place"],
            is_remote=data["is_remote"],
            link=data["link"],
        ),
        synthetic=session is not None and session.number.startswith("24F_"),
    )
    return f"{pluralise(len(meetings), 'créneau ouvert', 'créneaux ouverts')}. Vous pouvez inviter."


@MeetingFormPage.view(
    form_class=SlotSeatsForm,
    title="Combien de places ?",
    submit_label="Changer les places",
    crumb="Places",
    intro=lambda page: f"{pluralise(page.taken, 'place est prise', 'places sont prises')} sur {page.meeting.seats}.",
    form_arguments=lambda page: {"initial": {"seats": page.meeting.seats}},
)
def change_seats(page: MeetingFormPage, data: dict[str, Any]) -> str:
    set_seats(actor=page.actor, meeting=page.meeting, seats=data["seats"], taken=page.taken)
    return "Places changées."


def adviser_body_id(actor: Actor) -> int:
    """The body for which the actor gives individual appointments. Raises ``NotFound`` for who is no adviser."""
    bodies = referrers_with_journey_right(actor, "journeys.orient")
    hide_unless(bodies)
    return min(bodies)


def _receiver_name(meeting: Meeting) -> str:
    if meeting.kind == MeetingKind.INDIVIDUAL:
        return str(meeting.adviser) if meeting.adviser else "un conseiller"
    return meeting.provider.name if meeting.provider else "un réseau"


def _expected_text(page: MeetingPage) -> str:
    return pluralise(page.taken, "personne est attendue", "personnes sont attendues")


@MeetingFormPage.view(
    form_class=CancelSlotForm,
    title="Annuler ce rendez-vous ?",
    submit_label="Annuler le rendez-vous",
    crumb="Annuler",
    danger=True,
    intro=lambda page: f"{meeting_time_text(page.meeting).capitalize()}. {_expected_text(page)}.",
    note="Chaque personne attendue pourra choisir un autre moment. Celles qui ont été invitées par courriel sont "
    "prévenues tout de suite ; les autres sont à appeler : leurs conseillers reçoivent un message.",
)
def cancel_meeting_slot(page: MeetingFormPage, data: dict[str, Any]) -> str:
    cancellation = cancel_slots(actor=page.actor, meeting=page.meeting, reason=data["reason"])
    freed_text = pluralise(cancellation.freed, "personne peut choisir", "personnes peuvent choisir")
    return f"Rendez-vous annulé. {freed_text} un autre moment, {cancellation.emailed} prévenue(s) par courriel."


def _session_choices(actor: Actor, host_id: int) -> list[tuple[str, str]]:
    """Upcoming sessions of a provider; for a network, the sessions that its people are heading to."""
    on = today()
    own = [
        each.line.session
        for provider in own_providers(actor=actor)
        for each in sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=on)[:_MAX_SESSIONS]
    ]
    heading = {each.session_id for each in sessions_to_invite(actor=actor)} - {each.pk for each in own}
    sessions = [*own, *sessions_by_id(actor=actor, session_ids=heading)]
    return [(str(each.pk), _session_label(each)) for each in sessions]


def _session_label(session: Session) -> str:
    """« Soudeur, Vierzon, 14 décembre 2026 »: two sessions of a training differ by their town or their date."""
    site = session.site or session.training_action.site
    is_rolling = session.training_action.entry_mode == EntryMode.ROLLING
    parts = [session.training.title, site.town if site else "", start_text(session.starts_on, is_rolling=is_rolling)]
    return ", ".join(part for part in parts if part)
