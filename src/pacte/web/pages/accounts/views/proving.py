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
from pacte.web.asks_again import KEPT
from pacte.web.client_network import network_in
from pacte.web.login_times import prove as note_proof
from pacte.web.own_transactions import own_transactions
from pacte.web.pages.accounts.access import signed_in
from pacte.web.pages.accounts.afterwards import RedirectThen
from pacte.web.pages.accounts.asking import TO_CORRECT
from pacte.web.pages.accounts.entering import AFTER_PROOF, LINK, NEXT, OPENID, led_to, next_path
from pacte.web.pages.accounts.forms.entering import ProveForm, ProveWithCodeForm
from pacte.web.pages.accounts.letters import STAY_HERE, mails_stay_here, send_login_link
from pacte.web.pages.accounts.trying import tried

_SENT = "envoye"
_WHY = "Cet acte touche des accès, des personnes ou ce que la Région décide : votre identité est demandée à nouveau."


@never_cache
@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@own_transactions
def prove(request: HttpRequest) -> HttpResponse:
    """Asks the password (and the TOTP code if any) of password users; sends others to their provider or mailbox."""
    way = request.session.get("way")
    if way == OPENID:
        return _page(request, "openid", start_url=_provider_url(request))
    if way == LINK or not request.user.has_usable_password():
        return _by_link(request)
    form = (ProveWithCodeForm if request.user.is_verified() else ProveForm)(request.POST or None)
    if form.is_valid() and _proved(request, form):
        note_proof(request.session)
        request.session.cycle_key()
        return led_to(request, request.user, next_path(request))
    return _page(request, "password", status=TO_CORRECT if form.is_bound else 200, form=form)


def _proved(request: HttpRequest, form: ProveForm) -> bool:
    """Returns False with the error on its field. Raises ``TooManyRequests``: attempts count as on the login page."""
    person = tried(request, request.user.email, form.cleaned_data["password"])
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


def _by_link(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "link", sent=_SENT in request.GET, stays=STAY_HERE if mails_stay_here() else "")
    request.session[AFTER_PROOF] = next_path(request)
    again = {NEXT: next_path(request), _SENT: "1"}
    work = partial(send_login_link, request.user.email, network_in(request)[0])
    return RedirectThen(f"{reverse('accounts:prove')}?{urlencode(again)}", work)


def _provider_url(request: HttpRequest) -> str:
    return f"{reverse('accounts:oidc_start')}?{urlencode({NEXT: next_path(request), 'verifier': '1'})}"


def _page(request: HttpRequest, way: str, status: int = 200, **values: object) -> HttpResponse:
    minutes = int(settings.FRESH_TIME.total_seconds()) // 60
    known = {
        "way": way, "next": next_path(request), "email": request.user.email, "openid_label": settings.OIDC_LABEL,
        "answer": f"{_WHY} La réponse vaut {pluralise(minutes, 'minute')}.", "has_kept": KEPT in request.session,
    }  # fmt: skip
    return render(request, "accounts/prove.html", known | values, status=status)
