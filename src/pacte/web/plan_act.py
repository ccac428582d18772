"""Form page: shows a form, runs an action, reports it and goes back. Rights are checked before rendering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from pacte.kernel.errors import ValidationError


@dataclass(frozen=True, slots=True)
class ActPage:
    """Texts of the page. ``back_url`` is where the user goes afterwards, or on cancel."""

    title: str
    verb: str
    back: str
    answer: str = ""
    note: str = ""
    danger: bool = False
    stylesheet: str = ""
    template: str = "plan_act.html"


def act_page(
    request: HttpRequest,
    said: ActPage,
    form: forms.Form,
    run: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
) -> HttpResponse:
    """``on_valid`` runs the action and returns the success message; its validation errors are shown on the form."""
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                done = run(form.cleaned_data)
        except ValidationError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(said.back)
    has_file = any(isinstance(field, forms.FileField) for field in form.fields.values())
    values = context | {"said": said, "form": form, "has_file": has_file}
    return render(request, said.template, values, status=422 if form.is_bound else 200)
