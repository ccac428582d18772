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
from pacte.web.login_times import begin_login, prove
from pacte.web.pages.accounts.known_device import know_device
from pacte.web.signed_in import NEXT

if TYPE_CHECKING:
    from pacte.accounts.models import Person

PASSWORD, LINK, INVITATION, OPENID = "password", "link", "invitation", "openid"
# Session key of the page to open after an e-mailed link has proved the identity, in the browser that asked for it.
AFTER_PROOF = "after_proof"
NO_POST = (
    "Votre compte n’a pas de fonction en cours : il n’ouvre aucune page. "
    "Demandez à la personne qui administre les comptes de votre Région."
)
_BACKENDS = {OPENID: "pacte.accounts.oidc.OpenIdBackend"}


def posts_open(person: Person) -> Actor | None:
    """Returns the person with their valid memberships, and sets it as row access context. None when there is none."""
    set_row_context(Actor(person_id=person.pk))
    actor = actor_of(person, on=today())
    set_row_context(actor if actor.memberships else NOBODY)
    return actor if actor.memberships else None


def enter(request: HttpRequest, person: Person, *, way: str, remember: bool = False, proved: bool = False) -> bool:
    """Logs the person in under a new session key. Returns False, and does nothing, without a valid membership.

    When the person is already logged in, this is a proof of identity and the login keeps its start.
    ``is_identity_proved``: the OpenID provider has just asked them.
    """
    actor = posts_open(person)
    if actor is None:
        return False
    again = request.user.is_authenticated and request.user.pk == person.pk
    login(request, person, backend=_BACKENDS.get(way, "pacte.accounts.backends.PasswordBackend"))
    request.actor = actor  # type: ignore[attr-defined]
    request.session["second_factor"] = has_second_factor(person)
    # The TOTP code is asked again too, under a new key.
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    request.session.cycle_key()
    if not again:
        request.session["way"] = way
        begin_login(request.session, lasting=remember)
    # A provider that already knew the person may not have asked anything: no proof unless it says so.
    if way != OPENID or proved:
        prove(request.session)
    record_login(actor=actor, method=way)
    return True


def led_to(request: HttpRequest, person: Person, path: str) -> HttpResponse:
    """Redirects to ``path`` and marks this device as known to this account."""
    response = HttpResponseRedirect(path)
    know_device(request, response, person.email)
    return response


def next_path(request: HttpRequest) -> str:
    """Page to open next: a path of this site, never another host; the home page otherwise."""
    asked = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    return asked if is_local_path(asked) else resolve_url("plan:home")


def with_next(name: str, request: HttpRequest) -> str:
    """URL of a page of this group that carries the same next path."""
    asked = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    return reverse(name) + (f"?{urlencode({NEXT: asked})}" if is_local_path(asked) else "")
