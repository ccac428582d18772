"""Proofs of identity of a user who is logged in: the second factor (TOTP), enrolled once and asked at each login.

« Confirmez que c’est bien vous » asks for one more, before a sensitive action, by the method used to log in.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.queries import has_second_factor
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import begin_enrolment, check_second_factor, confirm_enrolment
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.web.login_session import record_identity_proof
from pacte.web.own_transactions import own_transactions
from pacte.web.page import FormPage
from pacte.web.pages.accounts.emails import MAIL_STORED_LOCALLY, is_mail_stored_locally, redirect_then_send_link
from pacte.web.pages.accounts.fields import TotpCodeForm, password_field
from pacte.web.pages.accounts.login_flow import (
    AFTER_PROOF_KEY,
    LINK,
    OPENID,
    check_password_attempt,
    is_second_factor_given,
    next_path,
    redirect_from_known_device,
    typed_next_path,
    url_with_next,
)
from pacte.web.reauthentication import SAVED_FORM_KEY, requires_reauthentication
from pacte.web.require_login import NEXT_PARAM

_PENDING_DEVICE_KEY = "pending_telephone"
_SENT_PARAM = "envoye"
_WHY = "Cet acte touche des accès, des personnes ou ce que la Région décide : votre identité est demandée à nouveau."


class TotpPage(FormPage):
    """Asks a TOTP code. Each code works once; wrong ones cause longer and longer delays, so they are kept."""

    is_atomic = False
    form_class = TotpCodeForm
    error_fields = dict.fromkeys(("code_wait", "code_wrong", "no_second_factor"), "code")

    def load(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if is_second_factor_given(self.request):
            return self.redirect(next_path(self.request))
        if not has_second_factor(self.user):
            return self.redirect(url_with_next("accounts:totp_enrol", self.request))
        return None

    def context(self) -> dict[str, Any]:
        return {"next": typed_next_path(self.request)}

    def enter(self, device: TOTPDevice, message: str = "") -> HttpResponse:
        remember_device(self.request, device)
        self.request.session.cycle_key()
        return self.redirect(next_path(self.request), message)


@TotpPage.view(decorators=(never_cache,), template_name="accounts/totp.html")
def second_factor(page: TotpPage, data: dict[str, Any]) -> HttpResponse:
    return page.enter(check_second_factor(actor=page.actor, person=page.user, code=data["code"]))


class EnrolmentPage(TotpPage):
    """A user who already has a device must prove it before enrolling another: a password alone must not replace it."""

    def load(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if has_second_factor(self.user) and not is_second_factor_given(self.request):
            return self.redirect(url_with_next("accounts:totp", self.request))
        return None

    @property
    def pending_id(self) -> int | None:
        pending_id: int | None = self.request.session.get(_PENDING_DEVICE_KEY)
        return pending_id

    def context(self) -> dict[str, Any]:
        enrolment = begin_enrolment(actor=self.actor, person=self.user, pending_id=self.pending_id)
        self.request.session[_PENDING_DEVICE_KEY] = enrolment.device_id
        return super().context() | {
            "enrolment": enrolment,
            "picture": _qr_code(enrolment.otpauth_url),
            "required": self.actor.has_role(*SECOND_FACTOR_ROLES),
        }


@EnrolmentPage.view(
    decorators=(never_cache, requires_reauthentication), template_name="accounts/totp_enrol.html", shows_conflicts=True
)
def enrol_second_factor(page: EnrolmentPage, data: dict[str, Any]) -> HttpResponse:
    device = confirm_enrolment(actor=page.actor, person=page.user, pending_id=page.pending_id, code=data["code"])
    page.request.session.pop(_PENDING_DEVICE_KEY, None)
    page.request.session["second_factor"] = True
    return page.enter(device, "Votre téléphone est enregistré. Un code sera demandé à chaque connexion.")


def _qr_code(address: str) -> SafeString:
    """QR code of the address: shapes only, without style, as the content security policy requires."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn by segno, which writes no text of ours


class IdentityCheckForm(forms.Form):
    password = password_field("Votre mot de passe", "current-password")


class IdentityCheckWithCodeForm(IdentityCheckForm, TotpCodeForm):
    field_order = ["password", "code"]


class IdentityCheckPage(FormPage):
    """Asks the password (and the TOTP code if any) of password users; sends others to their provider or mailbox."""

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
        next_url = next_path(self.request)
        return {
            "way": self.way,
            "next": next_url,
            "email": self.user.email,
            "start_url": f"{self.url('accounts:oidc_start')}?{urlencode({NEXT_PARAM: next_url, 'verifier': '1'})}",
            "openid_label": settings.OIDC_LABEL,
            "answer": f"{_WHY} La réponse vaut {pluralise(int(settings.FRESH_TIME.total_seconds()) // 60, 'minute')}.",
            "has_kept": SAVED_FORM_KEY in self.request.session,
            "sent": _SENT_PARAM in self.request.GET,
            "stays": MAIL_STORED_LOCALLY if is_mail_stored_locally() else "",
        }

    def check_identity(self, data: dict[str, Any]) -> None:
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

    def send_link(self) -> HttpResponse:
        next_url = next_path(self.request)
        self.request.session[AFTER_PROOF_KEY] = next_url
        url = f"{self.url('accounts:prove')}?{urlencode({NEXT_PARAM: next_url, _SENT_PARAM: '1'})}"
        return redirect_then_send_link(self.request, url, self.user.email)


@IdentityCheckPage.view(
    is_atomic=False,
    decorators=(never_cache, sensitive_post_parameters(), own_transactions),
    template_name="accounts/prove.html",
    error_fields={"code_wait": "code", "code_wrong": "code"},
)
def prove_identity(page: IdentityCheckPage, data: dict[str, Any]) -> HttpResponse:
    if page.way == "openid":
        return page.render(page.context())
    if page.way == "link":
        return page.send_link()
    page.check_identity(data)
    record_identity_proof(page.request.session)
    page.request.session.cycle_key()
    return redirect_from_known_device(page.request, page.user, next_path(page.request))
