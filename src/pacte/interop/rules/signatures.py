"""Signature of messages exchanged with a partner: proves the shared secret and a recent timestamp. Pure.

Format ``t=<seconds>,v1=<hex>``: HMAC-SHA256 of « seconds.partner.body ». The partner's slug is signed too, so that a
message signed for one partner is invalid for another.
"""

from __future__ import annotations

import hashlib
import hmac
import re

SIGNATURE_HEADER = "X-Pacte-Signature"
PARTNER_HEADER = "X-Pacte-Partner"
TOLERANCE_SECONDS = 300
_SIGNATURE_FORMAT = re.compile(r"t=(\d{9,12}),v1=([0-9a-f]{64})")


def derive_secret(master: str, slug: str, generation: int) -> str:
    """Return the secret shared with a partner: computed, never stored; each ``generation`` gives another secret."""
    return hmac.new(master.encode(), f"pacte.interop:{slug}:{generation}".encode(), hashlib.sha256).hexdigest()


def sign_message(secret: str, slug: str, body: bytes, at: int) -> str:
    """``at`` in seconds since 1970."""
    signed_bytes = f"{at}.{slug}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed_bytes, hashlib.sha256).hexdigest()}"


def is_signature_valid(secret: str, slug: str, body: bytes, header_value: str, *, at: int) -> bool:
    """Return True when the signature is valid and within five minutes of ``at``, before or after."""
    match = _SIGNATURE_FORMAT.fullmatch(header_value)
    if match is None:
        return False
    signed_at = int(match[1])
    matches_body = hmac.compare_digest(sign_message(secret, slug, body, signed_at), header_value)
    return matches_body and abs(at - signed_at) <= TOLERANCE_SECONDS
