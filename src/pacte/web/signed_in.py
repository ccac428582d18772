"""Pages that only make sense for someone: anonymous people go to the login page, and come back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

# The parameter of the login page that says where to go afterwards.
NEXT = "suite"

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Who may do what is for queries and services to say; this only asks that someone be there."""
    return login_required(view, redirect_field_name=NEXT)
