"""SMS and letters sent by hand: each has a link made for it, shown or printed once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from pacte.accounts.queries import organisation_names
from pacte.exchange.documents import invitation_pdf
from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.journeys.queries.followed_invitations import followed_invitations
from pacte.journeys.queries.invitations import invitation_by_id
from pacte.journeys.records import Channel, InvitationMode
from pacte.journeys.rules.messages import SMS_SIGNS, slot_words
from pacte.journeys.rules.phones import international_number
from pacte.journeys.services.invitation_texts import invitation_text, slot_link_url
from pacte.journeys.services.sending import expected_answer_day, switch_channel
from pacte.kernel.clock import now, today
from pacte.web.downloads import file_response
from pacte.web.pages.meetings.list_page import NewLinkPage

_HISTORY = timedelta(days=120)


@NewLinkPage.view(template_name="meetings/sms.html", above=[("Invitations", "meetings:sent")], crumb="SMS")
def sms_text(page: NewLinkPage, identifier: int) -> dict[str, Any]:
    """SMS with its link, shown once: the link is created now, and only its digest is stored."""
    invitation = invitation_by_id(actor=page.actor, identifier=identifier)
    contact = invitation.journey.learner.contact
    text = invitation_text(actor=page.actor, invitation=invitation, contact=contact)
    switch_channel(actor=page.actor, invitation_id=identifier, channel=Channel.SMS)
    return {
        "title": "Quel SMS envoyer ?",
        "answer": f"À {contact.first_name} {contact.last_name}, au {contact.phone or 'numéro à demander'}.",
        "text": text,
        "count": f"{len(text)} signes sur {SMS_SIGNS} : un seul SMS.",
        "phone": international_number(contact.phone),
        "identifier": identifier,
        "name": f"{contact.first_name} {contact.last_name}",
        "is_to_send": invitation.sent_at is None,
    }


@NewLinkPage.view(for_inviters=True)
def sms_texts(page: NewLinkPage) -> HttpResponse:
    """All the SMS to send by hand as CSV, for a sending tool: telephone, text."""
    rows = [("telephone", "texte", "personne", "donnees")]
    for each in followed_invitations(actor=page.actor, since=now() - _HISTORY):
        if each.channel is Channel.SMS and each.is_by_hand and not each.refuses_texts:
            invitation = invitation_by_id(actor=page.actor, identifier=each.invitation_id)
            contact = invitation.journey.learner.contact
            text = invitation_text(actor=page.actor, invitation=invitation, contact=contact)
            fictive = "Données fictives" if invitation.journey.is_synthetic else ""
            rows.append((international_number(each.phone) or each.phone, text, each.name, fictive))
    return file_response(csv_bytes(rows), MEDIA_TYPE, "sms.csv")


@NewLinkPage.view()
def invitation_letter(page: NewLinkPage, identifier: int) -> HttpResponse:
    """Letter with a QR code: the link is created now, and only its digest is stored."""
    invitation = invitation_by_id(actor=page.actor, identifier=identifier)
    answer_by = expected_answer_day(actor=page.actor, invitation=invitation, on=today())
    switch_channel(actor=page.actor, invitation_id=identifier, channel=Channel.LETTER)
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
        address=slot_link_url(actor=page.actor, invitation=invitation, channel=Channel.LETTER),
        answer_by=answer_by,
        as_of=today(),
        synthetic=invitation.journey.is_synthetic,
    )
    return file_response(content, invitation_pdf.MEDIA_TYPE, "invitation.pdf")
