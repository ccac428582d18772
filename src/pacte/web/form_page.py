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
class FormPage:
    """Texts of the page. ``back_url`` is where the user goes afterwards, or on cancel."""

    title: str
    submit_label: str
    back_url: str
    intro: str = ""
    note: str = ""
    danger: bool = False
    stylesheet: str = ""
    template: str = "plan_act.html"


def form_page(
    request: HttpRequest,
    page: FormPage,
    form: forms.Form,
    on_valid: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
) -> HttpResponse:
    """``on_valid`` runs the action and returns the success message; its validation errors are shown on the form."""
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                message = on_valid(form.cleaned_data)
        except ValidationError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, message)
            return HttpResponseRedirect(page.back_url)
    has_file = any(isinstance(field, forms.FileField) for field in form.fields.values())
    values = context | {"said": page, "form": form, "has_file": has_file}
    return render(request, page.template, values, status=422 if form.is_bound else 200)
