"""Headers of the pages that a secret in their address opens: kept nowhere, indexed nowhere, told to no other site."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.http.response import HttpResponseBase

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
