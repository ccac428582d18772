"""Sites inside a prison, for those who mark them."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found
from pacte.offer.models import ClosedSite
from pacte.offer.permissions import OfferScope, may


def closed_sites(*, actor: Actor, host_id: int) -> list[ClosedSite]:
    """Those of the Region with their ``site``, by town. One query. Raises ``NotFound``."""
    _refuse(actor, host_id)
    rows = ClosedSite.objects.filter(organisation_id=host_id)
    return list(rows.select_related("site").order_by("site__town", "pk"))


def closed_site_by_id(*, actor: Actor, host_id: int, mark_id: int) -> ClosedSite:
    """With its ``site``. Raises ``NotFound``."""
    _refuse(actor, host_id)
    rows = ClosedSite.objects.filter(pk=mark_id, organisation_id=host_id)
    return ensure_found(rows.select_related("site").first())


def _refuse(actor: Actor, host_id: int) -> None:
    if not may(actor, "offer.mark_closed_site", OfferScope(host_id)):
        raise NotFound
