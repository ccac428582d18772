"""Links of guests: lifetime and address. Pure.

The address is that of the pages under ``web/guest_pages.py``; it is repeated here because letters leave from a queue,
outside any request.
"""

from __future__ import annotations

from datetime import timedelta

# 24 bytes: impossible to guess.
SECRET_BYTES = 24
# A new one is sent in a minute, and what was begun is kept: a link found later in a mailbox should open nothing.
GUEST_LINK_LIFE = timedelta(days=30)
# A guest without any link yet: their first letter may still wait in the queue.
UNUSED_GUEST_LIFE = timedelta(days=2)


def guest_path(secret: str, tail: str = "") -> str:
    """``tail``: the page under the link, « candidatures/12/ » or "" for its first page."""
    return f"/mon-dossier/{secret}/{tail}"


def erased_address(guest_id: int) -> str:
    """What stands for the address of an erased guest. « .invalid » is a domain that never exists (RFC 2606)."""
    return f"efface-{guest_id}@guest.invalid"
