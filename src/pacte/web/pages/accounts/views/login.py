"""Login by e-mail and password; logout."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as end_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pacte.accounts.rules.login_expiry import LoginEndReason
from pacte.web.own_transactions import own_transactions
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import UNPROCESSABLE_STATUS
from pacte.web.pages.accounts.forms.login import LoginForm
from pacte.web.pages.accounts.login_flow import (
    NEXT_PARAM,
    NO_MEMBERSHIP,
    PASSWORD,
    log_in,
    next_path,
    redirect_from_known_device,
    url_with_next,
)
from pacte.web.pages.accounts.password_check import check_password_attempt

_WRONG_CREDENTIALS = (
    "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un lien de connexion par courriel."
)


_LOGIN_END_MESSAGES = {
    LoginEndReason.IDLE: "Rien n’a été demandé pendant un moment : la connexion s’est fermée d’elle-même, "
    "pour que personne ne "
    "s’en serve à votre place. Connectez-vous : vous reviendrez à la page où vous étiez.",
    LoginEndReason.AGE: "Une connexion dure une journée de travail, ou 7 jours si vous l’avez demandé. "
    "Connectez-vous : vous "
    "reviendrez à la page où vous étiez.",
}


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@own_transactions
def login(request: HttpRequest) -> HttpResponse:
    """Same message for an unknown e-mail, a wrong password and a closed account."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_path(request))
    form = LoginForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        person = check_password_attempt(request, data["email"], data["password"])
        if person is None:
            form.add_error(None, _WRONG_CREDENTIALS)
        else:
            with transaction.atomic():
                is_logged_in = log_in(request, person, method=PASSWORD, remember=data["remember"])
            if is_logged_in:
                return redirect_from_known_device(request, person, next_path(request))
            form.add_error(None, NO_MEMBERSHIP)
    values = {
        "form": form,
        "next": request.POST.get(NEXT_PARAM) or request.GET.get(NEXT_PARAM) or "",
        "over": _LOGIN_END_MESSAGES.get(request.GET.get("fin", ""), ""),
        "link_url": url_with_next("accounts:login_link", request),
        "openid_url": url_with_next("accounts:oidc_start", request) if settings.OIDC_OPEN else "",
        "openid_label": settings.OIDC_LABEL,
    }
    return render(request, "accounts/login.html", values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the login on the server: even a copied cookie no longer works."""
    end_login(request)
    messages.success(request, "Vous êtes déconnecté.")
    return HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))


@never_cache
@require_account_login
@require_safe
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Keep-alive: the page that asks users whether they are still there calls it when they answer."""
    return HttpResponse(status=204)
