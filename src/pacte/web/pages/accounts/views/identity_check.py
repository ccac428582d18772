"""« Confirmez que c’est bien vous »: proof of identity before a sensitive action, by the method used to log in."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pacte.accounts.row_context import acting_as
from pacte.accounts.services import check_second_factor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.web.client_network import client_network_of
from pacte.web.login_session import record_identity_proof as note_proof
from pacte.web.own_transactions import own_transactions
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import UNPROCESSABLE_STATUS
from pacte.web.pages.accounts.background_work import RedirectThenRun
from pacte.web.pages.accounts.emails import MAIL_STORED_LOCALLY, is_mail_stored_locally, send_login_link
from pacte.web.pages.accounts.forms.login import IdentityCheckForm, IdentityCheckWithCodeForm
from pacte.web.pages.accounts.login_flow import (
    AFTER_PROOF_KEY,
    LINK,
    NEXT_PARAM,
    OPENID,
    next_path,
    redirect_from_known_device,
)
from pacte.web.pages.accounts.password_check import check_password_attempt
from pacte.web.reauthentication import SAVED_FORM_KEY

_SENT_PARAM = "envoye"
_WHY = "Cet acte touche des accès, des personnes ou ce que la Région décide : votre identité est demandée à nouveau."


@never_cache
@sensitive_post_parameters()
@require_account_login
@require_http_methods(["GET", "HEAD", "POST"])
@own_transactions
def prove(request: HttpRequest) -> HttpResponse:
    """Asks the password (and the TOTP code if any) of password users; sends others to their provider or mailbox."""
    way = request.session.get("way")
    if way == OPENID:
        return _page(request, "openid", start_url=_provider_url(request))
    if way == LINK or not request.user.has_usable_password():
        return _send_identity_link(request)
    form = (IdentityCheckWithCodeForm if request.user.is_verified() else IdentityCheckForm)(request.POST or None)
    if form.is_valid() and _check_identity(request, form):
        note_proof(request.session)
        request.session.cycle_key()
        return redirect_from_known_device(request, request.user, next_path(request))
    return _page(request, "password", status=UNPROCESSABLE_STATUS if form.is_bound else 200, form=form)


def _check_identity(request: HttpRequest, form: IdentityCheckForm) -> bool:
    """Returns False with the error on its field. Raises ``TooManyRequests``: attempts count as on the login page."""
    person = check_password_attempt(request, request.user.email, form.cleaned_data["password"])
    if person is None or person.pk != request.user.pk:
        form.add_error("password", "Ce n’est pas votre mot de passe. Vérifiez-le.")
        return False
    if "code" in form.cleaned_data:
        try:
            with acting_as(request.actor) as actor:
                check_second_factor(actor=actor, person=request.user, code=form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", str(error))
            return False
    return True


def _send_identity_link(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(
            request,
            "link",
            sent=_SENT_PARAM in request.GET,
            stays=MAIL_STORED_LOCALLY if is_mail_stored_locally() else "",
        )
    request.session[AFTER_PROOF_KEY] = next_path(request)
    again = {NEXT_PARAM: next_path(request), _SENT_PARAM: "1"}
    work = partial(send_login_link, request.user.email, client_network_of(request)[0])
    return RedirectThenRun(f"{reverse('accounts:prove')}?{urlencode(again)}", work)


def _provider_url(request: HttpRequest) -> str:
    return f"{reverse('accounts:oidc_start')}?{urlencode({NEXT_PARAM: next_path(request), 'verifier': '1'})}"


def _page(request: HttpRequest, way: str, status: int = 200, **values: object) -> HttpResponse:
    minutes = int(settings.FRESH_TIME.total_seconds()) // 60
    context = {
        "way": way,
        "next": next_path(request),
        "email": request.user.email,
        "openid_label": settings.OIDC_LABEL,
        "answer": f"{_WHY} La réponse vaut {pluralise(minutes, 'minute')}.",
        "has_kept": SAVED_FORM_KEY in request.session,
    }
    return render(request, "accounts/prove.html", context | values, status=status)
