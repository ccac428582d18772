"""« Confirmez que c’est bien vous »: proof of identity before a sensitive action, by the method used to log in."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from pacte.accounts.row_context import acting_as
from pacte.accounts.services import check_second_factor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.web.client_network import client_network_of
from pacte.web.login_session import record_identity_proof
from pacte.web.own_transactions import own_transactions
from pacte.web.page import FormPage
from pacte.web.pages.accounts.background_work import RedirectThenRun
from pacte.web.pages.accounts.emails import MAIL_STORED_LOCALLY, is_mail_stored_locally, send_login_link
from pacte.web.pages.accounts.fields import TotpCodeForm, password_field
from pacte.web.pages.accounts.login_flow import (
    AFTER_PROOF_KEY,
    LINK,
    OPENID,
    check_password_attempt,
    is_second_factor_given,
    next_path,
    redirect_from_known_device,
)
from pacte.web.reauthentication import SAVED_FORM_KEY
from pacte.web.require_login import NEXT_PARAM

_SENT_PARAM = "envoye"
_WHY = "Cet acte touche des accès, des personnes ou ce que la Région décide : votre identité est demandée à nouveau."


class IdentityCheckForm(forms.Form):
    password = password_field("Votre mot de passe", "current-password")


class IdentityCheckWithCodeForm(IdentityCheckForm, TotpCodeForm):
    field_order = ["password", "code"]


class IdentityCheckPage(FormPage):
    """Asks the password (and the TOTP code if any) of password users; sends others to their provider or mailbox."""

    is_atomic = False
    decorators = (never_cache, sensitive_post_parameters(), own_transactions)
    template_name = "accounts/prove.html"
    error_fields = {"code_wait": "code", "code_wrong": "code"}
    way = "password"

    def load(self, *args: Any, **kwargs: Any) -> None:
        login_method = self.request.session.get("way")
        if login_method == OPENID:
            self.way = "openid"
        elif login_method == LINK or not self.user.has_usable_password():
            self.way = "link"
        else:
            self.form_class = IdentityCheckWithCodeForm if is_second_factor_given(self.request) else IdentityCheckForm

    def context(self) -> dict[str, Any]:
        minutes = int(settings.FRESH_TIME.total_seconds()) // 60
        next_url = next_path(self.request)
        return {
            "way": self.way,
            "next": next_url,
            "email": self.user.email,
            "start_url": f"{self.url('accounts:oidc_start')}?{urlencode({NEXT_PARAM: next_url, 'verifier': '1'})}",
            "openid_label": settings.OIDC_LABEL,
            "answer": f"{_WHY} La réponse vaut {pluralise(minutes, 'minute')}.",
            "has_kept": SAVED_FORM_KEY in self.request.session,
            "sent": _SENT_PARAM in self.request.GET,
            "stays": MAIL_STORED_LOCALLY if is_mail_stored_locally() else "",
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        if self.way == "openid":
            return self.render(self.context())
        if self.way == "link":
            return self._send_link()
        self._check_identity(data)
        record_identity_proof(self.request.session)
        self.request.session.cycle_key()
        return redirect_from_known_device(self.request, self.user, next_path(self.request))

    def _check_identity(self, data: dict[str, Any]) -> None:
        """Raises ``ValidationError``, or ``TooManyRequests``: attempts count as on the login page."""
        person = check_password_attempt(self.request, self.user.email, data["password"])
        if person is None or person.pk != self.user.pk:
            raise ValidationError("password", "Ce n’est pas votre mot de passe. Vérifiez-le.")
        refusal = self._code_refusal(data["code"]) if "code" in data else None
        if refusal is not None:
            raise refusal

    def _code_refusal(self, code: str) -> ValidationError | None:
        """Returned, not raised: the transaction that counts wrong codes is committed."""
        with acting_as(self.actor) as actor:
            try:
                check_second_factor(actor=actor, person=self.user, code=code)
            except ValidationError as error:
                return error
        return None

    def _send_link(self) -> HttpResponse:
        next_url = next_path(self.request)
        self.request.session[AFTER_PROOF_KEY] = next_url
        work = partial(send_login_link, self.user.email, client_network_of(self.request)[0])
        return RedirectThenRun(
            f"{self.url('accounts:prove')}?{urlencode({NEXT_PARAM: next_url, _SENT_PARAM: '1'})}", work
        )
