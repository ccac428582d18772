"""The client network of a request, as used by the rate limits."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from pacte.infra.network import client_address, is_in_networks, network_key


def network_in(request: HttpRequest) -> tuple[str | None, bool]:
    """Returns the network counted as one client (None if unknown), and whether it is in ``settings.KNOWN_NETWORKS``."""
    found = client_address(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES
    )
    if found is None:
        return None, False
    return network_key(found), is_in_networks(found, settings.KNOWN_NETWORKS)
