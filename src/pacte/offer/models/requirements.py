"""Requirements for the purchases to come, and the lots that carry them. For the readers of purchases."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from pacte.accounts.models import OrganisationRow
from pacte.audit.table_rules import with_history
from pacte.offer.models.purchases import Lot


@with_history
class PurchaseRequirement(OrganisationRow):
    """A clause for the purchases to come, on a certification or a training domain, from ``since`` to ``until``.

    ``organisation``: the Region. ``origin_reference``: given by the room that asks for it; the same text of the same
    origin is one requirement.
    """

    text = models.TextField()
    certification_code = models.CharField(max_length=20, blank=True)
    domain_code = models.CharField(max_length=10, blank=True)
    origin_label = models.CharField(max_length=300)
    origin_reference = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "origin_reference", MD5("text"), name="offer_requirement_once",
            ),
            models.CheckConstraint(
                condition=~Q(certification_code="", domain_code=""), name="offer_requirement_subject"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="offer_requirement_dates"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "-since", "-id"], name="offer_requirement_by_date")]

    def __str__(self) -> str:
        return self.text[:60]


@with_history
class LotRequirement(OrganisationRow):
    """A requirement that a lot carries, and thus the orders of this lot."""

    requirement = models.ForeignKey(PurchaseRequirement, on_delete=models.PROTECT, related_name="lot_requirements")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="lot_requirements")
    carried_at = models.DateTimeField()
    carried_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requirement", "lot"], name="offer_requirement_in_lot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.requirement_id}"
