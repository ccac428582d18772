"""Acknowledgements and rejections that the partner sends later: applied once, in any order."""

from __future__ import annotations

from pacte.interop.models import Delivery, Partner
from pacte.interop.rules.partner_answers import PartnerAnswer
from pacte.interop.services.sending import apply_partner_answer
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


def apply_receipt(*, actor: Actor, partner: Partner, key: str, answer: PartnerAnswer) -> bool | None:
    """Return True when the delivery changed, False when it was already settled, None when no such message was sent."""
    actor.require_system("interop_receipt", "Seule la machine reçoit les accusés.")
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(partner=partner, key=key).first()
    if delivery is None or delivery.first_sent_at is None:
        return None
    return apply_partner_answer(delivery, answer, now())
