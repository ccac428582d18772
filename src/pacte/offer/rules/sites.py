"""Identity of addresses. Pure."""

from __future__ import annotations

import hashlib

from pacte.offer.records import SiteInput


def site_key(site: SiteInput) -> str:
    """Digest of a normalised address: files with the same address share its row."""
    text = "|".join(
        " ".join(part.split()).casefold() for part in (site.name, *site.lines, site.postal_code, site.town, site.siret)
    )
    return hashlib.sha256(text.encode()).hexdigest()
