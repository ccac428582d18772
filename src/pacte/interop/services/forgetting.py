"""Erase exchange data about a person: numbers in other tools, inbound messages, corrected values."""

from __future__ import annotations

from collections.abc import Collection

from pacte.interop.models import Delivery, DossierReference, Inbound, PersonReference, Trace
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system


def forget_person(*, actor: Actor, learner_id: int, journey_ids: Collection[int], keys: Collection[str]) -> None:
    """Called inside the act that erases; message counts are kept."""
    with as_system(actor):
        dossiers = DossierReference.objects.filter(journey_id__in=journey_ids)
        numbers = [*dossiers.values_list("reference", flat=True)]
        Inbound.objects.filter(journey_key__in=keys).delete()
        Inbound.objects.filter(dossier__in=numbers).delete()
        dossiers.delete()
        PersonReference.objects.filter(learner_id=learner_id).delete()
        sent = Delivery.objects.filter(journey_key__in=keys)
        Trace.objects.filter(delivery__in=sent).exclude(detail="").update(detail="", person_name="")
        sent.update(mended={}, reason="")
