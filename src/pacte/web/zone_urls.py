"""URLs of the pages of a zone, for the kinds of zones that have some."""

from __future__ import annotations

from django.urls import reverse

from pacte.reference.records import ZoneKind

KIND_BY_SLUG = {
    "commune": ZoneKind.COMMUNE,
    "epci": ZoneKind.EPCI,
    "bassin-de-vie": ZoneKind.LIVING_AREA,
    "zone-d-emploi": ZoneKind.EMPLOYMENT_ZONE,
    "bassin-d-emploi": ZoneKind.LABOUR_BASIN,
    "departement": ZoneKind.DEPARTMENT,
    "region": ZoneKind.REGION,
}
SLUG_BY_KIND = {kind: slug for slug, kind in KIND_BY_SLUG.items()}


def territory_url(name: str, kind: ZoneKind, code: str, *more: str) -> str:
    """URL of a page of a zone; "" for the kinds that have none."""
    return reverse(f"territory:{name}", args=[SLUG_BY_KIND[kind], code, *more]) if kind in SLUG_BY_KIND else ""
