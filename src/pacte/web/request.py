"""The request as the pages of the site receive it: Django's, with what ``middleware`` adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pacte.accounts.rules.login_expiry import LoginEndReason
from pacte.kernel.actor import Actor
from pacte.web.navigation import NavigationLink


class Request(HttpRequest):
    """Never instantiated: Django builds the request, and the middleware sets these attributes before any view runs."""

    actor: Actor
    own_transactions: bool
    login_over: LoginEndReason | None
    # Set by « / » alone, for the frame around the desk.
    desk_links: Sequence[NavigationLink]


View = Callable[..., HttpResponseBase]
