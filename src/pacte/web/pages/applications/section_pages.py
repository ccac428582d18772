"""One part of an application, and the documents of one question: saved at any time, on a phone too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.kernel.errors import Conflict, NotFound, ensure_found
from pacte.procedures.records.form import AttachmentField, FormSection
from pacte.procedures.rules.condition_text import condition_text
from pacte.procedures.rules.document_types import ACCEPTED_EXTENSIONS, MAX_DOCUMENT_SIZE
from pacte.procedures.services.applications import save_section
from pacte.procedures.services.attachments import add_attachment, remove_attachment
from pacte.procedures.services.draft_retention import keep_draft
from pacte.web.answers_form import AnswersForm, answer_parts
from pacte.web.form_fields import file_field, text_field
from pacte.web.pages.applications.base_pages import ApplicationPage

_GO_ON = "suite"


class SectionForm(AnswersForm):
    """The answers of one part. ``seen``: the step at which it was read, so that two windows do not fight."""

    title = text_field("Nom de votre demande", required=False, help_text="Court : il vous servira à la retrouver.")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, asks_title: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not asks_title:
            del self.fields["title"]
        else:
            # Asked for before the sending, not before.
            self.fields["title"].is_quiet = True  # type: ignore[attr-defined]


class SectionPage(ApplicationPage):
    """Raises ``NotFound`` for a part that is not asked, ``Conflict`` for one that is not open."""

    template_name = "applications/section.html"
    form_class = SectionForm
    submit_label = "Enregistrer et continuer"
    section: FormSection

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            sections = self.detail.sections
            self.section = ensure_found(next((each for each in sections if each.code == kwargs["section"]), None))
            if not self.detail.is_open(self.section):
                raise Conflict(
                    "section_closed", f"« {self.section.title} » ne se modifie plus.",
                    hint="Écrivez un message si une réponse doit changer.",
                )  # fmt: skip
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.section.title

    @property
    def crumb(self) -> str:  # type: ignore[override]
        return self.section.title

    def form_arguments(self) -> dict[str, Any]:
        application = self.detail.application
        return {
            "sections": (self.section,),
            "values": application.values,
            "asks_title": self.section == self.detail.sections[0] and not self.detail.is_sent,
            "initial": {"title": application.title, "seen": application.step},
        }

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        save_section(
            actor=self.actor,
            application=self.detail.application,
            section=self.section,
            values=self.form.answers(),
            title=data.get("title", ""),
            seen=data["seen"],
        )
        return self.redirect(self._next_url(), "garde")

    def _next_url(self) -> str:
        """Where « Enregistrer et continuer » goes; « Enregistrer » stays, with new blank lines."""
        if _GO_ON not in self.request.POST:
            return self.application_url("section", self.section.code)
        open_codes = [each.code for each in self.detail.sections if self.detail.is_open(each)]
        after = open_codes[open_codes.index(self.section.code) + 1 :]
        return self.application_url("section", after[0]) if after else self.application_url("review")

    def context(self) -> dict[str, Any]:
        sections = self.detail.sections
        documents = [each for each in self.section.fields if isinstance(each, AttachmentField)]
        named = {each.code: each for each in self.detail.procedure.fields}
        by_question = {each.code: [a for a in self.detail.attachments if a.field == each.code] for each in documents}
        return {
            "parts": answer_parts(self.form),
            "asks_title": "title" in self.form.fields,
            "steps": [
                {
                    "label": each.title,
                    "state": "current"
                    if each == self.section
                    else ("todo" if each.code in self.detail.missing else "done"),
                    "detail": "",
                }
                for each in sections
            ],
            "place": f"Partie {sections.index(self.section) + 1} sur {len(sections)}",
            "documents": [
                {
                    "label": each.label,
                    "note": ", ".join(
                        note
                        for note in ("" if each.is_required else "facultatif", condition_text(each.when, named))
                        if note
                    ),
                    "given": by_question[each.code],
                    "url": self.application_url("document", each.code),
                }
                for each in documents
            ],
            "go_on": _GO_ON,
        }


class AddDocumentForm(forms.Form):
    file = file_field("Le fichier", missing="Choisissez un fichier.")
    file.widget.attrs["accept"] = ACCEPTED_EXTENSIONS


class DocumentPage(ApplicationPage):
    """The documents of one question, one at a time. What is refused says why, and the others stay."""

    template_name = "applications/document.html"
    form_class = AddDocumentForm
    submit_label = "Déposer cette pièce"
    question: AttachmentField

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            field = self.detail.procedure.field(kwargs["field"])
            if not isinstance(field, AttachmentField):
                raise NotFound
            self.question = field
            self.section = next(each for each in self.detail.procedure.form if field in each.fields)
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.question.label

    @property
    def crumb(self) -> str:  # type: ignore[override]
        return self.question.label

    @property
    def success_url(self) -> str:
        return self.application_url("document", self.question.code)

    def save(self, data: dict[str, Any]) -> str:
        file = data["file"]
        add_attachment(
            actor=self.actor, application=self.detail.application, field=self.question.code, name=file.name,
            data=file.read(),
        )  # fmt: skip
        return "piece"

    def context(self) -> dict[str, Any]:
        by_question = [each for each in self.detail.attachments if each.field == self.question.code]
        is_open = self.detail.is_open(self.section)
        return {
            "question": self.question,
            "given": [
                {
                    "name": each.name,
                    "size": f"{max(1, round(each.size / 1024))} ko",
                    "url": self.application_url("remove_document", each.pk) if is_open else "",
                }
                for each in by_question
            ],
            "has_room": is_open and len(by_question) < self.question.most,
            "help": f"PDF, bureautique ou image, {MAX_DOCUMENT_SIZE // 1024 // 1024} Mo au plus.",
            "section_url": self.application_url("section", self.section.code),
            "section_title": self.section.title,
        }


class RemoveDocumentPage(ApplicationPage):
    """Takes one document out of a draft."""

    http_method_names = ("post",)

    @property
    def attachment_field(self) -> str:
        fields = (each.field for each in self.detail.attachments if each.pk == self.kwargs["identifier"])
        return ensure_found(next(fields, None))

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        field = self.attachment_field
        remove_attachment(
            actor=self.actor, application=self.detail.application, attachment_id=self.kwargs["identifier"]
        )
        return self.redirect(self.application_url("document", field), "retiree")


class KeepPage(ApplicationPage):
    """Keeps a draft for its whole time again."""

    http_method_names = ("post",)

    def save(self, data: dict[str, Any]) -> str:
        keep_draft(actor=self.actor, application=self.detail.application)
        return "prolonge"
