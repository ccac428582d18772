"""Login by e-mail and password, or by an e-mailed link that is used once; logout."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import logout as end_login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from pacte.accounts.queries import usable_login_link
from pacte.accounts.records import LinkPurpose
from pacte.accounts.rules.login_expiry import LoginEndReason
from pacte.accounts.services import set_password, use_login_link
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import true_now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.web.own_transactions import own_transactions
from pacte.web.page import FormPage, Page
from pacte.web.pages.accounts.emails import MAIL_STORED_LOCALLY, is_mail_stored_locally, redirect_then_send_link
from pacte.web.pages.accounts.fields import NewPasswordForm, email_field, password_field
from pacte.web.pages.accounts.login_flow import (
    AFTER_PROOF_KEY,
    INVITATION,
    LINK,
    NO_MEMBERSHIP,
    PASSWORD,
    activate_actor,
    check_password_attempt,
    log_in,
    next_path,
    redirect_from_known_device,
    typed_next_path,
    url_with_next,
)

_SENT_PARAM = "envoye"
_GONE_STATUS = 410
_WRONG_CREDENTIALS = (
    "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un lien de connexion par courriel."
)
_LOGIN_END_MESSAGES: dict[str, str] = {
    LoginEndReason.IDLE: "Rien n’a été demandé pendant un moment : la connexion s’est fermée d’elle-même, pour que "
    "personne ne s’en serve à votre place. Connectez-vous : vous reviendrez à la page où vous étiez.",
    LoginEndReason.AGE: "Une connexion dure une journée de travail, ou 7 jours si vous l’avez demandé. Connectez-vous "
    ": vous reviendrez à la page où vous étiez.",
}


class LoginLinkForm(forms.Form):
    email = email_field()


class LoginForm(LoginLinkForm):
    password = password_field("Mot de passe", "current-password")
    remember = forms.BooleanField(
        label="Rester connecté 7 jours sur cet appareil",
        required=False,
        help_text="À ne pas cocher sur un poste partagé. Sans effet pour les rôles qui engagent la Région.",
    )


class LoginPage(FormPage):
    """A person who is already logged in goes on."""

    def load(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        return self.redirect(next_path(self.request)) if self.request.user.is_authenticated else None

    def context(self) -> dict[str, Any]:
        return {
            "next": typed_next_path(self.request),
            "over": _LOGIN_END_MESSAGES.get(self.request.GET.get("fin", ""), ""),
            "link_url": url_with_next("accounts:login_link", self.request),
            "openid_url": url_with_next("accounts:oidc_start", self.request) if settings.OIDC_OPEN else "",
            "openid_label": settings.OIDC_LABEL,
        }


@LoginPage.view(
    is_public=True,
    is_atomic=False,
    template_name="accounts/login.html",
    form_class=LoginForm,
    decorators=(never_cache, sensitive_post_parameters("password"), own_transactions),
)
def log_in_by_password(page: LoginPage, data: dict[str, Any]) -> HttpResponse:
    """Same message for an unknown e-mail, a wrong password and a closed account."""
    person = check_password_attempt(page.request, data["email"], data["password"])
    if person is None:
        raise ValidationError("credentials", _WRONG_CREDENTIALS)
    with transaction.atomic():
        is_logged_in = log_in(page.request, person, method=PASSWORD, remember=data["remember"])
    if not is_logged_in:
        raise ValidationError("no_membership", NO_MEMBERSHIP)
    return redirect_from_known_device(page.request, person, next_path(page.request))


@FormPage.view(
    is_public=True, http_method_names=("post",), success_url=lambda page: resolve_url(settings.LOGOUT_REDIRECT_URL)
)
def logout(page: FormPage, data: dict[str, Any]) -> str:
    """Ends the login on the server: even a copied cookie no longer works."""
    end_login(page.request)
    return "Vous êtes déconnecté."


@Page.view(decorators=(never_cache,))
def keep_alive(page: Page) -> HttpResponse:
    """Keep-alive: the page that asks users whether they are still there calls it when they answer."""
    return HttpResponse(status=204)


@FormPage.view(
    is_public=True,
    decorators=(never_cache,),
    template_name="accounts/login_link.html",
    form_class=LoginLinkForm,
    context=lambda page: {
        "sent": _SENT_PARAM in page.request.GET,
        "stays": MAIL_STORED_LOCALLY if is_mail_stored_locally() else "",
    },
)
def login_link(page: FormPage, data: dict[str, Any]) -> HttpResponse:
    """Same answer in the same time for every e-mail: the account is looked up after the response is sent."""
    return redirect_then_send_link(page.request, f"{page.url('accounts:login_link')}?{_SENT_PARAM}=1", data["email"])


class UseLinkPage(FormPage):
    """The link of the URL; an invitation also asks for a password."""

    def load(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        self.secret = kwargs["secret"]
        link = usable_login_link(secret=self.secret, at=true_now())
        if link is None:
            return render(self.request, "accounts/link_gone.html", status=_GONE_STATUS)
        self.person, self.purpose = link.person, LinkPurpose(link.purpose)
        self.is_invitation = self.purpose is LinkPurpose.INVITATION
        self.form_class = NewPasswordForm if self.is_invitation else forms.Form
        return None

    def context(self) -> dict[str, Any]:
        return {"person": self.person, "is_invitation": self.is_invitation}


@UseLinkPage.view(
    is_public=True,
    decorators=(never_cache, sensitive_post_parameters()),
    template_name="accounts/use_link.html",
    shows_conflicts=True,
    error_fields={"password_weak": "new_password"},
)
def use_link(page: UseLinkPage, data: dict[str, Any]) -> HttpResponse:
    """GET only shows a button, so that a program which reads e-mails does not consume the link."""
    if activate_actor(page.person) is None:
        # The link stays unused: it will work once the membership begins.
        return render(page.request, "accounts/no_post.html", {"why": NO_MEMBERSHIP}, status=403)
    if use_login_link(actor=NOBODY, secret=page.secret, purpose=page.purpose) is None:
        raise Conflict("link_used", "Ce lien vient de servir.", hint="Demandez-en un autre.")
    if page.is_invitation:
        bearer = Actor(person_id=page.person.pk, name=str(page.person))
        set_password(actor=bearer, person=page.person, password=data["new_password"])
    log_in(page.request, page.person, method=INVITATION if page.is_invitation else LINK)
    path = page.request.session.pop(AFTER_PROOF_KEY, None) or next_path(page.request)
    return redirect_from_known_device(page.request, page.person, path)
