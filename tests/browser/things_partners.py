"""Messages and files of the simulated partners, by the names of the access files."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def partners_in(page: Page) -> dict[str, str | int]:
    """A refused message, a received one to settle, a file of acts."""
    page.goto("/echanges/partenaire/agora/")
    refused = re.search(r"/echanges/message/(\d+)/", page.content())
    assert refused, "no refused message in the demonstration"
    page.goto("/echanges/partenaire/ouiform/")
    received = re.search(r"/echanges/recu/(\d+)/", page.content())
    assert received, "no message to settle in the demonstration"
    page.goto("/fichiers/")
    file = re.search(r"/fichiers/acts/(\d+)/", page.content())
    assert file, "no file of acts in the demonstration"
    page.close()
    return {
        "our refused message": int(refused[1]),
        "our message to settle": int(received[1]),
        "our file of acts": int(file[1]),
    }
