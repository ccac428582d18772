"""A signatory reads a paper and signs it, or refuses it and says why: by the link of their letter, on a phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from pacte.accounts.records import GuestScope
from pacte.procedures.queries.papers import CasePaperDetail, signing_detail
from pacte.procedures.services.paper_signatures import answer_paper
from pacte.web.guest_pages import GuestFormPage, GuestPage
from pacte.web.heavy_views import heavy_view
from pacte.web.paper_display import paper_file
from pacte.web.signing_form import SIGNING_DONE, SigningForm, done_word, refusal_reason, signing_values


class SigningPage(GuestFormPage):
    """« À signer »: of the signatory who was written to, and of no other."""

    scopes = frozenset({GuestScope.SIGN})
    subject_argument = "signatory"
    bar = "À signer"
    template_name = "cases/sign.html"
    form_class = SigningForm
    error_fields = {"reason_missing": "reason"}
    done_messages = SIGNING_DONE

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = signing_detail(actor=self.actor, signatory_id=kwargs["signatory"])

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        signatory_id = self.detail.own.signatory_id
        answer_paper(actor=self.actor, signatory_id=signatory_id, digest=data["digest"], reason=refusal_reason(data))
        return self.redirect(self.url("cases:sign", signatory_id), done_word(data))

    def context(self) -> dict[str, Any]:
        file_url = self.url("cases:sign_file", self.detail.own.signatory_id)
        return {**signing_values(self.detail), "file_url": file_url}


class SigningFilePage(GuestPage):
    """The paper as PDF, to keep."""

    scopes = frozenset({GuestScope.SIGN})
    subject_argument = "signatory"

    def get(self, request: Any) -> HttpResponse:
        detail = signing_detail(actor=self.actor, signatory_id=self.kwargs["signatory"])
        return paper_file(CasePaperDetail(detail.row, detail.state), "pdf")


signing_file = heavy_view(SigningFilePage.as_view())
