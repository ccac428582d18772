"""How many tries are allowed: token buckets, by account, by address and for the whole site. Pure.

A bucket of ``capacity`` tokens fills by one each ``refill``; a try takes one, and a success gives it back. So the tries
of any hour are at most ``capacity`` plus those refilled in the hour. Nothing is ever locked: the wait is that of one
token.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    capacity: int
    refill: timedelta

    @property
    def most_an_hour(self) -> int:
        return self.capacity + _HOUR // self.refill


@dataclass(frozen=True, slots=True)
class Bucket:
    """One limit for one subject: an account, a network, a link. ``subject`` is never stored as such."""

    limit: Limit
    subject: str


# Passwords of one account: from anywhere, and from a device where its owner entered before. Together 20 an hour.
PASSWORD = Limit("password", 8, timedelta(minutes=15))
PASSWORD_ON_KNOWN_DEVICE = Limit("password.device", 4, timedelta(minutes=15))
# Codes of the telephone, once the password is known; django-otp makes one wait longer after each wrong one besides.
CODE = Limit("code", 8, timedelta(minutes=15))
# Failures of one address: it slows a guesser, while 200 colleagues behind one address enter freely.
ADDRESS = Limit("address", 20, timedelta(minutes=3))
KNOWN_NETWORK = Limit("address.known", 200, timedelta(seconds=18))
# Failures of the whole site, from devices that nobody entered with before.
SITE = Limit("site", 300, timedelta(seconds=6))
# A link lives longer than its bucket takes to give one more: the last one sent still opens while no other leaves.
LOGIN_LINK = Limit("link", 5, timedelta(minutes=10))
LOGIN_LINK_BY_ADDRESS = Limit("link.address", 20, timedelta(minutes=3))
INVITATION = Limit("invitation", 5, timedelta(minutes=12))
# A person's own link: a page asks for one or two.
PERSONAL_LINK = Limit("personal_link", 100, timedelta(seconds=36))


def password_buckets(email: str, network: str | None, *, is_known_network: bool) -> tuple[Bucket, ...]:
    """What a password tried from a new device takes from. ``network`` is None when no address is known."""
    by_account = (Bucket(PASSWORD, email), Bucket(SITE, ""))
    if network is None:
        return by_account
    return (*by_account, Bucket(KNOWN_NETWORK if is_known_network else ADDRESS, network))
