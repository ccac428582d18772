"""Rules on login secrets and redirections. Pure."""

from __future__ import annotations

import hashlib


def login_secret_digest(secret: str) -> str:
    """Digest of the secret of a link, which is stored instead of it: enough to check it, not enough to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_local_path(address: str) -> bool:
    """True for a path of this site (« /plan/ »): no scheme or host, nor anything that a browser reads as one."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and all(char.isprintable() and char != "\\" for char in address)
    )
