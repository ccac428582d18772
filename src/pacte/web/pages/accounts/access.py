"""What a view of this group asks of who comes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from pacte.web.pages.accounts.entering import NEXT

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Anonymous people go to the login page and come back; who may do what is asked by queries and services."""
    return login_required(view, redirect_field_name=NEXT)
