"""Entering by e-mail and password; leaving."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth import logout as end_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pacte.web.pages.accounts.asking import TO_CORRECT
from pacte.web.pages.accounts.entering import NEXT, NO_POST, PASSWORD, enter, next_path, with_next
from pacte.web.pages.accounts.forms.entering import LoginForm

_WRONG = "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un lien de connexion par courriel."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The same words for an unknown e-mail, a wrong password and a closed account."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_path(request))
    form = LoginForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        person = authenticate(request, email=given["email"], password=given["password"])
        if person is None:
            form.add_error(None, _WRONG)
        elif enter(request, person, way=PASSWORD, remember=given["remember"]):
            return HttpResponseRedirect(next_path(request))
        else:
            form.add_error(None, NO_POST)
    values = {
        "form": form,
        "next": request.POST.get(NEXT) or request.GET.get(NEXT) or "",
        "link_url": with_next("accounts:login_link", request),
        "openid_url": with_next("accounts:oidc_start", request) if settings.OIDC_OPEN else "",
        "openid_label": settings.OIDC_LABEL,
    }
    return render(request, "accounts/login.html", values, status=TO_CORRECT if form.is_bound else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the login on the server: the cookie, even copied, opens nothing any more."""
    end_login(request)
    messages.success(request, "Vous êtes déconnecté.")
    return HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
