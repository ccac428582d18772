"""Re-authentication before sensitive actions: an open browser or a stolen cookie must not be enough.

A view opts in with one decorator, below ``require_login``. ``asks_again`` in tests/web/access marks all of them, and a
test compares the two. The check comes before the form is shown. When the proof expires while a form is being filled,
the submitted values are saved for a while and shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from pacte.kernel.clock import true_now
from pacte.web.login_session import has_recent_identity_proof
from pacte.web.request import View
from pacte.web.require_login import NEXT_PARAM

SAVED_FORM_KEY = "kept_form"
_VIEW_MARK = "asks_again"
_SAVED_FORM_SECONDS = 1800
_MAX_SAVED_CHARACTERS = 100_000
# Never saved: credentials.
_SECRET_FIELDS = ("password", "csrfmiddlewaretoken")


def requires_reauthentication(view: View) -> View:
    """Runs the view if the user proved their identity recently; otherwise redirects to the proof page, then back."""

    @wraps(view)
    def wrapper(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponseBase:
        if not has_recent_identity_proof(request.session):
            return _redirect_to_proof(request)
        saved_form = _pop_saved_form(request)
        if saved_form is not None:
            return render(
                request, "kept_form.html", {"fields": saved_form["fields"], "had_file": saved_form["had_file"]}
            )
        return view(request, *positional, **named)

    setattr(wrapper, _VIEW_MARK, True)
    return wrapper


def needs_reauthentication(view: Callable[..., Any]) -> bool:
    return getattr(view, _VIEW_MARK, False)


def _redirect_to_proof(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _save_form(request)
    return HttpResponseRedirect(f"{reverse('accounts:prove')}?{urlencode({NEXT_PARAM: request.get_full_path()})}")


def _save_form(request: HttpRequest) -> None:
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if not any(secret in name for secret in _SECRET_FIELDS)
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) <= _MAX_SAVED_CHARACTERS:
        request.session[SAVED_FORM_KEY] = {
            "path": request.get_full_path(), "at": true_now().timestamp(), "fields": fields,
            "had_file": bool(request.FILES),
        }  # fmt: skip


def _pop_saved_form(request: HttpRequest) -> dict[str, Any] | None:
    """Returns the values submitted to this page before the proof, once; None when there are none or they expired."""
    saved_form: dict[str, Any] | None = request.session.get(SAVED_FORM_KEY)
    if saved_form is None or request.method != "GET" or saved_form["path"] != request.get_full_path():
        return None
    del request.session[SAVED_FORM_KEY]
    return saved_form if true_now().timestamp() - saved_form["at"] < _SAVED_FORM_SECONDS else None
