"""Known device cookie: password guessing from elsewhere cannot lock out the owner of an account.

A signed cookie, read only by this site; it grants nothing. See « device cookies » in the OWASP pages on guessing
attacks.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "appareil"
_SALT = "pacte.accounts.device"
_DAYS_90 = 90 * 24 * 3600
# On a shared computer the oldest accounts are dropped.
_MOST = 5


def knows_device(request: HttpRequest, email: str) -> bool:
    """True when this browser logged in to the account of this canonical e-mail in the last 90 days."""
    mine = _mark(email)
    return any(constant_time_compare(mark, mine) for mark in _marks(request))


def know_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    mine = _mark(email)
    marks = [*(mark for mark in _marks(request) if mark != mine), mine][-_MOST:]
    response.set_signed_cookie(
        COOKIE, ".".join(marks), salt=_SALT, max_age=_DAYS_90, path="/connexion/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _marks(request: HttpRequest) -> list[str]:
    try:
        kept = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_DAYS_90)
    except BadSignature:
        return []
    return [mark for mark in kept.split(".") if mark]


def _mark(email: str) -> str:
    return salted_hmac(_SALT, email, algorithm="sha256").hexdigest()[:32]
