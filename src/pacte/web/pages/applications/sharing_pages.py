"""Who writes with the applicant, the newer form that a draft may follow, and the e-mail that changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.accounts.records import GuestScope
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import Conflict, hide_unless
from pacte.kernel.french import format_day
from pacte.procedures.queries.applications import co_applicants_of, invited_to
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.edition_difference import edition_difference
from pacte.procedures.services.applicant_address import ask_address_change, confirm_address_change
from pacte.procedures.services.co_applicants import accept_invitation, end_co_applicant, invite_co_applicant
from pacte.procedures.services.draft_editions import carry_draft
from pacte.web.form_fields import CanonicalEmailField
from pacte.web.pages.applications.base_pages import ApplicantPage, ApplicationPage


class EmailForm(forms.Form):
    email = CanonicalEmailField(
        label="Son adresse électronique", error_messages={"required": "Écrivez une adresse électronique."}
    )


class CoApplicantsPage(ApplicationPage):
    """Whom the applicant invited. The same words whether the address is known here or not."""

    template_name = "applications/co_applicants.html"
    form_class = EmailForm
    title = "Qui écrit avec vous ?"
    crumb = "À plusieurs"
    submit_label = "Inviter"

    @property
    def success_url(self) -> str:
        return self.application_url("co_applicants")

    def context(self) -> dict[str, Any]:
        rows = co_applicants_of(actor=self.actor, application=self.detail.application)
        return {
            "people": [
                {
                    "email": each.guest.email,
                    "word": "écrit avec vous" if each.accepted_at else "invitée, n’a pas encore accepté",
                    "until": format_day(paris_date(each.expires_at)),
                    "url": self.application_url("end_co_applicant", each.pk),
                }
                for each in rows
            ]
        }

    def save(self, data: dict[str, Any]) -> str:
        invite_co_applicant(actor=self.actor, application=self.detail.application, email=data["email"])
        return "invite"


class EndCoApplicantPage(ApplicationPage):
    http_method_names = ("post",)

    @property
    def success_url(self) -> str:
        return self.application_url("co_applicants")

    def save(self, data: dict[str, Any]) -> str:
        end_co_applicant(
            actor=self.actor, application=self.detail.application, co_applicant_id=self.kwargs["identifier"]
        )
        return "fini"


class AcceptPage(ApplicantPage):
    """Whoever was invited says that they write this application. Their link proved their e-mail."""

    title = "Écrire cette demande à plusieurs ?"
    submit_label = "Accepter"
    intro = "Vous lirez et écrirez ses réponses et ses pièces. La personne qui vous invite l’enverra."

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        hide_unless(kwargs["application"] in dict(invited_to(actor=self.actor)))
        return answer

    @property
    def success_url(self) -> str:
        return self.own_url("cover", self.kwargs["application"])

    def save(self, data: dict[str, Any]) -> str:
        accept_invitation(actor=self.actor, application_id=self.kwargs["application"])
        return "accepte"


class EditionForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)


class EditionPage(ApplicationPage):
    """The difference between the form of the draft and the newest one, then the act. What was sent never moves."""

    template_name = "applications/edition.html"
    form_class = EditionForm
    title = "Suivre le nouveau formulaire ?"
    crumb = "Nouveau formulaire"
    submit_label = "Suivre le nouveau formulaire"

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.newest = procedure_by_code(self.detail.procedure.code)
            hide_unless(self.detail.is_lead)
            if self.detail.is_sent or self.newest.edition == self.detail.procedure.edition:
                raise Conflict("edition_passed", "Cette demande ne change plus de formulaire.")
        return answer

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"edition": self.newest.edition}}

    def context(self) -> dict[str, Any]:
        return {
            "difference": edition_difference(self.detail.procedure, self.newest, self.detail.application.values)
        }  # fmt: skip

    def save(self, data: dict[str, Any]) -> str:
        carry_draft(actor=self.actor, application=self.detail.application, edition=data["edition"])
        return "edition"


class NewEmailForm(EmailForm):
    email = CanonicalEmailField(
        label="Votre nouvelle adresse", error_messages={"required": "Écrivez votre nouvelle adresse."}
    )


class AskAddressPage(ApplicantPage):
    """Asks that what one has follow another address."""

    scopes = frozenset({GuestScope.APPLY})
    form_class = NewEmailForm
    title = "Changer d’adresse électronique"
    submit_label = "Envoyer la confirmation"
    intro = "Vos demandes suivront la nouvelle adresse quand vous y aurez confirmé. Vos anciens liens se fermeront."

    def save(self, data: dict[str, Any]) -> str:
        ask_address_change(actor=self.actor, email=data["email"])
        return "adresse"


class ConfirmAddressPage(ApplicantPage):
    """Opened from the letter to the new address."""

    scopes = frozenset({GuestScope.APPLY})
    title = "Recevoir vos dossiers à cette adresse ?"
    submit_label = "Confirmer"
    intro = "Les demandes de l’ancienne adresse suivront celle-ci. Ses liens n’ouvriront plus rien."

    def save(self, data: dict[str, Any]) -> str:
        confirm_address_change(actor=self.actor, token=self.kwargs["token"])
        return "change"
