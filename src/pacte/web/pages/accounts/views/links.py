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
from pacte.web.client_network import client_network_of
from pacte.web.pages.accounts.account_form_page import UNPROCESSABLE_STATUS, run_account_form
from pacte.web.pages.accounts.background_work import RedirectThenRun
from pacte.web.pages.accounts.emails import MAIL_STORED_LOCALLY, is_mail_stored_locally, send_login_link
from pacte.web.pages.accounts.forms.login import LoginLinkForm, NewPasswordForm, UseLoginLinkForm
from pacte.web.pages.accounts.login_flow import (
    AFTER_PROOF_KEY,
    INVITATION,
    LINK,
    NO_MEMBERSHIP,
    activate_actor,
    log_in,
    next_path,
    redirect_from_known_device,
)

_SENT_PARAM = "envoye"
_GONE_STATUS = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login_link(request: HttpRequest) -> HttpResponse:
    """Same answer in the same time for every e-mail: the account is looked up after the response is sent."""
    form = LoginLinkForm(request.POST or None)
    if form.is_valid():
        work = partial(send_login_link, form.cleaned_data["email"], client_network_of(request)[0])
        return RedirectThenRun(f"{reverse('accounts:login_link')}?{_SENT_PARAM}=1", work)
    values = {
        "form": form,
        "sent": _SENT_PARAM in request.GET,
        "stays": MAIL_STORED_LOCALLY if is_mail_stored_locally() else "",
    }
    return render(request, "accounts/login_link.html", values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only shows a button, so that a program which reads e-mails does not consume the link."""
    link = usable_login_link(secret=secret, at=now())
    if link is None:
        return render(request, "accounts/link_gone.html", status=_GONE_STATUS)
    purpose = LinkPurpose(link.purpose)
    form_class = NewPasswordForm if purpose is LinkPurpose.INVITATION else UseLoginLinkForm
    form = form_class(request.POST if request.method == "POST" else None)
    person = link.person
    if form.is_valid() and activate_actor(person) is None:
        # The link stays unused: it will work once the membership begins.
        return render(request, "accounts/no_post.html", {"why": NO_MEMBERSHIP}, status=403)

    def open_once() -> None:
        if use_login_link(actor=NOBODY, secret=secret, purpose=purpose) is None:
            raise Conflict("link_used", "Ce lien vient de servir.", hint="Demandez-en un autre.")
        if purpose is LinkPurpose.INVITATION:
            bearer = Actor(person_id=person.pk, name=str(person))
            set_password(actor=bearer, person=person, password=form.cleaned_data["new_password"])

    if run_account_form(form, open_once, {"password_weak": "new_password"}):
        log_in(request, person, method=INVITATION if purpose is LinkPurpose.INVITATION else LINK)
        return redirect_from_known_device(
            request, person, request.session.pop(AFTER_PROOF_KEY, None) or next_path(request)
        )
    values = {"form": form, "person": person, "is_invitation": purpose is LinkPurpose.INVITATION}
    return render(request, "accounts/use_link.html", values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)
