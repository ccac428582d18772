"""Sites inside a prison, by interval of days. Read by those who mark them alone: nothing public reads this table."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import OrganisationRow
from pacte.audit.table_rules import with_history
from pacte.offer.models.catalogue import Site


@with_history
class ClosedSite(OrganisationRow):
    """The site is inside a prison from ``since`` to ``until`` included. ``organisation``: the Region that says it.

    Rows are only added, for the facts: other dates, or a mark taken off (``is_withdrawn``), correct the row that was
    current. At most one row a site is current.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_withdrawn = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "site"], condition=Q(is_current=True), name="offer_closedsite_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="offer_closedsite_dates"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(is_withdrawn=False), name="offer_closedsite_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.since}"
