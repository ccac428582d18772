"""Form page shared by the account administration pages: one page, one form, one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pacte.kernel.errors import Conflict, ValidationError

TO_CORRECT = 422


@dataclass(frozen=True, slots=True)
class Question:
    """Title, submit label, and where to go on cancel."""

    title: str
    verb: str
    back: str
    answer: str = ""
    trail: list[dict[str, str]] = field(default_factory=list)
    danger: bool = False


def ask(request: HttpRequest, question: Question, form: forms.Form) -> HttpResponse:
    """Renders the form page, with status 422 when the form has errors."""
    status = TO_CORRECT if form.is_bound else 200
    return render(request, "accounts/ask.html", {"question": question, "form": form}, status=status)


def done(form: forms.Form, act: Callable[[], object], fields: dict[str, str] | None = None) -> bool:
    """Runs ``action`` when the form is valid. Returns whether it succeeded; otherwise the error is on its field.

    ``error_fields`` maps each error code to its field.
    """
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except (ValidationError, Conflict) as error:
        form.add_error((fields or {}).get(error.code), str(error))
        return False
    return True
