"""Catalogue files among received files: of whose offer they are, and what they changed in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pacte.intake.records import FileContext, FileSender
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise
from pacte.offer.queries import provider_of_body
from pacte.offer.records.staging import CatalogueFile

if TYPE_CHECKING:
    from pacte.intake.models import ReceivedFile
    from pacte.offer.models import Provider

CATALOGUE_KIND = "lheo"
_CHANGE_LABELS = (
    ("trainings_added", "formation ajoutée", "formations ajoutées"),
    ("trainings_changed", "changée", "changées"),
    ("trainings_closed", "fermée", "fermées"),
    ("sessions_added", "session ajoutée", "sessions ajoutées"),
    ("sessions_changed", "session changée", "sessions changées"),
    ("quarantined", "en quarantaine", "en quarantaine"),
    ("differences", "différence avec le registre", "différences avec le registre"),
)


def changes_sentence(counts: Mapping[str, int]) -> str:
    """« 2 formations ajoutées, 3 sessions ajoutées »."""
    parts = [pluralise(int(counts[name]), one, many) for name, one, many in _CHANGE_LABELS if counts.get(name)]
    return ", ".join(parts) or "rien n’a changé"


def provider_of_sender(actor: Actor, sender: FileSender) -> Provider | None:
    """The provider whose trainings alone its files may hold; None for a whole Region."""
    if sender.organisation == sender.host:
        return None
    return provider_of_body(actor=actor, body_id=sender.organisation.pk)


def catalogue_file(context: FileContext) -> CatalogueFile:
    """The file of the offer that is being written."""
    return _catalogue_file(context.actor, context.sender, context.file_id, context.file_name)


def catalogue_file_of(actor: Actor, file: ReceivedFile) -> CatalogueFile:
    """The same for a line of the ledger."""
    return _catalogue_file(actor, FileSender(file.organisation, file.host), file.pk, file.file_name)


def _catalogue_file(actor: Actor, sender: FileSender, file_id: int, file_name: str) -> CatalogueFile:
    provider = provider_of_sender(actor, sender)
    if provider is None:
        return CatalogueFile(file_id, sender.host.pk, file_name)
    return CatalogueFile(file_id, sender.host.pk, file_name, provider.pk, provider.body_id)
