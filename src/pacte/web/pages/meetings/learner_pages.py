"""What a network does for people outside meetings: answers to their requests, their personal links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from pacte.accounts.queries import organisation_names
from pacte.exchange.documents import invitation_pdf
from pacte.journeys.queries.learner_requests import learner_request_by_id, open_learner_requests
from pacte.journeys.queries.links import accompanied_learner, learner_links
from pacte.journeys.records import CHANNEL_LABELS, REQUEST_LABELS, Channel, LearnerEmailKind, LearnerRequestKind
from pacte.journeys.rules.links import journey_path
from pacte.journeys.services import answer_learner_request, make_journey_link, queue_learner_email, revoke_links
from pacte.journeys.services.text_choice import choose_texts
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import paragraph_field
from pacte.web.page import UNPROCESSABLE_STATUS, Crumb
from pacte.web.pages.meetings.list_page import MeetingsFormPage, MeetingsPage
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Learner

_ADVICE = {
    LearnerRequestKind.ERASE: "Vous décidez, jamais la machine. Ce que la loi oblige à garder reste, sans le nom.",
    LearnerRequestKind.OBJECT: "L’opposition est notée. Dites ce que vous en faites.",
    LearnerRequestKind.CORRECT: "Corrigez le dossier d’abord, puis dites-le.",
    LearnerRequestKind.RESUME: "Un nouveau parcours peut suivre l’ancien : ce qui est certifié reste acquis.",
    LearnerRequestKind.HELP: "Appelez la personne, puis notez ce qui est convenu.",
}


class AnswerLearnerRequestForm(forms.Form):
    answer = paragraph_field("Votre réponse", max_length=1000, help_text="La personne la lira par son lien.")


@MeetingsPage.view(template_name="meetings/requests.html", for_inviters=True, crumb="Demandes des personnes")
def list_learner_requests(page: MeetingsPage) -> dict[str, Any]:
    learner_requests = open_learner_requests(actor=page.actor)
    return {
        "title": "Que demandent les personnes ?",
        "answer": f"{pluralise(len(learner_requests), 'demande attend', 'demandes attendent')} une réponse."
        if learner_requests
        else "Aucune demande n’attend de réponse.",
        "requests": Table(
            learner_requests,
            Column(
                "Personne",
                lambda each: cell(each.name or "dossier effacé", url=page.url("meetings:request", each.identifier)),
            ),
            Column("Demande", lambda each: REQUEST_LABELS[each.kind]),
            Column("Le", lambda each: format_day(paris_date(each.made_at))),
            Column("Ses mots", lambda each: each.text),
            id="demandes",
            caption="Demandes des personnes",
            empty="Aucune demande.",
        ),
    }


class LearnerRequestPage(MeetingsFormPage):
    """The answer to one request, once."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        learner_request = learner_request_by_id(actor=self.actor, identifier=kwargs["identifier"])
        if learner_request.settled_at is not None:
            raise Conflict(
                "request_settled",
                f"{learner_request.person_name} y a déjà répondu.",
                f"« {learner_request.answer} »",
                "Revenez à la liste.",
            )
        words = f" « {learner_request.text} »" if learner_request.text else ""
        what = f"le {format_day(paris_date(learner_request.made_at))} : {REQUEST_LABELS[learner_request.kind].lower()}"
        self.intro, self.note = f"{learner_request.name}, {what}.{words}", _ADVICE[learner_request.kind]


@LearnerRequestPage.view(
    above=[("Demandes des personnes", "meetings:requests")],
    crumb="Répondre",
    form_class=AnswerLearnerRequestForm,
    title="Que lui répondez-vous ?",
    submit_label="Répondre",
    back="meetings:requests",
)
def answer_request(page: LearnerRequestPage, data: dict[str, Any], identifier: int) -> str:
    answer_learner_request(actor=page.actor, identifier=identifier, answer=data["answer"])
    return "Réponse enregistrée : la personne la lira par son lien."


