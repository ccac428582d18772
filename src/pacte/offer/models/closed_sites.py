"""Sites inside a prison, by interval of days. Read by those who mark them alone: nothing public reads this table."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import OrganisationRow
from pacte.audit.table_rules import with_history
from pacte.offer.models.catalogue import Site


@with_history
class ClosedSite(OrganisationRow):
    """The site is inside a prison from ``since`` to ``until`` included. ``organisation``: the Region that says it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    marked_at = models.DateTimeField()
    marked_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "site"], name="offer_closedsite_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="offer_closedsite_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.since}"
