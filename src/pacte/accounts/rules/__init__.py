"""Small decisions about accounts. Pure."""

from __future__ import annotations

import hashlib


def digest(secret: str) -> str:
    """What is kept of the secret of a link: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_own_path(address: str) -> bool:
    """True for a path of this site (« /plan/ »): no scheme, no host, nothing that a browser would read as one."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and all(sign.isprintable() and sign != "\\" for sign in address)
    )
