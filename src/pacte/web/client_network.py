"""The client network of a request, as used by the rate limits."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from pacte.infra.network import client_address, is_in_networks, network_key


def client_network_of(request: HttpRequest) -> tuple[str | None, bool]:
    """Returns the network counted as one client (None if unknown), and whether it is in ``settings.KNOWN_NETWORKS``."""
    address = client_address(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES
    )
    if address is None:
        return None, False
    return network_key(address), is_in_networks(address, settings.KNOWN_NETWORKS)
