"""« Qui a répondu ? »: invitations, with the SMS and the letters ready to send."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries import organisation_names
from pacte.exchange.documents import invitation_pdf
from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.journeys.queries.invitations import (
    SentInvitation,
    invitation_by_id,
    sent_invitations,
)
from pacte.journeys.records import (
    CHANNEL_LABELS,
    MODE_LABELS,
    OBSTACLE_LABELS,
    OUTCOME_LABELS,
    Channel,
    InvitationMode,
    SlotObstacle,
)
from pacte.journeys.rules.links import slot_path
from pacte.journeys.rules.messages import SMS_SIGNS, choose_sms, slot_words, summoned_sms
from pacte.journeys.services import make_slot_link
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, today
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import digits_only
from pacte.web.downloads import file_response
from pacte.web.pages.meetings.list_page import (
    MeetingsPage,
    NewLinkPage,
)

if TYPE_CHECKING:
    from pacte.journeys.models import Invitation

_HISTORY = timedelta(days=120)


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
