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
from pacte.web.pages.accounts.access import signed_in
from pacte.web.pages.accounts.asking import TO_CORRECT
from pacte.web.pages.accounts.entering import NEXT, NO_POST, PASSWORD, enter, led_to, next_path, with_next
from pacte.web.pages.accounts.forms.entering import LoginForm
from pacte.web.pages.accounts.trying import tried

_WRONG = "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un lien de connexion par courriel."


_OVER = {
    LoginEndReason.IDLE: "Rien n’a été demandé pendant un moment : la connexion s’est fermée d’elle-même, pour que personne ne "
    "s’en serve à votre place. Connectez-vous : vous reviendrez à la page où vous étiez.",
    LoginEndReason.AGE: "Une connexion dure une journée de travail, ou 7 jours si vous l’avez demandé. Connectez-vous : vous "
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
        given = form.cleaned_data
        person = tried(request, given["email"], given["password"])
        if person is None:
            form.add_error(None, _WRONG)
        else:
            with transaction.atomic():
                entered = enter(request, person, way=PASSWORD, remember=given["remember"])
            if entered:
                return led_to(request, person, next_path(request))
            form.add_error(None, NO_POST)
    values = {
        "form": form,
        "next": request.POST.get(NEXT) or request.GET.get(NEXT) or "",
        "over": _OVER.get(request.GET.get("fin", ""), ""),
        "link_url": with_next("accounts:login_link", request),
        "openid_url": with_next("accounts:oidc_start", request) if settings.OIDC_OPEN else "",
        "openid_label": settings.OIDC_LABEL,
    }
    return render(request, "accounts/login.html", values, status=TO_CORRECT if form.is_bound else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the login on the server: even a copied cookie no longer works."""
    end_login(request)
    messages.success(request, "Vous êtes déconnecté.")
    return HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))


@never_cache
@signed_in
@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """Keep-alive: the page that asks users whether they are still there calls it when they answer."""
    return HttpResponse(status=204)
