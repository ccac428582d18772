"""Outbound messages, their events, and inbound messages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import frozen_by, without_history
from pacte.interop.models.partners import Partner


@without_history("messages and their traces are a log")
class Delivery(OrganisationRow):
    """One message to one partner. ``rank`` is its position in the dossier: the partner applies messages in that order.

    ``outgoing_id`` and ``journey_key`` are not foreign keys: the counts outlive an erased journey. ``sent_fields`` and
    ``filled`` name the pivot fields that the mapping sends, and those with a value. ``mended`` are values typed on the
    correction screen, by pivot field; never personal values.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="deliveries")
    outgoing_id = models.BigIntegerField()
    step_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120)
    journey_key = models.UUIDField()
    rank = models.PositiveIntegerField()
    event = models.CharField(max_length=20)
    happened_on = models.DateField()
    owed_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="to_send")
    revision = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=80, blank=True)
    sent_fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    filled = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    mended = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "outgoing_id"], name="interop_delivery_once"),
            models.UniqueConstraint(fields=["partner", "key"], name="interop_delivery_key_once"),
            models.UniqueConstraint(fields=["partner", "journey_key", "rank"], name="interop_delivery_rank_once"),
        ]
        indexes = [
            models.Index(
                fields=["partner", "next_try_at"],
                condition=Q(state__in=["to_send", "sent", "corrected"]),
                name="interop_delivery_due",
            ),
            models.Index(fields=["partner", "state", "-owed_at"], name="interop_delivery_by_state"),
        ]

    def __str__(self) -> str:
        return self.key


@without_history("messages and their traces are a log")
@frozen_by("interop_refuse_change")
class DeliveryEvent(models.Model):
    """One event of a delivery. Append-only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="traces")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    revision = models.PositiveSmallIntegerField()
    detail = models.CharField(max_length=300, blank=True)
    person_name = models.CharField(max_length=200, blank=True)


@without_history("messages and their traces are a log")
class InboundMessage(OrganisationRow):
    """A received message, stored before it is interpreted. ``times``: how often it was received, without effect.

    ``body`` is emptied once the message is applied or dismissed: its content is then in the journey, or deleted.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="received")
    key = models.CharField(max_length=120)
    dossier = models.CharField(max_length=80)
    rank = models.PositiveIntegerField(null=True, blank=True)
    received_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    body = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=20, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    session_words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    journey_key = models.UUIDField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="interop_inboundmessage_once")]
        indexes = [
            models.Index(fields=["partner", "dossier", "rank"], name="interop_inboundmessage_dossier"),
            models.Index(fields=["partner", "state"], name="interop_inboundmessage_state"),
        ]

    def __str__(self) -> str:
        return self.key
