"""Where a request comes from, as the limits count it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from pacte.kernel.network import client_address, network_of, within


def network_in(request: HttpRequest) -> tuple[str | None, bool]:
    """The network counted as one, None when unknown; and whether the settings name it among the known ones."""
    found = client_address(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES
    )
    if found is None:
        return None, False
    return network_of(found), within(found, settings.KNOWN_NETWORKS)
