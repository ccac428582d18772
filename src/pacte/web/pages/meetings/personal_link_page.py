"""Personal link of a person: created on demand, shown once, printed or mailed, and revoked at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import organisation_names
from pacte.exchange.documents import invitation_pdf
from pacte.journeys.queries.links import accompanied_learner, learner_links
from pacte.journeys.records import CHANNEL_LABELS, Channel, LearnerEmailKind
from pacte.journeys.rules.links import journey_path
from pacte.journeys.services import make_journey_link, queue_learner_email, revoke_links
from pacte.kernel.clock import PARIS, today
from pacte.web.pages.meetings.page_context import meetings_page_context, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Learner
    from pacte.kernel.actor import Actor


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = request_actor(request)
    learner, body = accompanied_learner(actor=actor, key=key)
    link_url, error = "", ""
    act = request.POST.get("act", "")
    back = reverse("meetings:link", args=[key])
    if act == "revoke":
        count = revoke_links(actor=actor, learner=learner, body=body)
        messages.success(request, f"{count} lien(s) fermé(s) : plus aucun n’ouvre ces pages.")
        return HttpResponseRedirect(back)
    if act == "mail" and _email(learner):
        queue_learner_email(actor=actor, learner=learner, kind=LearnerEmailKind.JOURNEY_LINK)
        messages.success(request, "Le courriel part, avec un lien fait pour lui.")
        return HttpResponseRedirect(back)
    if act == "show":
        link = make_journey_link(actor=actor, learner=learner, body=body, channel=Channel.LETTER)
        link_url = settings.PUBLIC_URL + journey_path(link.secret)
    elif act == "letter":
        return _letter_response(actor, learner, body)
    elif request.method == "POST":
        error = "Choisissez un des gestes de cette page." if act != "mail" else "Aucun courriel n’est connu."
    links = learner_links(actor=actor, learner=learner)
    contact = getattr(learner, "contact", None)
    name = f"{contact.first_name} {contact.last_name}" if contact else "cette personne"
    open_links = [each for each in links if each.is_open]
    values = meetings_page_context((name, ""), ("Son lien personnel", "")) | {
        "title": "Quel lien lui donner ?",
        "answer": f"{name} voit par son lien son parcours, ses rendez-vous et ses données, sans compte. "
        f"{len(open_links)} lien(s) ouvert(s) aujourd’hui.",
        "shown": link_url,
        "error": error,
        "email": _email(learner),
        "columns": [{"label": label} for label in ("Fait le", "Par", "Pour", "Sert jusqu’au", "Dernier usage")],
        "rows": [
            [
                {"text": f"{each.created_at:%d/%m/%Y}"},
                CHANNEL_LABELS.get(Channel(each.channel), each.channel) if each.channel else "",
                "un rendez-vous" if each.is_for_slot else "tout le parcours",
                f"{each.expires_at:%d/%m/%Y}" if each.is_open else "fermé",
                f"{each.last_used_at:%d/%m/%Y}" if each.last_used_at else "jamais",
            ]
            for each in links
        ],
        "has_open": bool(open_links),
        "on": today(),
    }
    response = render(request, "meetings/link.html", values, status=422 if error else 200)
    response.headers["Referrer-Policy"] = "no-referrer" if link_url else "same-origin"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _letter_response(actor: Actor, learner: Learner, body: Organisation) -> HttpResponse:
    """Letter with its own link, created now: only its digest is stored."""
    link = make_journey_link(actor=actor, learner=learner, body=body, channel=Channel.LETTER)
    contact = getattr(learner, "contact", None)
    content = invitation_pdf.write_journey_link(
        name=f"{contact.first_name} {contact.last_name}" if contact else "",
        lines=contact.address.split("\n") if contact else [],
        sender=organisation_names(on=today()).get(body.pk, ""),
        address=settings.PUBLIC_URL + journey_path(link.secret),
        expires_on=link.expires_at.astimezone(PARIS).date(),
        as_of=today(),
        synthetic=learner.is_synthetic,
    )
    headers = {
        "Content-Disposition": 'attachment; filename="lien-personnel.pdf"', "Cache-Control": "no-store, private",
        "Referrer-Policy": "no-referrer",
    }  # fmt: skip
    return HttpResponse(content, content_type=invitation_pdf.MEDIA_TYPE, headers=headers)


def _email(learner: Learner) -> str:
    contact = getattr(learner, "contact", None)
    return contact.email if contact else ""
