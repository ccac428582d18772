"""Numbers of people and journeys in other tools: written once, by the system actor."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.interop.models import DossierReference, PersonReference
from pacte.journeys.models import Journey, Learner
from pacte.kernel.actor import Actor


def save_person_reference(*, actor: Actor, host_id: int, source: str, reference: str, learner: Learner) -> None:
    _refuse_unless_system(actor)
    PersonReference.objects.get_or_create(
        organisation_id=host_id, source=source, reference=reference, defaults={"learner": learner}
    )


def save_person_references(*, actor: Actor, host_id: int, source: str, learners: Mapping[str, int]) -> None:
    """Create many new references at once: learner id by number."""
    _refuse_unless_system(actor)
    PersonReference.objects.bulk_create(
        PersonReference(organisation_id=host_id, source=source, reference=reference, learner_id=learner_id)
        for reference, learner_id in learners.items()
    )


def save_dossier_reference(*, actor: Actor, host_id: int, source: str, reference: str, journey: Journey) -> None:
    """Does nothing when the tool gives no number of its own."""
    _refuse_unless_system(actor)
    if reference:
        DossierReference.objects.get_or_create(
            organisation_id=host_id, source=source, reference=reference, defaults={"journey": journey}
        )


def _refuse_unless_system(actor: Actor) -> None:
    actor.require_system("interop_reference", "Seule la machine rapproche les numéros des outils.")
