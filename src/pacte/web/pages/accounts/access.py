"""Access decorator of the account pages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from pacte.web.pages.accounts.entering import NEXT

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Redirects anonymous users to the login page, then back. Queries and services check the rights."""
    return login_required(view, redirect_field_name=NEXT)
