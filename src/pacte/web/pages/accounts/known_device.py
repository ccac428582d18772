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
_MAX_AGE_SECONDS = 90 * 24 * 3600
# On a shared computer the oldest accounts are dropped.
_MAX_ACCOUNTS = 5


def is_known_device(request: HttpRequest, email: str) -> bool:
    """True when this browser logged in to the account of this canonical e-mail in the last 90 days."""
    own_mark = _account_mark(email)
    return any(constant_time_compare(mark, own_mark) for mark in _device_marks(request))


def remember_known_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    own_mark = _account_mark(email)
    marks = [*(mark for mark in _device_marks(request) if mark != own_mark), own_mark][-_MAX_ACCOUNTS:]
    response.set_signed_cookie(
        COOKIE,
        ".".join(marks),
        salt=_SALT,
        max_age=_MAX_AGE_SECONDS,
        path="/connexion/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _device_marks(request: HttpRequest) -> list[str]:
    try:
        cookie = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_MAX_AGE_SECONDS)
    except BadSignature:
        return []
    return [mark for mark in cookie.split(".") if mark]


def _account_mark(email: str) -> str:
    return salted_hmac(_SALT, email, algorithm="sha256").hexdigest()[:32]
