"""Purchases: lots, orders, order items, amendments. Restricted to the buyer's Region and the provider concerned.

``organisation``: the Region that steers the pact; ``buyer``: the buying organisation, which may differ (Pôle emploi).
The places, hours and amount of an order are not stored here: they are the sums of the ledger entries that refer to it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation, OrganisationRow, Person
from pacte.audit.table_rules import frozen_by, with_history
from pacte.offer.models.catalogue import Provider, Session
from pacte.plan.models import Plan, PlanAction


@with_history
class Lot(OrganisationRow):
    """A planned purchase: domain, territory, level, number of places and hours, price."""

    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField()
    domain_code = models.CharField(max_length=10)
    nature = models.CharField(max_length=20)
    zone_kind = models.CharField(max_length=24)
    zone_code = models.CharField(max_length=16)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    places = models.PositiveIntegerField()
    hours = models.PositiveIntegerField()
    price_unit = models.CharField(max_length=20)
    unit_price_cents = models.PositiveBigIntegerField()
    fund = models.CharField(max_length=20)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, default="draft")
    need = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="offer_lot_code_once")]

    def __str__(self) -> str:
        return self.code


@with_history
@frozen_by("offer_guard_preparation")
class Preparation(OrganisationRow):
    """A purchase prepared by one buyer and signed by another: an order, an amendment of ``order``, an entry correction.

    ``terms`` is the JSON of ``rules.signatures``; ``digest`` covers it, and ``signed_digest`` is what the signer saw.
    ``key`` is an idempotency key: a repeated request gives the same row. ``cents``: amount changed by the signature.
    """

    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("Order", on_delete=models.PROTECT, null=True, blank=True, related_name="preparations")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60, blank=True)
    terms = models.TextField()
    cents = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    needs_two = models.BooleanField()
    state = models.CharField(max_length=20, default="waiting")
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_by_name = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_by_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_two=False) | Q(signed_by__isnull=True) | ~Q(signed_by=F("prepared_by")),
                name="offer_two_people",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="signed", signed_by__isnull=False, signed_at__isnull=False, signed_digest=F("digest"))
                    | (~Q(state="signed") & Q(signed_by__isnull=True, signed_at__isnull=True, signed_digest=""))
                ),
                name="offer_signed_as_prepared",
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=~Q(state="withdrawn"), name="offer_preparation_key_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=Q(kind="order") & ~Q(state="withdrawn"),
                name="offer_prepared_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], condition=Q(state="waiting"), name="offer_waiting_signature"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def order_number(self) -> str:
        """Number of the order that it makes or changes."""
        return self.number or (self.order.number if self.order else "")


@with_history
@frozen_by("offer_require_signature")
class Order(OrganisationRow):
    """A signed purchase. ``ends_on``: places of sessions not started by then are lost.

    ``preparation`` is null for an order signed outside the application: from a file, or before signatures existed.
    """

    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    form = models.CharField(max_length=30)
    commitment_number = models.CharField(max_length=60, blank=True)
    domain_code = models.CharField(max_length=10)
    nature = models.CharField(max_length=20)
    price_unit = models.CharField(max_length=20)
    unit_price_cents = models.PositiveBigIntegerField()
    signed_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, default="signed")
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=200)
    preparation = models.OneToOneField(
        Preparation, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_order"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="offer_order_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("signed_on")), name="offer_order_dates"),
        ]
        indexes = [models.Index(fields=["organisation", "-signed_on"], name="offer_order_by_date")]

    def __str__(self) -> str:
        return self.number


@with_history
class OrderItem(OrganisationRow):
    """A session paid by an order, for a plan action and on a fund: two lines divide the places of one session.

    ``group_hours``: hours of the group, when the price is per group hour.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(max_length=20)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group_hours = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "session", "fund", "plan_action"], nulls_distinct=False, name="offer_order_line_once"
            )
        ]


@with_history
@frozen_by("offer_require_signature")
class Amendment(OrganisationRow):
    """A signed change of an order. Its places and hours are the ledger entries that refer to it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    signed_on = models.DateField()
    reason = models.TextField()
    unit_price_cents = models.PositiveBigIntegerField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=200)
    preparation = models.OneToOneField(
        Preparation, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_amendment"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="offer_amendment_number_once")]

    def __str__(self) -> str:
        return f"{self.order_id} avenant {self.number}"
