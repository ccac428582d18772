"""Client address of a request. Pure.

``X-Forwarded-For`` can be written by anybody. It is trusted only from the proxies listed in the settings, and read from
its right end: the first address that is not a trusted proxy is the one seen by the last trusted proxy.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from pacte.kernel.errors import ConfigurationError

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
# A client with one IPv6 address has the 2^64 addresses of its network.
_IPV6_PREFIX = 64


def parse_networks(setting: str, texts: Iterable[str]) -> tuple[Network, ...]:
    """Parses « 10.0.0.0/8 », « 192.0.2.7 »… Raises ``ConfigurationError`` with the name of the setting."""
    parsed_networks = []
    for text in texts:
        try:
            parsed_networks.append(ip_network(text.strip()))
        except ValueError as error:
            raise ConfigurationError(
                "network", f"« {text} » n’est pas un réseau.", f"Il est donné dans {setting}.",
                "Écrivez par exemple « 10.0.0.0/8, 192.0.2.7 ».",
            ) from error  # fmt: skip
    return tuple(parsed_networks)


def client_address(remote: str, forwarded: str, trusted: tuple[Network, ...]) -> Address | None:
    """The right-most hop that is not a trusted proxy; None when there are only proxies, or an invalid address."""
    hops = [*forwarded.split(","), remote] if forwarded else [remote]
    for hop in reversed(hops):
        address = _parse_address(hop)
        if address is None or not is_in_networks(address, trusted):
            return address
    return None


def is_in_networks(address: Address, networks_to_match: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks_to_match if network.version == address.version)


def is_address_in_networks(text: str, networks_to_match: tuple[Network, ...]) -> bool:
    """As ``is_in_networks``, for the text of an address. False when it is not an address."""
    address = _parse_address(text)
    return address is not None and is_in_networks(address, networks_to_match)


def network_key(address: Address) -> str:
    """Unit of rate limiting: an IPv4 address, or the /64 of an IPv6 one."""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, _IPV6_PREFIX), strict=False))


def _parse_address(text: str) -> Address | None:
    try:
        parsed = ip_address(text.strip())
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
