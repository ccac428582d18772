"""Pages that a secret in their address opens: kept nowhere, indexed nowhere, told to no other site.

They need no login: an expired one does not send their reader to the login page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.http.response import HttpResponseBase

from pacte.web.request import View

_VIEW_MARK = "opened_by_secret"

PRIVACY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store, private, max-age=0",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
    }
)


def with_headers(response: HttpResponseBase, headers: Mapping[str, str] = PRIVACY_HEADERS) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def opened_by_secret(view: View) -> View:
    """Decorators above it must keep the attributes of the view, as ``functools.wraps`` does."""
    setattr(view, _VIEW_MARK, True)
    return view


def is_opened_by_secret(view: Callable[..., Any] | None) -> bool:
    return getattr(view, _VIEW_MARK, False)
