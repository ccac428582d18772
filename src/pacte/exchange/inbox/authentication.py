"""Authenticates partners by the signature of their messages. Unknown name and wrong signature give the same answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pacte.interop.queries.partners import active_partners
from pacte.interop.rules.signatures import derive_secret, is_signature_valid
from pacte.interop.services.partners import partner_secret
from pacte.kernel.actor import Actor

if TYPE_CHECKING:
    from pacte.interop.models import Partner


def authenticate_partner(*, actor: Actor, slug: str, signed: bytes, signature: str) -> Partner | None:
    """The partner, when the signature is valid and recent, else None. Must run as the machine."""
    partner = next((each for each in active_partners(actor=actor) if each.slug == slug), None)
    # Same computation for an unknown name as for a known one.
    secret = partner_secret(actor=actor, partner=partner) if partner else derive_secret("nobody", slug, 0)
    is_authentic = is_signature_valid(secret, slug, signed, signature, at=int(time.time()))
    return partner if is_authentic else None
