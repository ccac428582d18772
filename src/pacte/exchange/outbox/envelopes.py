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

from pacte.exchange.mapping import Mapping, asked, filled, write
from pacte.exchange.outbox.mappings import mapping_of
from pacte.exchange.pivot.building import message
from pacte.interop.queries.dossier_payloads import dossier_payloads_by_journey, step_payload_by_id
from pacte.interop.records import PivotEventKind
from pacte.interop.services.sending import ComposedMessage
from pacte.kernel.actor import Actor

if TYPE_CHECKING:
    from pacte.interop.models import Delivery


def composer(actor: Actor) -> Callable[[Delivery, int], ComposedMessage | None]:
    """Returns a function that composes the message of a delivery from its dossier, or None if that is gone."""

    def compose(delivery: Delivery, after: int) -> ComposedMessage | None:
        return composed(actor=actor, delivery=delivery, after=after)

    return compose


def composed(*, actor: Actor, delivery: Delivery, after: int) -> ComposedMessage | None:
    mapping = mapping_of(delivery.partner.code)
    corps = body_of(actor=actor, delivery=delivery, mapping=mapping)
    if corps is None:
        return None
    return ComposedMessage(
        body=plain(
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
        digest=digest_of(corps),
        sent_fields=asked(mapping),
        filled_fields=filled(mapping, corps),
    )


def body_of(*, actor: Actor, delivery: Delivery, mapping: Mapping) -> dict[str, object] | None:
    """Returns the partner's own fields with current values; None when the journey is erased."""
    facts = dossier_payloads_by_journey(actor=actor, journey_keys=[delivery.journey_key]).get(delivery.journey_key)
    step = step_payload_by_id(actor=actor, dossier=facts, step_id=delivery.step_id) if facts else None
    if facts is None or step is None:
        return None
    replaces = f"pacte:step:{step.corrects}" if step.corrects else ""
    said = message(
        key=delivery.key, rank=delivery.rank, event=PivotEventKind(delivery.event), facts=facts, step=step,
        replaces=replaces,
    )  # fmt: skip
    return write(mapping, said, delivery.mended)


def plain(body: dict[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(corps: dict[str, object]) -> str:
    """Digest that both sides compare: the partner computes it on its own data."""
    return hashlib.sha256(plain(corps)).hexdigest()
