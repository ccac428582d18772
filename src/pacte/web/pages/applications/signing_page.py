"""The body that applied from its account reads a paper of its case and signs it, or refuses it and says why."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from pacte.procedures.queries.papers import CasePaperDetail, SigningDetail, own_signing_detail
from pacte.procedures.services.paper_signatures import answer_for_applicant
from pacte.web.pages.applications.base_pages import ApplicationPage
from pacte.web.paper_display import paper_file
from pacte.web.signing_form import SIGNING_DONE, SigningForm, done_word, refusal_reason, signing_values


class _SigningBase(ApplicationPage):
    """Raises ``NotFound`` for another body, for a role that does not apply, and for what others sign."""

    signing: SigningDetail

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.signing = own_signing_detail(actor=self.actor, detail=self.detail, signatory_id=kwargs["signatory"])
        return answer


class OwnSigningPage(_SigningBase):
    """« À signer »: what a guest signs by their link."""

    template_name = "applications/sign.html"
    form_class = SigningForm
    error_fields = {"reason_missing": "reason"}
    crumb = "À signer"

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(self.signing.row.content["title"])

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        signatory_id = self.signing.own.signatory_id
        answer_for_applicant(
            actor=self.actor, application=self.detail.application, signatory_id=signatory_id, digest=data["digest"],
            reason=refusal_reason(data),
        )  # fmt: skip
        return self.redirect(self.application_url("sign", signatory_id), " ".join(SIGNING_DONE[done_word(data)]))

    @property
    def headline(self) -> str:
        if self.signing.own.has_signed:
            return f"Signé au nom de {self.signing.own.name}."
        is_open = self.signing.is_current and not self.signing.is_ended
        return "Lisez, puis signez ou refusez." if is_open else "Il n’y a plus rien à signer ici."

    def context(self) -> dict[str, Any]:
        values = signing_values(self.signing)
        return {
            **values,
            "headline": self.headline,
            "facts": [
                {"label": label, "value": value}
                for label, value in (
                    ("Pour", self.signing.own.name),
                    ("Établi le", values["made_on"]),
                    ("État", values["signing"]),
                    ("Vous", values["answer"]),
                )
                if value
            ],
            "file_url": self.application_url("sign_file", self.signing.own.signatory_id),
        }


class OwnSigningFilePage(_SigningBase):
    """The paper as PDF, to keep."""

    http_method_names = ("get", "head")

    def get(self, request: Any) -> HttpResponseBase:
        return paper_file(CasePaperDetail(self.signing.row, self.signing.state), "pdf")
