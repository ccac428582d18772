"""Access decorator of the account pages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from pacte.web.pages.accounts.login_flow import NEXT_PARAM

View = Callable[..., HttpResponse]


def require_account_login(view: View) -> View:
    """Redirects anonymous users to the login page, then back. Queries and services check the rights."""
    return login_required(view, redirect_field_name=NEXT_PARAM)
