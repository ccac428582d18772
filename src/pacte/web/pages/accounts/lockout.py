"""The page shown after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from pacte.accounts.queries import last_failure
from pacte.kernel.clock import now


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429, with the hour from which to try again. Known and unknown e-mails are locked alike."""
    email = str((credentials or {}).get("email") or "")
    until = (last_failure(email) or now()) + get_cool_off(request)
    page = render(request, "errors/429.html", {"until": until}, status=429)
    page["Retry-After"] = str(max(1, int((until - now()).total_seconds())))
    add_never_cache_headers(page)
    return page
