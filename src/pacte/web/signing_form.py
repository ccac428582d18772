"""What a signatory reads and answers, by their link or from their account: the form, and the values of the page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from pacte.kernel.french import format_day
from pacte.procedures.queries.papers import SigningDetail
from pacte.procedures.rules.papers import signing_text
from pacte.web.paper_display import paper_text_values, signature_text

_SIGN, _REFUSE = "sign", "refuse"
SIGNING_DONE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "signe": ("C’est signé.", "Gardez le PDF : il porte votre signature."),
        "refuse": ("Votre refus est noté.", "La Région le lit. Vous pouvez encore signer si elle vous répond."),
    }
)


class SigningForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[(_SIGN, "Je signe"), (_REFUSE, "Je refuse")], error_messages={"required": "Signez, ou refusez."}
    )
    reason = forms.CharField(
        label="Pourquoi refusez-vous ?", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def refusal_reason(data: Mapping[str, Any]) -> str | None:
    """The reason of a refusal, perhaps empty; None when it is signed."""
    reason: str = data["reason"]
    return reason if data["answer"] == _REFUSE else None


def done_word(data: Mapping[str, Any]) -> str:
    """The key of ``SIGNING_DONE`` for what was answered."""
    return "signe" if refusal_reason(data) is None else "refuse"


def signing_values(detail: SigningDetail) -> dict[str, Any]:
    """Values that both pages show."""
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
    }
