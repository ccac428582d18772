"""One page, one form, one act: what the administration pages of this group share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pacte.kernel.errors import Conflict, Invalid

TO_CORRECT = 422


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks, the verb of its button, and where to go when one gives up."""

    title: str
    verb: str
    back: str
    answer: str = ""
    trail: list[dict[str, str]] = field(default_factory=list)
    danger: bool = False


def ask(request: HttpRequest, question: Question, form: forms.Form) -> HttpResponse:
    """The page of the question. Its status says when something is to correct."""
    status = TO_CORRECT if form.is_bound else 200
    return render(request, "accounts/ask.html", {"question": question, "form": form}, status=status)


def done(form: forms.Form, act: Callable[[], object], fields: dict[str, str] | None = None) -> bool:
    """True when the form is right and the act succeeded; else the error stands by its field.

    ``fields`` tells which field each error code is about.
    """
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except (Invalid, Conflict) as error:
        form.add_error((fields or {}).get(error.code), str(error))
        return False
    return True
