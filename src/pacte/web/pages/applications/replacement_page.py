"""One document of a sent application, given again because its content was lost, altered or infected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.procedures.queries.flawed_documents import flawed_document
from pacte.procedures.rules.document_types import ACCEPTED_EXTENSIONS, MAX_DOCUMENT_SIZE
from pacte.procedures.services.document_replacement import replace_document
from pacte.web.form_fields import file_field
from pacte.web.pages.applications.base_pages import ApplicationPage

if TYPE_CHECKING:
    from pacte.procedures.models import CaseDocument


class ReplacementForm(forms.Form):
    file = file_field("Le fichier", missing="Choisissez un fichier.")
    file.widget.attrs["accept"] = ACCEPTED_EXTENSIONS


class ReplacementPage(ApplicationPage):
    """That piece alone. Raises ``NotFound`` for a piece that nobody asks for again."""

    template_name = "applications/replacement.html"
    form_class = ReplacementForm
    submit_label = "Déposer ce fichier"
    crumb = "Redonner une pièce"
    document: CaseDocument

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.document = flawed_document(actor=self.actor, detail=self.detail, document_id=kwargs["identifier"])
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Redonner « {self.document.title} »"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return (
            f"Le fichier « {self.document.name} » ne se lit plus chez nous. Redonnez le même, ou un autre qui le"
            " remplace. Rien d’autre ne change : votre demande garde sa date et son étape."
        )

    def context(self) -> dict[str, Any]:
        return {"help": f"PDF, bureautique ou image, {MAX_DOCUMENT_SIZE // 1024 // 1024} Mo au plus."}

    def save(self, data: dict[str, Any]) -> str:
        file = data["file"]
        replace_document(
            actor=self.actor, application=self.detail.application, document_id=self.document.pk, name=file.name,
            data=file.read(),
        )  # fmt: skip
        return "redonnee"
