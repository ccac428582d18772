"""The client address of a request: a header that anybody may write is not trusted."""

from __future__ import annotations

import pytest

from pacte.infra.network import client_address, is_in_networks, network_key, parse_networks
from pacte.kernel.errors import ConfigurationError

PROXIES = parse_networks("TESTS", ["10.0.0.0/8", "127.0.0.1", "fd00::/8"])


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        # Only a trusted proxy is believed.
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        # What the visitor wrote is to the left of what the proxy saw.
        ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("127.0.0.1", "10.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"),
        # Only proxies are known, or the text is no address.
        ("127.0.0.1", "", None),
        ("127.0.0.1", "10.0.0.7", None),
        ("127.0.0.1", "inconnu", None),
        ("", "198.51.100.1", None),
    ],
)
def test_the_right_most_hop_that_is_no_trusted_proxy(remote: str, forwarded: str, found: str | None) -> None:
    address = client_address(remote, forwarded, PROXIES)
    assert (str(address) if address else None) == found


def test_without_any_trusted_proxy_the_header_says_nothing() -> None:
    assert str(client_address("203.0.113.9", "127.0.0.1", ())) == "203.0.113.9"


def test_an_ipv6_visitor_is_one_whatever_the_address_taken_in_the_network() -> None:
    written = ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1")
    one, other, neighbour = (client_address(text, "", ()) for text in written)
    assert one
    assert other
    assert neighbour
    assert network_key(one) == network_key(other) == "2001:db8::/64"
    assert network_key(neighbour) != network_key(one)


def test_known_networks() -> None:
    address = client_address("192.0.2.7", "", ())
    assert address
    assert is_in_networks(address, parse_networks("TESTS", ["192.0.2.0/24"]))
    assert not is_in_networks(address, parse_networks("TESTS", ["2001:db8::/32"]))


def test_a_setting_that_is_no_network_is_refused_with_its_name() -> None:
    with pytest.raises(ConfigurationError, match="PACTE_TRUSTED_PROXIES"):
        parse_networks("PACTE_TRUSTED_PROXIES", ["10.0.0.0/33"])
