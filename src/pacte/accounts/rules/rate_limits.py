"""Rate limits as token buckets: by account, by address and for the whole site. Pure.

A bucket of ``capacity`` tokens regains one token every ``refill``. An attempt takes one token, and a success returns
it. So any hour allows at most ``capacity`` attempts plus the tokens regained in it. Nothing is ever locked: the wait is
that of one token.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class RateLimit:
    name: str
    capacity: int
    refill: timedelta

    @property
    def max_per_hour(self) -> int:
        return self.capacity + _HOUR // self.refill


@dataclass(frozen=True, slots=True)
class RateLimitBucket:
    """One limit for one subject: an account, a network, a link. ``subject`` is stored as a keyed hash only."""

    limit: RateLimit
    subject: str


# Passwords of one account: from anywhere, and from a device where its owner logged in before. 20 per hour in total.
PASSWORD = RateLimit("password", 8, timedelta(minutes=15))
PASSWORD_ON_KNOWN_DEVICE = RateLimit("password.device", 4, timedelta(minutes=15))
# TOTP codes, after the password; django-otp also throttles after each wrong code.
CODE = RateLimit("code", 8, timedelta(minutes=15))
# Failures of one address: slows guessing, while 200 colleagues behind one address log in freely.
ADDRESS = RateLimit("address", 20, timedelta(minutes=3))
KNOWN_NETWORK = RateLimit("address.known", 200, timedelta(seconds=18))
# Failures of the whole site, from unknown devices.
SITE = RateLimit("site", 300, timedelta(seconds=6))
# A link lives longer than the refill of its bucket: the last one sent is still valid while no other can be sent.
LOGIN_LINK = RateLimit("link", 5, timedelta(minutes=10))
LOGIN_LINK_BY_ADDRESS = RateLimit("link.address", 20, timedelta(minutes=3))
INVITATION = RateLimit("invitation", 5, timedelta(minutes=12))
# A personal link: a page makes one or two requests.
PERSONAL_LINK = RateLimit("personal_link", 100, timedelta(seconds=36))
# Links that somebody asks to be sent to one address: a link lives for days, so the last one always works.
GUEST_LINK = RateLimit("guest_link", 5, timedelta(minutes=10))
# Forms that a visitor sends without an account: by address, from a known network, and for the whole site.
PUBLIC_FORM = RateLimit("public_form", 20, timedelta(minutes=3))
PUBLIC_FORM_OF_KNOWN_NETWORK = RateLimit("public_form.known", 100, timedelta(seconds=36))
PUBLIC_FORM_OF_SITE = RateLimit("public_form.site", 300, timedelta(seconds=12))


def password_buckets(email: str, network: str | None, *, is_known_network: bool) -> tuple[RateLimitBucket, ...]:
    """Buckets of a password attempt from a new device. ``network`` is None when the address is unknown."""
    by_account = (RateLimitBucket(PASSWORD, email), RateLimitBucket(SITE, ""))
    if network is None:
        return by_account
    return (*by_account, RateLimitBucket(KNOWN_NETWORK if is_known_network else ADDRESS, network))


def public_form_buckets(network: str | None, *, is_known_network: bool) -> tuple[RateLimitBucket, ...]:
    """Buckets of a form sent by a visitor. ``network`` is None when the address is unknown."""
    of_site = RateLimitBucket(PUBLIC_FORM_OF_SITE, "")
    if network is None:
        return (of_site,)
    return (of_site, RateLimitBucket(PUBLIC_FORM_OF_KNOWN_NETWORK if is_known_network else PUBLIC_FORM, network))


def guest_link_buckets(email: str, network: str | None, *, is_known_network: bool) -> tuple[RateLimitBucket, ...]:
    """Buckets of a link asked for by a visitor: counted by the address typed, whether anybody is known by it or not."""
    return (RateLimitBucket(GUEST_LINK, email), *public_form_buckets(network, is_known_network=is_known_network))
