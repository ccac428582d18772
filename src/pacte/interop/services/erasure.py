"""Erase exchange data about a person: numbers in other tools, inbound messages, corrected values."""

from __future__ import annotations

from collections.abc import Collection

from pacte.interop.models import Delivery, DeliveryEvent, DossierReference, InboundMessage, PersonReference
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system


def erase_person_exchanges(
    *, actor: Actor, learner_id: int, journey_ids: Collection[int], keys: Collection[str]
) -> None:
    """Called inside the act that erases; message counts are kept."""
    with as_system(actor):
        dossier_references = DossierReference.objects.filter(journey_id__in=journey_ids)
        numbers = [*dossier_references.values_list("reference", flat=True)]
        InboundMessage.objects.filter(journey_key__in=keys).delete()
        InboundMessage.objects.filter(dossier__in=numbers).delete()
        dossier_references.delete()
        PersonReference.objects.filter(learner_id=learner_id).delete()
        sent = Delivery.objects.filter(journey_key__in=keys)
        DeliveryEvent.objects.filter(delivery__in=sent).exclude(detail="").update(detail="", person_name="")
        sent.update(mended={}, reason="")
