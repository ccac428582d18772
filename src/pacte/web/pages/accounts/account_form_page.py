"""Form page shared by the account administration pages: one page, one form, one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pacte.kernel.errors import Conflict, ValidationError

UNPROCESSABLE_STATUS = 422


@dataclass(frozen=True, slots=True)
class AccountFormPage:
    """Title, submit label, and where to go on cancel."""

    title: str
    submit_label: str
    back_url: str
    intro: str = ""
    breadcrumb: list[dict[str, str]] = field(default_factory=list)
    danger: bool = False


def render_account_form(request: HttpRequest, page: AccountFormPage, form: forms.Form) -> HttpResponse:
    """Renders the form page, with status 422 when the form has errors."""
    status = UNPROCESSABLE_STATUS if form.is_bound else 200
    return render(request, "accounts/ask.html", {"question": page, "form": form}, status=status)


def run_account_form(
    form: forms.Form, action: Callable[[], object], error_fields: dict[str, str] | None = None
) -> bool:
    """Runs ``action`` when the form is valid. Returns whether it succeeded; otherwise the error is on its field.

    ``error_fields`` maps each error code to its field.
    """
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            action()
    except (ValidationError, Conflict) as error:
        form.add_error((error_fields or {}).get(error.code), str(error))
        return False
    return True
