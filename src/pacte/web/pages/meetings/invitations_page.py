"""« Qui inviter, et quand ? », then « Qui a répondu ? »: SMS and letters ready to send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from pacte.accounts.queries import actor_region_id, organisation_names
from pacte.agenda.queries import upcoming_meetings
from pacte.exchange.documents import invitation_pdf
from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.journeys.queries.invitations import (
    InvitableLearner,
    SentInvitation,
    invitable_learners,
    invitation_by_id,
    sent_invitations,
    taken_by_meeting,
)
from pacte.journeys.records import (
    CHANNEL_LABELS,
    MODE_LABELS,
    OBSTACLE_LABELS,
    OUTCOME_LABELS,
    STATE_LABELS,
    Channel,
    InvitationInput,
    InvitationMode,
    SlotObstacle,
)
from pacte.journeys.rules.links import slot_path
from pacte.journeys.rules.messages import SMS_SIGNS, choose_sms, slot_words, summoned_sms
from pacte.journeys.services import make_slot_link
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, today
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import digits_only, parse_whole_number
from pacte.web.downloads import file_response
from pacte.web.form_fields import ChoicesForm, day_field
from pacte.web.pages.meetings.list_page import (
    MeetingsFormPage,
    MeetingsPage,
    NewLinkPage,
    meeting_time_text,
)
from pacte.workflows.invite_people import InvitationResult, invite_people

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation

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
_HISTORY = timedelta(days=120)


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


@MeetingsPage.view(template_name="meetings/sent.html", for_inviters=True, crumb="Invitations")
def list_invitations(page: MeetingsPage) -> dict[str, Any]:
    invitations = sent_invitations(actor=page.actor, since=now() - _HISTORY)
    waiting = [each for each in invitations if each.waits]
    answered = [each for each in invitations if not each.waits]
    return {
        "title": "Qui a répondu ?",
        "answer": _answer(invitations, waiting),
        "groups": [
            {"id": "attente", "title": "N’ont pas encore choisi", "lines": [_invitation_row(each) for each in waiting]},
            {"id": "repondu", "title": "Ont répondu", "lines": [_invitation_row(each) for each in answered]},
        ],
        "may_link": any(post.role is Role.ADVISER for post in page.actor.memberships),
        "has_sms": any(each.channel is Channel.SMS for each in waiting),
    }


@NewLinkPage.view(template_name="meetings/sms.html", above=[("Invitations", "meetings:sent")], crumb="SMS")
def sms_text(page: NewLinkPage, identifier: int) -> dict[str, Any]:
    """SMS with its link, shown once: the link is created now, and only its digest is stored."""
    invitation = invitation_by_id(actor=page.actor, identifier=identifier)
    text = _sms_text(page.actor, invitation)
    contact = invitation.journey.learner.contact
    return {
        "title": "Quel SMS envoyer ?",
        "answer": f"À {contact.first_name} {contact.last_name}, au {contact.phone or 'numéro à demander'}.",
        "text": text,
        "count": f"{len(text)} signes sur {SMS_SIGNS} : un seul SMS.",
    }


@NewLinkPage.view(for_inviters=True)
def sms_texts(page: NewLinkPage) -> HttpResponse:
    """All the pending SMS as CSV, for a sending tool: telephone, text."""
    rows = [("telephone", "texte", "personne", "donnees")]
    for each in sent_invitations(actor=page.actor, since=now() - _HISTORY):
        if each.channel is Channel.SMS and each.waits:
            invitation = invitation_by_id(actor=page.actor, identifier=each.invitation_id)
            fictive = "Données fictives" if invitation.journey.is_synthetic else ""
            rows.append((_international(each.phone), _sms_text(page.actor, invitation), each.name, fictive))
    return file_response(csv_bytes(rows), MEDIA_TYPE, "sms.csv")


@NewLinkPage.view()
def invitation_letter(page: NewLinkPage, identifier: int) -> HttpResponse:
    """Letter with a QR code: the link is created now, and only its digest is stored."""
    invitation = invitation_by_id(actor=page.actor, identifier=identifier)
    contact = invitation.journey.learner.contact
    is_summoned = invitation.mode == InvitationMode.SUMMONED and invitation.chosen is not None
    meetings = [invitation.chosen] if is_summoned and invitation.chosen else list(
        invitation.meetings.filter(cancelled_at=None).order_by("starts_at")
    )  # fmt: skip
    content = invitation_pdf.write(
        name=f"{contact.first_name} {contact.last_name}",
        lines=contact.address.split("\n"),
        sender=organisation_names(on=today()).get(invitation.sent_by_id or 0, ""),
        about=invitation.session.training.title if invitation.session else "",
        slots=[
            f"{slot_words(each.starts_at).capitalize()}, {'à distance' if each.is_remote else each.place}"
            for each in meetings
        ],
        summoned=is_summoned,
        address=_slot_link_url(page.actor, invitation, Channel.LETTER),
        answer_by=invitation.expires_on,
        as_of=today(),
        synthetic=invitation.journey.is_synthetic,
    )
    return file_response(content, invitation_pdf.MEDIA_TYPE, "invitation.pdf")


def _sms_text(actor: Actor, invitation: Invitation) -> str:
    title = invitation.session.training.title if invitation.session else "information collective"
    address = _slot_link_url(actor, invitation, Channel.SMS)
    if invitation.chosen is not None:
        return summoned_sms(title=title, starts_at=invitation.chosen.starts_at, address=address)
    last = now().replace(
        year=invitation.expires_on.year, month=invitation.expires_on.month, day=invitation.expires_on.day, hour=12
    )
    return choose_sms(title=title, answer_by=last, address=address)


def _slot_link_url(actor: Actor, invitation: Invitation, channel: Channel) -> str:
    link = make_slot_link(actor=actor, invitation=invitation, channel=channel)
    return f"{settings.PUBLIC_URL}{slot_path(link.secret)}"


def _international(phone: str) -> str:
    """« +33612345678 » from « 06 12 34 56 78 »: accepted by SMS tools, and not truncated by spreadsheets."""
    digits = digits_only(phone)
    return f"+33{digits[1:]}" if len(digits) == 10 and digits.startswith("0") else phone


def _answer(invitations: list[SentInvitation], waiting: list[SentInvitation]) -> str:
    if not invitations:
        return "Aucune invitation n’est partie ces quatre derniers mois."
    answered = len(invitations) - len(waiting)
    return (
        f"{pluralise(answered, 'réponse')} sur {pluralise(len(invitations), 'invitation')} ; "
        f"{pluralise(len(waiting), 'personne n’a', 'personnes n’ont')} pas encore choisi."
    )


def _invitation_row(each: SentInvitation) -> dict[str, Any]:
    state = OUTCOME_LABELS[each.outcome] if each.outcome else slot_words(each.chosen.starts_at) if each.chosen else ""
    if each.refusal in set(SlotObstacle):
        state += f" : {OBSTACLE_LABELS[SlotObstacle(each.refusal)].lower()}"
    return {
        "identifier": each.invitation_id,
        "learner_key": each.learner_key,
        "name": each.name,
        "title": each.title,
        "how": f"{MODE_LABELS[each.mode]}, {CHANNEL_LABELS[each.channel]}",
        "sent_at": each.sent_at,
        "expires_on": each.expires_on,
        "state": state.capitalize(),
        "note": each.refusal_note,
        "can_send": each.outcome is None,
    }
