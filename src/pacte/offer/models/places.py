"""Contractual places of a session: ledger, state changes, requests of the provider, differences with files.

``PlaceEntry`` and ``SessionStateChange`` are append-only: triggers and grants enforce it. ``organisation``: the Region
that owns the offer. Row-level security uses ``provider`` to show a provider its own rows only.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import append_only, frozen_by, with_history, without_history
from pacte.offer.models.catalogue import Provider, Session
from pacte.offer.models.purchases import Amendment, Order, OrderItem


@without_history("a ledger is its own history")
@append_only
@frozen_by("offer_refuse_change")
class PlaceEntry(SignedRow):
    """One ledger entry of a session. ``places``, ``hours`` and ``cents`` are deltas.

    ``corrects`` is the entry that this one fully replaces; a correction with zeros cancels it. ``line``: the line of
    ``order`` that pays, with its plan action and its fund.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    places = models.IntegerField(default=0)
    hours = models.IntegerField(default=0)
    cents = models.BigIntegerField(default=0)
    happened_on = models.DateField()
    buyer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    line = models.ForeignKey(
        OrderItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    request = models.ForeignKey("ProviderRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other_session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    cause = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    actor_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="bought") | Q(order__isnull=False, buyer__isnull=False),
                name="offer_bought_by_an_order",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=True, line__isnull=True) | Q(order__isnull=False, line__isnull=False),
                name="offer_entry_names_its_line",
            ),
        ]
        indexes = [models.Index(fields=["order", "kind"], name="offer_entry_by_order")]


@without_history("follows the ledger of places")
class SessionPlaces(models.Model):
    """Current balance of the ledger of a session, stored for lists and search. ``occupied``: places of admitted people.

    Computed by the service that appends to the ledger, in the same transaction. Public: it only holds counts.
    ``opened`` is null as long as no place was opened.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="places")
    planned = models.IntegerField(default=0)
    bought = models.IntegerField(default=0)
    opened = models.IntegerField(null=True, blank=True)
    minimum = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    lost = models.IntegerField(default=0)
    counted = models.IntegerField(default=0)
    hours_counted = models.IntegerField(default=0)
    occupied = models.IntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__gte=0, bought__gte=0, opened__gte=0, minimum__gte=0, waiting__gte=0, lost__gte=0)
                & Q(counted__gte=models.F("lost"), hours_counted__gte=0, occupied__gte=0),
                name="offer_places_not_negative",
            )
        ]


@without_history("a ledger is its own history")
@append_only
@frozen_by("offer_refuse_change")
class SessionStateChange(SignedRow):
    """A state change of a session: date, who decided, reason, dates before and after."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20)
    happened_on = models.DateField()
    decided_by = models.CharField(max_length=20, blank=True)
    cause = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    starts_on_before = models.DateField(null=True, blank=True)
    ends_on_before = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    request = models.ForeignKey("ProviderRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="+")


@with_history
class SessionFollower(OrganisationRow):
    """A subscription to the notifications of a session, by a referrer, a provider or a buyer."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="offer_sessionfollower_once")]


@with_history
class ProviderRequest(OrganisationRow):
    """A request of a provider to the buyer: one owner, one deadline, one answer with its reason."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    places = models.PositiveIntegerField(default=0)
    hours = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=30, blank=True)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=20, default="asked")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="offer_providerrequest_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk}"


@with_history
class LedgerDifference(OrganisationRow):
    """A difference between a file and the ledger on one value. A person resolves it; nothing is overwritten."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    file_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    ledger_value = models.CharField(max_length=200)
    file_value = models.CharField(max_length=200)
    site_id_in_file = models.BigIntegerField(null=True, blank=True)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="open")
    question = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind"],
                condition=Q(state__in=["open", "asked"]),
                name="offer_one_difference_at_a_time",
            )
        ]
