"""Pages that need a login: anonymous users are sent to the login page, then back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required

from pacte.web.request import View

# Parameter of the login page: where to go afterwards.
NEXT_PARAM = "suite"


def require_login(view: View) -> View:
    """Only requires a login: queries and services check the rights."""
    return login_required(view, redirect_field_name=NEXT_PARAM)