class PersonalLinkPage(MeetingsPage):
    """Links of the person whose key is in the URL; each button makes one, sends one, or closes all of them."""

    http_method_names = ("get", "head", "post")
    template_name = "meetings/link.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.learner, self.body = accompanied_learner(actor=self.actor, key=kwargs["key"])
        contact = getattr(self.learner, "contact", None)
        self.name = f"{contact.first_name} {contact.last_name}" if contact else "cette personne"
        self.email = contact.email if contact else ""
        self.has_phone = bool(contact and contact.phone)
        self.no_texts_on = contact.no_texts_on if contact else None

    def breadcrumb(self) -> Sequence[Crumb]:
        return [*super().breadcrumb(), (self.name, ""), ("Son lien personnel", "")]

    def context(self) -> dict[str, Any]:
        links = learner_links(actor=self.actor, learner=self.learner)
        open_count = sum(each.is_open for each in links)
        return {
            "title": "Quel lien lui donner ?",
            "answer": f"{self.name} voit par son lien son parcours, ses rendez-vous et ses données, sans compte. "
            f"{open_count} lien(s) ouvert(s) aujourd’hui.",
            "email": self.email,
            "links": Table(
                links,
                Column("Fait le", lambda each: f"{each.created_at:%d/%m/%Y}"),
                Column("Par", lambda each: CHANNEL_LABELS[Channel(each.channel)] if each.channel else ""),
                Column("Pour", lambda each: "un rendez-vous" if each.is_for_slot else "tout le parcours"),
                Column("Sert jusqu’au", lambda each: f"{each.expires_at:%d/%m/%Y}" if each.is_open else "fermé"),
                Column(
                    "Dernier usage", lambda each: f"{each.last_used_at:%d/%m/%Y}" if each.last_used_at else "jamais"
                ),
                id="liens-table",
                caption="Liens faits",
                empty="Aucun lien n’a encore été fait.",
            ),
            "has_open": open_count > 0,
            "has_phone": self.has_phone,
            "no_texts_on": self.no_texts_on,
        }

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Never kept by the browser; the page that shows a link does not say where it comes from."""
        response = super().render(values, status=status)
        response.headers["Referrer-Policy"] = "no-referrer" if values.get("shown") else "same-origin"
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        common: dict[str, Any] = {"actor": self.actor, "learner": self.learner}
        match request.POST.get("act", ""):
            case "revoke":
                count = revoke_links(body=self.body, **common)
                messages.success(request, f"{count} lien(s) fermé(s) : plus aucun n’ouvre ces pages.")
            case "mail" if self.email:
                queue_learner_email(kind=LearnerEmailKind.JOURNEY_LINK, **common)
                messages.success(request, "Le courriel part, avec un lien fait pour lui.")
            case "show":
                link = make_journey_link(body=self.body, channel=Channel.LETTER, **common)
                return self.render(self.context() | {"shown": settings.PUBLIC_URL + journey_path(link.secret)})
            case "texts" | "no_texts" as act:
                choose_texts(wanted=act == "texts", **common)
                messages.success(request, "C’est noté : la personne peut aussi le changer sur sa page.")
            case "letter":
                return _letter_response(self.actor, self.learner, self.body)
            case act:
                error = "Aucun courriel n’est connu." if act == "mail" else "Choisissez un des gestes de cette page."
                return self.render(self.context() | {"error": error}, status=UNPROCESSABLE_STATUS)
        return HttpResponseRedirect(request.path)


def _letter_response(actor: Actor, learner: Learner, body: Organisation) -> HttpResponse:
    """Letter with its own link, created now: only its digest is stored."""
    link = make_journey_link(actor=actor, learner=learner, body=body, channel=Channel.LETTER)
    contact = getattr(learner, "contact", None)
    content = invitation_pdf.write_journey_link(
        name=f"{contact.first_name} {contact.last_name}" if contact else "",
        lines=contact.address.split("\n") if contact else [],
        sender=organisation_names(on=today()).get(body.pk, ""),
        address=settings.PUBLIC_URL + journey_path(link.secret),
        expires_on=paris_date(link.expires_at),
        as_of=today(),
        synthetic=learner.is_synthetic,
    )
    return HttpResponse(
        content,
        content_type=invitation_pdf.MEDIA_TYPE,
        headers={
            "Content-Disposition": 'attachment; filename="lien-personnel.pdf"',
            "Cache-Control": "no-store, private",
            "Referrer-Policy": "no-referrer",
        },
    )
