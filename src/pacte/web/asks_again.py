"""Re-authentication before sensitive actions: an open browser or a stolen cookie must not be enough.

A view opts in with one decorator, below ``require_login``. ``[asks_again]`` of access.toml lists all these views, and a
test compares the two. The check comes before the form is shown. When the proof expires while a form is being filled,
the submitted values are saved for a while and shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from pacte.kernel.clock import now
from pacte.web.login_times import is_fresh
from pacte.web.signed_in import NEXT

View = Callable[..., HttpResponse]
KEPT = "kept_form"
_MARK = "asks_again"
_KEPT_SECONDS = 1800
_LARGEST = 100_000
# Never saved: credentials.
_SECRETS = ("password", "csrfmiddlewaretoken")


def asks_again(view: View) -> View:
    """Runs the view if the user proved their identity recently; otherwise redirects to the proof page, then back."""

    @wraps(view)
    def asked(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponse:
        if not is_fresh(request.session):
            return _ask(request)
        kept = _taken(request)
        if kept is not None:
            return render(request, "kept_form.html", {"fields": kept["fields"], "had_file": kept["had_file"]})
        return view(request, *positional, **named)

    setattr(asked, _MARK, True)
    return asked


def does_ask_again(view: Callable[..., Any]) -> bool:
    return getattr(view, _MARK, False)


def _ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _keep(request)
    return HttpResponseRedirect(f"{reverse('accounts:prove')}?{urlencode({NEXT: request.get_full_path()})}")


def _keep(request: HttpRequest) -> None:
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if not any(secret in name for secret in _SECRETS)
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) <= _LARGEST:
        request.session[KEPT] = {
            "path": request.get_full_path(), "at": now().timestamp(), "fields": fields,
            "had_file": bool(request.FILES),
        }  # fmt: skip


def _taken(request: HttpRequest) -> dict[str, Any] | None:
    """Returns the values submitted to this page before the proof, once; None when there are none or they expired."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept is None or request.method != "GET" or kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT]
    return kept if now().timestamp() - kept["at"] < _KEPT_SECONDS else None
