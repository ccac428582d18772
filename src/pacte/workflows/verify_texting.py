"""A gateway of SMS that cannot open is found before the site is served; one without a ceiling is said."""

from __future__ import annotations

import logging

from django.conf import settings

from pacte.journeys.services.text_gateway import text_gateway
from pacte.kernel.actor import Actor

_log = logging.getLogger(__name__)


def verify_text_gateway(*, actor: Actor) -> None:
    """Raises ``ConfigurationError`` for a gateway that is unknown, without its account, or simulated on a real site."""
    text_gateway(actor=actor)
    if lacks_text_ceiling(actor=actor):
        _log.warning(
            "SMS leave by %s without a ceiling: give PACTE_SMS_MONTHLY_CENTS, the most that a Region spends in a month",
            settings.SMS_GATEWAY,
        )


def lacks_text_ceiling(*, actor: Actor) -> bool:
    """True when nothing bounds what a month of SMS costs. The setting is the same for all who ask."""
    return bool(settings.SMS_GATEWAY) and settings.SMS_MONTHLY_CENTS is None
