"""Password check for a page, with the network and device of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from pacte.accounts.services import PasswordAttempt, person_by_password
from pacte.kernel.actor import NOBODY
from pacte.web.client_network import client_network_of
from pacte.web.pages.accounts.known_device import is_known_device

if TYPE_CHECKING:
    from pacte.accounts.models import Person


def check_password_attempt(request: HttpRequest, email: str, password: str) -> Person | None:
    """Returns the person whose password it is, or None. Raises ``TooManyRequests``. For views with own transactions."""
    network, is_known = client_network_of(request)
    attempt = PasswordAttempt(email, password, network, is_known, is_known_device(request, email))
    return person_by_password(actor=NOBODY, attempt=attempt)
