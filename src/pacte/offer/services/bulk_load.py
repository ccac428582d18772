"""Bulk writes of the offer."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from pacte.audit.bulk_writer import BulkTableWriter
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied
from pacte.offer.models import (
    AccessInformation,
    Amendment,
    Competence,
    LedgerDifference,
    Lot,
    Module,
    ModuleAttestation,
    ModuleBlock,
    Order,
    OrderItem,
    PlaceEntry,
    Provider,
    ProviderRequest,
    Session,
    SessionPlaces,
    SessionStateChange,
    Site,
    Training,
    TrainingAction,
    TrainingLink,
)

writer = BulkTableWriter(
    AccessInformation,
    Amendment,
    Competence,
    LedgerDifference,
    TrainingLink,
    Lot,
    Module,
    ModuleAttestation,
    ModuleBlock,
    Order,
    OrderItem,
    PlaceEntry,
    Provider,
    ProviderRequest,
    Session,
    SessionPlaces,
    SessionStateChange,
    Site,
    Training,
    TrainingAction,
)


def set_occupied_places(*, actor: Actor, occupied_by_session: Mapping[int, int]) -> None:
    """Set the places of admitted people by session, after a bulk load of journeys."""
    if not actor.is_system:
        raise PermissionDenied("mass_held", "Seule la machine écrit en masse.")
    with connection.cursor() as cursor:
        cursor.execute(
            "update offer_sessionplaces p set occupied = given.occupied"
            " from unnest(%s::bigint[], %s::int[]) as given (session_id, occupied) where p.session_id = "
            "given.session_id",
            [list(occupied_by_session), list(occupied_by_session.values())],
        )
