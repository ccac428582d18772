"""« Qui inviter, et quand ? »: people on their way to a session, and its slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from pacte.accounts.queries import actor_region_id
from pacte.agenda.queries import upcoming_meetings
from pacte.journeys.queries.invitations import (
    InvitableLearner,
    invitable_learners,
    taken_by_meeting,
)
from pacte.journeys.records import (
    CHANNEL_LABELS,
    STATE_LABELS,
    Channel,
    InvitationInput,
    InvitationMode,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.web.form_fields import ChoicesForm, day_field
from pacte.web.pages.meetings.list_page import (
    MeetingsFormPage,
    meeting_time_text,
)
from pacte.workflows.invite_people import InvitationResult, invite_people

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting

_MODE_LABELS = {
    InvitationMode.CHOSEN: "La personne choisit parmi les créneaux cochés (moins d’absences)",
    InvitationMode.SUMMONED: "Convoquer au seul créneau coché",
}
_WAITING_LABELS = {
    "waits": "invitée, n’a pas encore choisi",
    "chosen": "a un rendez-vous",
    "none_suits": "aucun ne convient",
}
_DEFAULT_ANSWER_DELAY = timedelta(days=5)


class InviteForm(ChoicesForm):
    people = forms.MultipleChoiceField(
        label="Qui ?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins une personne."}
    )
    meetings = forms.MultipleChoiceField(
        label="Vers quels créneaux ?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un créneau."},
    )  # fmt: skip
    mode = forms.ChoiceField(
        label="Comment ?",
        widget=forms.RadioSelect,
        choices=[(each.value, label) for each, label in _MODE_LABELS.items()],
    )
    channel = forms.ChoiceField(
        label="Par quel moyen ?", widget=forms.RadioSelect,
        choices=[(each.value, CHANNEL_LABELS[each][0].upper() + CHANNEL_LABELS[each][1:]) for each in Channel],
        help_text="Le courriel part tout seul. Le SMS et la lettre sont prêts à envoyer à la page suivante.",
    )  # fmt: skip
    answer_by = day_field("Répondre avant le")


class InvitePage(MeetingsFormPage):
    """People on their way to the session of the URL (to any without), and the slots that are open for it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        session_id = parse_whole_number(self.request.GET.get("session", ""))
        self.people = invitable_learners(actor=self.actor, session_id=session_id)
        self.slots = _open_slots(self.actor, self.people, session_id)

    def form_arguments(self) -> dict[str, Any]:
        taken, sent = taken_by_meeting(actor=self.actor, meeting_ids=[each.pk for each in self.slots]), self.request.GET
        return {
            "choices": {
                "people": [(str(each.key), _person_label(each)) for each in self.people],
                "meetings": [(str(each.pk), _slot_label(each, taken)) for each in self.slots],
            },
            "initial": {
                "mode": InvitationMode.CHOSEN,
                "channel": Channel.EMAIL,
                "answer_by": today() + _DEFAULT_ANSWER_DELAY,
                "people": sent.getlist("qui"),
                "meetings": sent.getlist("creneau"),
            },
        }

    def context(self) -> dict[str, Any]:
        return {
            "title": "Qui inviter, et quand ?",
            "answer": _invite_answer(self.people, self.slots),
            "has_people": bool(self.people),
            "has_slots": bool(self.slots),
        }


@InvitePage.view(
    template_name="meetings/invite.html",
    for_inviters=True,
    crumb="Inviter",
    form_class=InviteForm,
    back="meetings:sent",
)
def invite(page: InvitePage, data: dict[str, Any]) -> str:
    invitation_input = InvitationInput(
        tuple(int(each) for each in data["meetings"]),
        InvitationMode(data["mode"]),
        Channel(data["channel"]),
        data["answer_by"],
    )
    keys = [UUID(key) for key in data["people"]]
    outcome = invite_people(actor=page.actor, keys=keys, invitation_input=invitation_input)
    _report_invitations(page.request, outcome, {each.key: each.name for each in page.people})
    return ""


def _open_slots(actor: Actor, people: Sequence[InvitableLearner], session_id: int | None) -> list[Meeting]:
    """Upcoming slots of the sessions that these people are heading to, and of no session in particular."""
    session_ids = {session_id} if session_id else {each.session_id for each in people}
    meetings = upcoming_meetings(actor=actor, host_id=actor_region_id(actor=actor), after=now())
    return [
        each
        for each in meetings
        if each.cancelled_at is None
        and each.starts_at > now()
        and (each.session_id in session_ids or (each.session_id is None and each.held_by_id in actor.organisation_ids))
    ]


def _person_label(each: InvitableLearner) -> str:
    contact_words = [word for has, word in ((each.has_email, "courriel"), (each.has_phone, "téléphone")) if has]
    status = _WAITING_LABELS.get(each.waiting, STATE_LABELS[each.state].lower())
    return f"{each.name} : {each.session_title}, {status} ({', '.join(contact_words) or 'à joindre par lettre'})"


def _slot_label(each: Meeting, seats_taken: dict[int, int]) -> str:
    left = max(0, each.seats - seats_taken.get(each.pk, 0))
    return f"{meeting_time_text(each).capitalize()} : {each.title}, {pluralise(left, 'place libre', 'places libres')}"


def _invite_answer(people: list[InvitableLearner], slots: list[Meeting]) -> str:
    if not people:
        return "Personne n’est à inviter : une invitation suit une proposition de formation."
    people_text = pluralise(len(people), "personne peut être invitée", "personnes peuvent être invitées")
    if not slots:
        return f"{people_text}, mais aucun créneau n’est ouvert pour leurs sessions."
    return f"{people_text}, vers {len(slots)} créneau{'x' if len(slots) > 1 else ''} à venir."


def _report_invitations(request: HttpRequest, outcome: InvitationResult, names: dict[UUID, str]) -> None:
    if outcome.invitations:
        messages.success(request, f"{pluralise(len(outcome.invitations), 'invitation faite', 'invitations faites')}.")
    for each in outcome.shortages:
        messages.warning(
            request,
            f"{each.title} : {pluralise(each.waiting, 'personne doit', 'personnes doivent')} encore choisir et "
            f"{pluralise(each.left, 'place reste', 'places restent')}. Ouvrez un créneau de plus.",
        )
    for key, why in outcome.refused:
        messages.warning(request, f"{names.get(key, '')} : {why}")
