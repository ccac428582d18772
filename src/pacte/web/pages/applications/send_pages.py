"""« Relire et envoyer », then what whoever applied may do with what they sent: send a correction, withdraw, write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.kernel.errors import Conflict, ensure_found
from pacte.kernel.french import join_words
from pacte.procedures.records.description import Transition
from pacte.procedures.records.form import AttachmentField, SectionAuthor
from pacte.procedures.rules.form_answers import asked_answers, hidden_answers, sections_by
from pacte.procedures.rules.form_check import form_errors
from pacte.procedures.services.applications import send_application
from pacte.procedures.services.messages import MOST_MESSAGE_SIGNS, post_message
from pacte.procedures.services.transitions import move_own_case
from pacte.web.answers_display import answers_display
from pacte.web.form_fields import paragraph_field, reason_field
from pacte.web.pages.applications.base_pages import ApplicationPage


class ReviewPage(ApplicationPage):
    """Everything answered, what is missing with its link, what is left out; then the act, which happens once."""

    template_name = "applications/review.html"
    submit_label = "Envoyer ma demande"
    title = "Relire et envoyer"
    crumb = "Relire et envoyer"

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None and self.detail.is_sent and not self.detail.may_write:
            # Sent already: six clicks read the same receipt.
            return self.redirect(self.application_url("receipt"))
        return answer

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        if self.detail.is_sent:
            return self.redirect(self.application_url())
        send_application(actor=self.actor, application=self.detail.application, arrived_at=self.arrived_at)
        return self.redirect(self.application_url("receipt"))

    def context(self) -> dict[str, Any]:
        detail, values = self.detail, self.detail.application.values
        mine = sections_by(detail.procedure.form, SectionAuthor.APPLICANT)
        hidden = hidden_answers(mine, values)
        resend = next((each for each in detail.moves if not detail.procedure.stage(each.after).is_end), None)
        return {
            "parts": answers_display(mine, asked_answers(mine, values)),
            "missing": self._missing(),
            "hidden": join_words([f"« {each.label} »" for each in hidden]),
            "attachments": detail.sent_attachments,
            "section_urls": [
                {"title": each.title, "url": self.application_url("section", each.code)}
                for each in detail.sections
                if detail.is_open(each)
            ],
            "is_correction": detail.is_sent,
            "resend": {"verb": resend.verb, "url": self.application_url("move", resend.code)} if resend else None,
        }

    def _missing(self) -> list[dict[str, str]]:
        """What prevents the sending, each with the page where to mend it."""
        detail, values = self.detail, self.detail.application.values
        mine = sections_by(detail.procedure.form, SectionAuthor.APPLICANT)
        section_of = {each.code: section.code for section in mine for each in section.fields}
        lines = []
        if not detail.application.title and not detail.is_sent and detail.sections:
            url = self.application_url("section", detail.sections[0].code)
            lines.append({"message": "Donnez un nom à votre demande.", "url": url})
        for error in form_errors(mine, asked_answers(mine, values), complete=True):
            code = error.path.partition(".")[0]
            is_document = isinstance(detail.procedure.field(code), AttachmentField)
            section = section_of.get(code) or error.path
            url = self.application_url("document", code) if is_document else self.application_url("section", section)
            known = is_document or any(each.code == section for each in detail.sections)
            lines.append({"message": error.message, "url": url if known else ""})
        return lines


class OwnMoveForm(forms.Form):
    reason = reason_field("Pourquoi ?")

    def __init__(self, *arguments: Any, needs_reason: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not needs_reason:
            del self.fields["reason"]


class OwnMovePage(ApplicationPage):
    """A transition that the applicant may trigger: send a correction, withdraw."""

    form_class = OwnMoveForm
    transition: Transition

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            known = self.detail.procedure.transition(kwargs["transition"])
            self.transition = ensure_found(known if known and known.by_applicant and self.detail.is_lead else None)
            if self.transition not in self.detail.moves:
                raise Conflict("stage_passed", "Votre demande n’est plus à cette étape.", hint="Rechargez sa page.")
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.transition.verb} ?"

    @property
    def crumb(self) -> str:  # type: ignore[override]
        return self.transition.verb

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        return self.transition.verb

    @property
    def intro(self) -> str:  # type: ignore[override]
        if self.detail.procedure.stage(self.transition.after).is_end:
            return "La demande s’arrête là. Ce qui a été envoyé reste au dossier, avec votre motif."
        return "Ce que vous avez corrigé remplace vos réponses. Ce que vous aviez envoyé reste au dossier."

    @property
    def danger(self) -> bool:  # type: ignore[override]
        return self.detail.procedure.stage(self.transition.after).is_end

    def form_arguments(self) -> dict[str, Any]:
        return {"needs_reason": self.transition.needs_reason}

    def save(self, data: dict[str, Any]) -> str:
        case = ensure_found(self.detail.application.case)
        move_own_case(actor=self.actor, case=case, transition=self.transition.code, reason=data.get("reason", ""))
        return "fait"


class MessageForm(forms.Form):
    text = paragraph_field("Votre message", max_length=MOST_MESSAGE_SIGNS)


class MessagePage(ApplicationPage):
    """A message to whoever instructs. None is ever erased."""

    form_class = MessageForm
    title = "Écrire à la Région"
    crumb = "Écrire"
    submit_label = "Envoyer le message"
    intro = "La personne qui suit votre demande le lit ici, et vous répond au même endroit."

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            ensure_found(self.detail.application.case)
        return answer

    def save(self, data: dict[str, Any]) -> str:
        post_message(actor=self.actor, case=ensure_found(self.detail.application.case), text=data["text"])
        return "ecrit"
