"""Second factor (TOTP): asked at each login, enrolled once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.queries import has_second_factor
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.services import begin_enrolment, check_second_factor, confirm_enrolment
from pacte.web.page import FormPage
from pacte.web.pages.accounts.fields import TotpCodeForm
from pacte.web.pages.accounts.login_flow import is_second_factor_given, next_path, typed_next_path, url_with_next
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.request import View

_PENDING_DEVICE_KEY = "pending_telephone"


class TotpPage(FormPage):
    """Asks the current TOTP code. Each code works once; wrong ones cause longer and longer delays, so they are kept."""

    is_atomic = False
    decorators: Sequence[Callable[[View], View]] = (never_cache,)
    template_name = "accounts/totp.html"
    form_class = TotpCodeForm
    error_fields = dict.fromkeys(("code_wait", "code_wrong", "no_second_factor"), "code")

    def load(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if is_second_factor_given(self.request):
            return HttpResponseRedirect(next_path(self.request))
        if not has_second_factor(self.user):
            return HttpResponseRedirect(url_with_next("accounts:totp_enrol", self.request))
        return None

    def context(self) -> dict[str, Any]:
        return {"next": typed_next_path(self.request)}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        return self._enter(check_second_factor(actor=self.actor, person=self.user, code=data["code"]))

    def _enter(self, device: TOTPDevice) -> HttpResponse:
        remember_device(self.request, device)
        self.request.session.cycle_key()
        return HttpResponseRedirect(next_path(self.request))


class EnrolmentPage(TotpPage):
    """A user who already has a device must prove it before enrolling another: a password alone must not replace it."""

    decorators = (never_cache, requires_reauthentication)
    template_name = "accounts/totp_enrol.html"
    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if has_second_factor(self.user) and not is_second_factor_given(self.request):
            return HttpResponseRedirect(url_with_next("accounts:totp", self.request))
        return None

    @property
    def _pending_id(self) -> int | None:
        pending_id: int | None = self.request.session.get(_PENDING_DEVICE_KEY)
        return pending_id

    def context(self) -> dict[str, Any]:
        enrolment = begin_enrolment(actor=self.actor, person=self.user, pending_id=self._pending_id)
        self.request.session[_PENDING_DEVICE_KEY] = enrolment.device_id
        return super().context() | {
            "enrolment": enrolment,
            "picture": _qr_code(enrolment.otpauth_url),
            "required": self.actor.has_role(*SECOND_FACTOR_ROLES),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        device = confirm_enrolment(actor=self.actor, person=self.user, pending_id=self._pending_id, code=data["code"])
        self.request.session.pop(_PENDING_DEVICE_KEY, None)
        self.request.session["second_factor"] = True
        response = self._enter(device)
        messages.success(self.request, "Votre téléphone est enregistré. Un code sera demandé à chaque connexion.")
        return response


def _qr_code(address: str) -> SafeString:
    """QR code of the address: shapes only, without style, as the content security policy requires."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn by segno, which writes no text of ours
