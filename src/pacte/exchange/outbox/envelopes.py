"""The envelope of a message, the same for every partner; the partner's own fields are in its « corps ».

{"cle": idempotency key · "revision": incremented when a refused message is corrected · "dossier": our key · "numero":
rank in the dossier · "apres": rank of the message to apply before it (0: none) · "evenement", "le", "remplace" ·
"corps": {…}}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.exchange.partner_mapping import PartnerMapping, filled_field_names, sent_field_names, write_message_body
from pacte.exchange.pivot.message_builder import build_pivot_message
from pacte.interop.queries.dossier_payloads import dossier_payloads_by_journey, step_payload_by_id
from pacte.interop.records import PivotEventKind
from pacte.interop.services.sending import ComposedMessage
from pacte.kernel.actor import Actor

if TYPE_CHECKING:
    from pacte.interop.models import Delivery


def message_composer(actor: Actor) -> Callable[[Delivery, int], ComposedMessage | None]:
    """Returns a function that composes the message of a delivery from its dossier, or None if that is gone."""

    def compose(delivery: Delivery, after: int) -> ComposedMessage | None:
        return compose_message(actor=actor, delivery=delivery, after=after)

    return compose


def compose_message(*, actor: Actor, delivery: Delivery, after: int) -> ComposedMessage | None:
    mapping = mapping_of_partner(delivery.partner.code)
    corps = partner_message_body(actor=actor, delivery=delivery, mapping=mapping)
    if corps is None:
        return None
    return ComposedMessage(
        body=canonical_json(
            {
                "cle": delivery.key,
                "revision": delivery.revision,
                "dossier": str(delivery.journey_key),
                "numero": delivery.rank,
                "apres": after,
                "evenement": delivery.event,
                "le": delivery.happened_on.isoformat(),
                "corps": corps,
            }
        ),
        digest=message_digest(corps),
        sent_fields=sent_field_names(mapping),
        filled_fields=filled_field_names(mapping, corps),
    )


def partner_message_body(*, actor: Actor, delivery: Delivery, mapping: PartnerMapping) -> dict[str, object] | None:
    """Returns the partner's own fields with current values; None when the journey is erased."""
    facts = dossier_payloads_by_journey(actor=actor, journey_keys=[delivery.journey_key]).get(delivery.journey_key)
    step = step_payload_by_id(actor=actor, dossier=facts, step_id=delivery.step_id) if facts else None
    if facts is None or step is None:
        return None
    replaces = f"pacte:step:{step.corrects}" if step.corrects else ""
    pivot_message = build_pivot_message(
        key=delivery.key, rank=delivery.rank, event=PivotEventKind(delivery.event), facts=facts, step=step,
        replaces=replaces,
    )  # fmt: skip
    return write_message_body(mapping, pivot_message, delivery.mended)


def canonical_json(body: dict[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def message_digest(corps: dict[str, object]) -> str:
    """Digest that both sides compare: the partner computes it on its own data."""
    return hashlib.sha256(canonical_json(corps)).hexdigest()
