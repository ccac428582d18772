"""Sites inside a prison: for those who mark them, and for the prison service about its own people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F
from django.db.models.functions import Coalesce

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found
from pacte.offer.models import ClosedSite, Session
from pacte.offer.permissions import OfferScope, may


def closed_sites(*, actor: Actor, host_id: int) -> list[ClosedSite]:
    """Those of the Region with their ``site``, by town. One query. Raises ``NotFound``."""
    _refuse(actor, host_id)
    rows = ClosedSite.objects.filter(organisation_id=host_id, is_current=True)
    return list(rows.select_related("site").order_by("site__town", "pk"))


def closed_site_by_id(*, actor: Actor, host_id: int, mark_id: int) -> ClosedSite:
    """With its ``site``. Raises ``NotFound``."""
    _refuse(actor, host_id)
    rows = ClosedSite.objects.filter(pk=mark_id, organisation_id=host_id, is_current=True)
    return ensure_found(rows.select_related("site").first())


def closed_days(*, actor: Actor, session_ids: Collection[int]) -> dict[int, tuple[date, date]]:
    """First and last day on which the site of each session is closed; other sessions are left out. Two queries.

    Nobody but who marks sites reads marks: whoever shows what one person followed inside to their authority reads them
    with the visibility of the system.
    """
    marks = {
        (host_id, site_id): (since, until or date.max)
        for host_id, site_id, since, until in ClosedSite.objects.filter(is_current=True).values_list(
            "organisation_id", "site_id", "since", "until"
        )
    }
    if not marks:
        return {}
    rows = Session.objects.filter(pk__in=session_ids).annotate(
        place=Coalesce("site_id", "training_action__site_id"), host=F("training_action__training__host_id")
    )
    return {
        session_id: marks[host_id, site_id]
        for session_id, host_id, site_id in rows.values_list("pk", "host", "place")
        if (host_id, site_id) in marks
    }


def _refuse(actor: Actor, host_id: int) -> None:
    if not may(actor, "offer.mark_closed_site", OfferScope(host_id)):
        raise NotFound
