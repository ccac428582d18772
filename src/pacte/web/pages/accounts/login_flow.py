"""Login flow shared by all login methods, and the cookie of a known device.

This signed cookie, read only by this site, grants nothing: with it, password guessing from elsewhere cannot lock out
the owner of an account. See « device cookies » in the OWASP pages on guessing attacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp import DEVICE_ID_SESSION_KEY

from pacte.accounts.queries import actor_of, has_second_factor
from pacte.accounts.row_context import set_row_context
from pacte.accounts.rules import is_local_path
from pacte.accounts.services import PasswordAttempt, person_by_password, record_login
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.web.client_network import client_network_of
from pacte.web.login_session import begin_login, record_identity_proof
from pacte.web.request import Request
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
# The cookie of a known device.
_DEVICE_COOKIE = "appareil"
_SALT = "pacte.accounts.device"
_MAX_AGE_SECONDS = 90 * 24 * 3600
# On a shared computer the oldest accounts are dropped.
_MAX_ACCOUNTS = 5
_BACKENDS = {OPENID: "pacte.accounts.oidc.OpenIdBackend"}


def activate_actor(person: Person) -> Actor | None:
    """Returns the person with their valid memberships, and sets it as row access context. None when there is none."""
    set_row_context(Actor(person_id=person.pk))
    actor = actor_of(person, on=today())
    set_row_context(actor if actor.memberships else NOBODY)
    return actor if actor.memberships else None


def log_in(
    request: Request, person: Person, *, method: str, remember: bool = False, is_identity_proved: bool = False
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
    request.actor = actor
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


def check_password_attempt(request: Request, email: str, password: str) -> Person | None:
    """Returns the person whose password it is, or None. Raises ``TooManyRequests``. For views with own transactions."""
    network, is_known = client_network_of(request)
    attempt = PasswordAttempt(email, password, network, is_known, _is_known_device(request, email))
    return person_by_password(actor=NOBODY, attempt=attempt)


def is_second_factor_given(request: HttpRequest) -> bool:
    """True once this login gave its TOTP code."""
    user: Any = request.user  # The middleware of django-otp adds the method.
    return bool(user.is_verified())


def redirect_from_known_device(request: HttpRequest, person: Person, path: str) -> HttpResponse:
    """Redirects to ``path`` and marks this device as known to this account."""
    own_mark = _account_mark(person.email)
    marks = [*(mark for mark in _device_marks(request) if mark != own_mark), own_mark][-_MAX_ACCOUNTS:]
    response = HttpResponseRedirect(path)
    response.set_signed_cookie(
        _DEVICE_COOKIE,
        ".".join(marks),
        salt=_SALT,
        max_age=_MAX_AGE_SECONDS,
        path="/connexion/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def typed_next_path(request: HttpRequest) -> str:
    """The next path as the request gives it, which may be another host: for the hidden field of a form only."""
    return request.POST.get(NEXT_PARAM) or request.GET.get(NEXT_PARAM) or ""


def next_path(request: HttpRequest) -> str:
    """Page to open next: a path of this site, never another host; the home page otherwise."""
    path = typed_next_path(request)
    return path if is_local_path(path) else resolve_url("desks:home")


def url_with_next(name: str, request: HttpRequest) -> str:
    """URL of a page of this group that carries the same next path."""
    path = typed_next_path(request)
    return reverse(name) + (f"?{urlencode({NEXT_PARAM: path})}" if is_local_path(path) else "")


def _is_known_device(request: HttpRequest, email: str) -> bool:
    """True when this browser logged in to the account of this canonical e-mail in the last 90 days."""
    own_mark = _account_mark(email)
    return any(constant_time_compare(mark, own_mark) for mark in _device_marks(request))


def _device_marks(request: HttpRequest) -> list[str]:
    try:
        cookie = request.get_signed_cookie(_DEVICE_COOKIE, default="", salt=_SALT, max_age=_MAX_AGE_SECONDS)
    except BadSignature:
        return []
    return [mark for mark in (cookie or "").split(".") if mark]


def _account_mark(email: str) -> str:
    return salted_hmac(_SALT, email, algorithm="sha256").hexdigest()[:32]
