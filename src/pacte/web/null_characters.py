"""Rejects NUL characters, which no page, file or column can hold, before anything reads the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

_NULL = "\x00"
_API_PREFIX = "/api/"  # Its schema describes how it rejects them.


class NullCharacterMiddleware:
    """In a path: 404. In the query string or in a form: 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_API_PREFIX):
            if _NULL in request.path_info:
                raise Http404
            _refuse_null(request.GET.lists())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *view_arguments: object) -> None:
        """The CSRF protection has parsed the form by now; a view without it reads the body itself."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            _refuse_null(request.POST.lists())


def _refuse_null(fields: Iterable[tuple[str, list[str]]]) -> None:
    for name, values in fields:
        if _NULL in name or any(_NULL in value for value in values):
            raise BadRequest("null sign")
