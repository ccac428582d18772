"""What people looked for on the public search and nobody sells there."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.models import UnmetSearch
from pacte.offer.permissions import OfferScope, may
from pacte.offer.records.unmet_searches import SearchTermKind, UnmetSearchCount
from pacte.offer.rules.unmet_searches import FEWEST_SHOWN, first_day_shown


def unmet_search_counts(*, actor: Actor, host_id: int, on: date) -> list[UnmetSearchCount]:
    """Over a year, the most frequent first, by term and département. Raises ``NotFound``."""
    hide_unless(may(actor, "offer.read_quality", OfferScope(host_id)))
    rows = (
        UnmetSearch.objects.filter(organisation_id=host_id, counted_on__gt=first_day_shown(on), counted_on__lte=on)
        .exclude(kind=SearchTermKind.UNKNOWN)
        .values("kind", "term", "department_code")
        .annotate(sum=Sum("searches"))
        .filter(sum__gte=FEWEST_SHOWN)
        .order_by("-sum", "kind", "term", "department_code")
    )
    return [
        UnmetSearchCount(SearchTermKind(each["kind"]), each["term"], each["department_code"], each["sum"])
        for each in rows
    ]
