"""A signatory reads a paper and signs it, or refuses it and says why: by the link of their letter, on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect

from pacte.accounts.records import GuestScope
from pacte.kernel.french import format_day
from pacte.procedures.queries.papers import CasePaperDetail, signing_detail
from pacte.procedures.rules.papers import signing_text
from pacte.procedures.services.paper_signatures import answer_paper
from pacte.web.guest_pages import GuestFormPage, GuestPage
from pacte.web.heavy_views import heavy_view
from pacte.web.paper_display import paper_file, paper_text_values, signature_text

_SIGN, _REFUSE = "sign", "refuse"


class SigningForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[(_SIGN, "Je signe"), (_REFUSE, "Je refuse")], error_messages={"required": "Signez, ou refusez."}
    )
    reason = forms.CharField(label="Pourquoi refusez-vous ?", max_length=1000, required=False)


class SigningPage(GuestFormPage):
    """« À signer »: of the signatory who was written to, and of no other."""

    scopes = frozenset({GuestScope.SIGN})
    subject_argument = "signatory"
    bar = "À signer"
    template_name = "cases/sign.html"
    form_class = SigningForm
    error_fields = {"reason_missing": "reason"}
    done_messages = {
        "signe": ("C’est signé.", "Gardez le PDF : il porte votre signature."),
        "refuse": ("Votre refus est noté.", "La Région le lit. Vous pouvez encore signer si elle vous répond."),
    }

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = signing_detail(actor=self.actor, signatory_id=kwargs["signatory"])

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        is_refused = data["answer"] == _REFUSE
        answer_paper(
            actor=self.actor, signatory_id=self.detail.own.signatory_id, digest=data["digest"],
            reason=data["reason"] if is_refused else None,
        )  # fmt: skip
        here = self.url("cases:sign", self.detail.own.signatory_id)
        return self.redirect(here, "refuse" if is_refused else "signe")

    def context(self) -> dict[str, Any]:
        detail = self.detail
        return {
            "title": detail.row.content["title"],
            "own": detail.own,
            "answer": signature_text(detail.own) if detail.own.answer else "",
            "made_on": format_day(detail.row.made_on),
            "signing": signing_text(detail.state),
            "digest": detail.row.digest,
            "is_current": detail.is_current,
            "may_sign": detail.is_current and not detail.is_ended and not detail.own.has_signed,
            "text": paper_text_values(detail.row),
            "file_url": self.url("cases:sign_file", detail.own.signatory_id),
        }


class SigningFilePage(GuestPage):
    """The paper as PDF, to keep."""

    scopes = frozenset({GuestScope.SIGN})
    subject_argument = "signatory"

    def get(self, request: Any) -> HttpResponse:
        detail = signing_detail(actor=self.actor, signatory_id=self.kwargs["signatory"])
        return paper_file(CasePaperDetail(detail.row, detail.state), "pdf")


signing_file = heavy_view(SigningFilePage.as_view())
