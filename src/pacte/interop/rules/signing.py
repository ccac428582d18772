"""Signature of messages exchanged with a partner: proves the shared secret and a recent timestamp. Pure.

Format ``t=<seconds>,v1=<hex>``: HMAC-SHA256 of « seconds.partner.body ». The partner's slug is signed too, so that a
message signed for one partner is invalid for another.
"""

from __future__ import annotations

import hashlib
import hmac
import re

HEADER = "X-Pacte-Signature"
PARTNER_HEADER = "X-Pacte-Partner"
TOLERANCE_SECONDS = 300
_SHAPE = re.compile(r"t=(\d{9,12}),v1=([0-9a-f]{64})")


def secret_of(master: str, slug: str, generation: int) -> str:
    """Return the secret shared with a partner: computed, never stored; each ``generation`` gives another secret."""
    return hmac.new(master.encode(), f"pacte.interop:{slug}:{generation}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, slug: str, body: bytes, at: int) -> str:
    """``at`` in seconds since 1970."""
    signed = f"{at}.{slug}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def is_signed(secret: str, slug: str, body: bytes, given: str, *, at: int) -> bool:
    """Return True when the signature is valid and within five minutes of ``at``, before or after."""
    found = _SHAPE.fullmatch(given)
    if found is None:
        return False
    when = int(found[1])
    right = hmac.compare_digest(signature(secret, slug, body, when), given)
    return right and abs(at - when) <= TOLERANCE_SECONDS
