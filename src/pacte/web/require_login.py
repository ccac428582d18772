"""Pages that need a login: anonymous users are sent to the login page, then back."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from pacte.web.request import Request, View

# Parameter of the login page: where to go afterwards.
NEXT_PARAM = "suite"


def require_login(view: View) -> View:
    """Only requires a login: queries and services check the rights. No cache keeps the redirect."""
    checked = login_required(view, redirect_field_name=NEXT_PARAM)

    @wraps(view)
    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_anonymous = not request.user.is_authenticated
        response: HttpResponseBase = checked(request, *args, **kwargs)
        if is_anonymous:
            add_never_cache_headers(response)
        return response

    return wrapper
