"""Exchange data about a person, counted before an erasure."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from pacte.interop.models import DossierReference, InboundMessage, PersonReference
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system


def count_rows_of_person(
    *, actor: Actor, learner_id: int, journey_ids: Collection[int], keys: Collection[str]
) -> dict[str, int]:
    """Rows by table. The learner must come from a checked query and be erasable by the actor."""
    with as_system(actor):
        dossier_references = DossierReference.objects.filter(journey_id__in=journey_ids)
        numbers = list(dossier_references.values_list("reference", flat=True))
        inbound_messages = InboundMessage.objects.filter(Q(journey_key__in=keys) | Q(dossier__in=numbers))
        return {
            PersonReference._meta.db_table: PersonReference.objects.filter(learner_id=learner_id).count(),
            DossierReference._meta.db_table: len(numbers),
            InboundMessage._meta.db_table: inbound_messages.count(),
        }


def person_numbers(*, actor: Actor, learner_id: int, journey_ids: Collection[int]) -> frozenset[str]:
    """Numbers of a person and of their files in the tools of partners, as ``count_rows_of_person`` counts them."""
    with as_system(actor):
        people = PersonReference.objects.filter(learner_id=learner_id).values_list("reference", flat=True)
        dossiers = DossierReference.objects.filter(journey_id__in=journey_ids).values_list("reference", flat=True)
        return frozenset({*people, *dossiers})
