"""The gateway of this installation, and what a month of it costs a Region."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from pacte.infra.texting.opening import open_gateway
from pacte.infra.texting.records import GatewayAccount, TextGateway
from pacte.journeys.models import LearnerText
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS


def text_gateway(*, actor: Actor) -> TextGateway | None:
    """None: SMS are sent by hand, which anybody may know. Raises ``ConfigurationError``."""
    account = GatewayAccount(settings.SMS_ACCOUNT)
    return open_gateway(settings.SMS_GATEWAY, account, is_real=settings.INSTANCE.name == "real")


def is_within_ceiling(*, actor: Actor, organisation_id: int, cost_cents: int, at: datetime) -> bool:
    """True when the month of that Region can still pay. Holds a lock until the end of the transaction: texts that leave
    together do not pass the ceiling together. Raises ``NotFound`` for anybody but the machine.
    """
    actor.require_system()
    ceiling: int | None = settings.SMS_MONTHLY_CENTS
    if ceiling is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('journeys_texts'), %s::int)", [organisation_id % 2**31])
    there = at.astimezone(PARIS)
    month = there.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    texts = LearnerText.objects.filter(organisation_id=organisation_id, left_at__gte=month)
    spent = texts.aggregate(total=Sum("cost_cents"))["total"] or 0
    return int(spent) + cost_cents <= ceiling
