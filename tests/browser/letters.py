"""Letters that left a site of the tests: the link of a guest without account."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy

from tests.browser.conftest import Site

LETTER_SECONDS = 60


def link_received(site: Site, address: str, place: str = "") -> str:
    """The link of the last letter to that address, as a path of the site. ``place``: what the path contains."""
    deadline = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < deadline:
        for path in sorted(site.mails.glob("*"), key=lambda each: each.stat().st_mtime, reverse=True):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
            text = body.get_content() if body else ""
            found = re.search(r"https?://[^/\s]+(/mon-dossier/\S+)", text)
            if found and place in found[1] and address in str(letter["To"]):
                return found[1]
        time.sleep(0.5)
    raise AssertionError(f"no letter to {address}")
