"""Marks downloaded demo files as such in their name, whatever page produced them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

DEMO_SUFFIX = "_donnees-fictives"
_FILE_NAME = re.compile(r'(filename=")([^"]*?)(\.\w+)?(")')
_HEADER = "Content-Disposition"


class DemoFileNameMiddleware:
    """An uploaded file that is downloaded again (``filename*``) keeps the name given by its owner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.INSTANCE.name == "demo" and _HEADER in response.headers:
            response.headers[_HEADER] = add_demo_suffix(response.headers[_HEADER])
        return response


def add_demo_suffix(header: str) -> str:
    """« achats.csv » becomes « achats_donnees-fictives.csv ». A name that already has the suffix is unchanged."""
    if DEMO_SUFFIX in header:
        return header
    return _FILE_NAME.sub(lambda name: f"{name[1]}{name[2]}{DEMO_SUFFIX}{name[3] or ''}{name[4]}", header)
