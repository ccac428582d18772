"""Login by an e-mailed link: asking for it, using it once."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import usable_login_link
from pacte.accounts.records import LinkPurpose
from pacte.accounts.services import set_password, use_login_link
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.web.client_network import network_in
from pacte.web.pages.accounts.afterwards import RedirectThen
from pacte.web.pages.accounts.asking import TO_CORRECT, done
from pacte.web.pages.accounts.entering import (
    AFTER_PROOF,
    INVITATION,
    LINK,
    NO_POST,
    enter,
    led_to,
    next_path,
    posts_open,
)
from pacte.web.pages.accounts.forms.entering import LinkForm, NewPasswordForm, UseLinkForm
from pacte.web.pages.accounts.letters import STAY_HERE, mails_stay_here, send_login_link

_SENT = "envoye"
_GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login_link(request: HttpRequest) -> HttpResponse:
    """Same answer in the same time for every e-mail: the account is looked up after the response is sent."""
    form = LinkForm(request.POST or None)
    if form.is_valid():
        work = partial(send_login_link, form.cleaned_data["email"], network_in(request)[0])
        return RedirectThen(f"{reverse('accounts:login_link')}?{_SENT}=1", work)
    values = {"form": form, "sent": _SENT in request.GET, "stays": STAY_HERE if mails_stay_here() else ""}
    return render(request, "accounts/login_link.html", values, status=TO_CORRECT if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only shows a button, so that a program which reads e-mails does not consume the link."""
    link = usable_login_link(secret=secret, at=now())
    if link is None:
        return render(request, "accounts/link_gone.html", status=_GONE)
    purpose = LinkPurpose(link.purpose)
    form_class = NewPasswordForm if purpose is LinkPurpose.INVITATION else UseLinkForm
    form = form_class(request.POST if request.method == "POST" else None)
    person = link.person
    if form.is_valid() and posts_open(person) is None:
        # The link stays unused: it will work once the membership begins.
        return render(request, "accounts/no_post.html", {"why": NO_POST}, status=403)

    def open_once() -> None:
        if use_login_link(actor=NOBODY, secret=secret, purpose=purpose) is None:
            raise Conflict("link_used", "Ce lien vient de servir.", hint="Demandez-en un autre.")
        if purpose is LinkPurpose.INVITATION:
            bearer = Actor(person_id=person.pk, name=str(person))
            set_password(actor=bearer, person=person, password=form.cleaned_data["new_password"])

    if done(form, open_once, {"password_weak": "new_password"}):
        enter(request, person, way=INVITATION if purpose is LinkPurpose.INVITATION else LINK)
        return led_to(request, person, request.session.pop(AFTER_PROOF, None) or next_path(request))
    values = {"form": form, "person": person, "is_invitation": purpose is LinkPurpose.INVITATION}
    return render(request, "accounts/use_link.html", values, status=TO_CORRECT if form.is_bound else 200)
