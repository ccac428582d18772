"""Login flow shared by all login methods."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY

from pacte.accounts.queries import actor_of, has_second_factor
from pacte.accounts.row_context import set_row_context
from pacte.accounts.rules import is_local_path
from pacte.accounts.services import record_login
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.web.login_session import begin_login, record_identity_proof
from pacte.web.pages.accounts.known_device import remember_known_device
from pacte.web.require_login import NEXT_PARAM

if TYPE_CHECKING:
    from pacte.accounts.models import Person

PASSWORD, LINK, INVITATION, OPENID = "password", "link", "invitation", "openid"
# Session key of the page to open after an e-mailed link has proved the identity, in the browser that asked for it.
AFTER_PROOF_KEY = "after_proof"
NO_MEMBERSHIP = (
    "Votre compte n’a pas de fonction en cours : il n’ouvre aucune page. "
    "Demandez à la personne qui administre les comptes de votre Région."
)
_BACKENDS = {OPENID: "pacte.accounts.oidc.OpenIdBackend"}


def activate_actor(person: Person) -> Actor | None:
    """Returns the person with their valid memberships, and sets it as row access context. None when there is none."""
    set_row_context(Actor(person_id=person.pk))
    actor = actor_of(person, on=today())
    set_row_context(actor if actor.memberships else NOBODY)
    return actor if actor.memberships else None


def log_in(
    request: HttpRequest, person: Person, *, method: str, remember: bool = False, is_identity_proved: bool = False
) -> bool:
    """Logs the person in under a new session key. Returns False, and does nothing, without a valid membership.

    When the person is already logged in, this is a proof of identity and the login keeps its start.
    ``is_identity_proved``: the OpenID provider has just asked them.
    """
    actor = activate_actor(person)
    if actor is None:
        return False
    is_same_person = request.user.is_authenticated and request.user.pk == person.pk
    login(request, person, backend=_BACKENDS.get(method, "pacte.accounts.backends.PasswordBackend"))
    request.actor = actor  # type: ignore[attr-defined]
    request.session["second_factor"] = has_second_factor(person)
    # The TOTP code is asked again too, under a new key.
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    request.session.cycle_key()
    if not is_same_person:
        request.session["way"] = method
        begin_login(request.session, lasting=remember)
    # A provider that already knew the person may not have asked anything: no proof unless it says so.
    if method != OPENID or is_identity_proved:
        record_identity_proof(request.session)
    record_login(actor=actor, method=method)
    return True


def redirect_from_known_device(request: HttpRequest, person: Person, path: str) -> HttpResponse:
    """Redirects to ``path`` and marks this device as known to this account."""
    response = HttpResponseRedirect(path)
    remember_known_device(request, response, person.email)
    return response


def next_path(request: HttpRequest) -> str:
    """Page to open next: a path of this site, never another host; the home page otherwise."""
    path = request.POST.get(NEXT_PARAM) or request.GET.get(NEXT_PARAM) or ""
    return path if is_local_path(path) else resolve_url("plan:home")


def url_with_next(name: str, request: HttpRequest) -> str:
    """URL of a page of this group that carries the same next path."""
    path = request.POST.get(NEXT_PARAM) or request.GET.get(NEXT_PARAM) or ""
    return reverse(name) + (f"?{urlencode({NEXT_PARAM: path})}" if is_local_path(path) else "")
