"""Identity of addresses. Pure."""

from __future__ import annotations

import hashlib

from pacte.offer.records import GivenSite


def site_key(given: GivenSite) -> str:
    """Digest of a normalised address: files with the same address share its row."""
    told = "|".join(
        " ".join(part.split()).casefold()
        for part in (given.name, *given.lines, given.postal_code, given.town, given.siret)
    )
    return hashlib.sha256(told.encode()).hexdigest()
