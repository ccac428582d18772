"""Second factor (TOTP): asked at each login, enrolled once."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login as remember_device

from pacte.accounts.queries import has_second_factor
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.services import begin_enrolment, check_second_factor, confirm_enrolment
from pacte.kernel.errors import Conflict, ValidationError
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import UNPROCESSABLE_STATUS
from pacte.web.pages.accounts.forms.login import TotpCodeForm
from pacte.web.pages.accounts.login_flow import NEXT_PARAM, next_path, url_with_next
from pacte.web.reauthentication import requires_reauthentication

_PENDING_DEVICE_KEY = "pending_telephone"


@never_cache
@require_account_login
@require_http_methods(["GET", "HEAD", "POST"])
def totp(request: HttpRequest) -> HttpResponse:
    """Asks the current TOTP code. Each code works once; wrong ones cause longer and longer delays."""
    if request.user.is_verified():
        return HttpResponseRedirect(next_path(request))
    if not has_second_factor(request.user):
        return HttpResponseRedirect(url_with_next("accounts:totp_enrol", request))
    form = TotpCodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = check_second_factor(actor=request.actor, person=request.user, code=form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", str(error))
        else:
            remember_device(request, device)
            request.session.cycle_key()
            return HttpResponseRedirect(next_path(request))
    values = {"form": form, "next": request.POST.get(NEXT_PARAM) or request.GET.get(NEXT_PARAM) or ""}
    return render(request, "accounts/totp.html", values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)


@never_cache
@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def totp_enrol(request: HttpRequest) -> HttpResponse:
    """A user who already has a device must prove it before enrolling another: a password alone must not replace it."""
    if has_second_factor(request.user) and not request.user.is_verified():
        return HttpResponseRedirect(url_with_next("accounts:totp", request))
    form = TotpCodeForm(request.POST or None)
    pending_id = request.session.get(_PENDING_DEVICE_KEY)
    if form.is_valid():
        try:
            device = confirm_enrolment(
                actor=request.actor, person=request.user, pending_id=pending_id, code=form.cleaned_data["code"]
            )
        except (ValidationError, Conflict) as error:
            form.add_error("code", str(error))
        else:
            request.session.pop(_PENDING_DEVICE_KEY, None)
            request.session["second_factor"] = True
            remember_device(request, device)
            request.session.cycle_key()
            messages.success(request, "Votre téléphone est enregistré. Un code sera demandé à chaque connexion.")
            return HttpResponseRedirect(next_path(request))
    enrolment = begin_enrolment(actor=request.actor, person=request.user, pending_id=pending_id)
    request.session[_PENDING_DEVICE_KEY] = enrolment.device_id
    values = {
        "form": form,
        "enrolment": enrolment,
        "picture": _qr_code(enrolment.otpauth_url),
        "required": request.actor.has_role(*SECOND_FACTOR_ROLES),
        "next": request.POST.get(NEXT_PARAM) or request.GET.get(NEXT_PARAM) or "",
    }
    return render(request, "accounts/totp_enrol.html", values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)


def _qr_code(address: str) -> SafeString:
    """QR code of the address: shapes only, without style, as the content security policy requires."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn by segno, which writes no text of ours
