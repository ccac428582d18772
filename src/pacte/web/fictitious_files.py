"""The files of the demonstration say what they are in their very name, whatever page made them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LABEL = "_donnees-fictives"
_NAME = re.compile(r'(filename=")([^"]*?)(\.\w+)?(")')
_HEADER = "Content-Disposition"


class FictitiousFilesMiddleware:
    """A file that somebody sent and takes back (``filename*``) keeps the name that they gave it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.INSTANCE.name == "demo" and _HEADER in response.headers:
            response.headers[_HEADER] = labelled(response.headers[_HEADER])
        return response


def labelled(header: str) -> str:
    """« achats.csv » becomes « achats_donnees-fictives.csv »; a name that says it already stays."""
    if LABEL in header:
        return header
    return _NAME.sub(lambda name: f"{name[1]}{name[2]}{LABEL}{name[3] or ''}{name[4]}", header)
