"""Import record of a received file: identified by content, created once, resumed where it stopped."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.offer.models import CatalogueDelivery, Provider
from pacte.offer.permissions import OfferScope
from pacte.offer.records import CatalogueDeliveryState
from pacte.offer.services.permissions_check import refuse_unless

LOADED_STATES = (CatalogueDeliveryState.ENTERED, CatalogueDeliveryState.DONE)
"""States in which all rows of the file are in the catalogue."""


@dataclass(frozen=True, slots=True)
class DeliveryInput:
    """A received file. ``provider``: set when the file covers the trainings of one provider only."""

    host_id: int
    file_name: str
    digest: str
    size: int
    file_format: str
    is_full: bool
    provider: Provider | None = None


def resume_delivery(*, actor: Actor, file: DeliveryInput) -> CatalogueDelivery | None:
    """Import record of this file if it was received before, reset when other files were imported since. Raises
    ``PermissionDenied``."""
    _refuse_import(actor, file)
    known = CatalogueDelivery.objects.filter(organisation_id=file.host_id, digest=file.digest).first()
    return _restart_delivery(actor, known) if known and known.state in LOADED_STATES and _is_outdated(known) else known


def receive_delivery(*, actor: Actor, file: DeliveryInput) -> CatalogueDelivery:
    """Import record of this file, created when new. Raises ``PermissionDenied``, or ``Conflict`` on a duplicate."""
    _refuse_import(actor, file)
    known = CatalogueDelivery.objects.filter(organisation_id=file.host_id, digest=file.digest).first()
    if known:
        return known
    with audit_event(
        actor=actor,
        name="offer.receive_file",
        subject_kind="delivery",
        subject_label=file.file_name,
        organisation_id=file.host_id,
    ) as entry:
        try:
            with transaction.atomic():
                delivery = CatalogueDelivery.objects.create(
                    organisation_id=file.host_id,
                    digest=file.digest,
                    provider=file.provider,
                    file_name=file.file_name[:255],
                    size=file.size,
                    format=file.file_format,
                    is_full=file.is_full,
                    state=CatalogueDeliveryState.RUNNING,
                    person_name=actor.name[:200],
                    received_at=now(),
                )
        except IntegrityError as error:
            raise Conflict(
                "delivery_of_another",
                "Ce même fichier a déjà été déposé, peut-être par un autre organisme.",
                hint="Attendez un instant, puis recommencez ; sinon, déposez le vôtre.",
            ) from error
        entry.set_subject("delivery", delivery.pk, file.file_name)
    return delivery


def _refuse_import(actor: Actor, file: DeliveryInput) -> None:
    scope = OfferScope(file.host_id, file.provider.body_id if file.provider else None)
    refuse_unless(actor=actor, act="offer.import", scope=scope)


def _is_outdated(delivery: CatalogueDelivery) -> bool:
    """True when another file was imported since: sending this one again means reverting to it."""
    since = CatalogueDelivery.objects.filter(organisation_id=delivery.organisation_id, state__in=LOADED_STATES)
    if delivery.provider_id is not None:
        since = since.filter(Q(provider_id=None) | Q(provider_id=delivery.provider_id))
    return since.filter(ended_at__gt=delivery.ended_at).exists()


def _restart_delivery(actor: Actor, delivery: CatalogueDelivery) -> CatalogueDelivery:
    with audit_event(
        actor=actor,
        name="offer.receive_file_again",
        subject_kind="delivery",
        subject_id=delivery.pk,
        subject_label=delivery.file_name,
        organisation_id=delivery.organisation_id,
    ):
        delivery.state, delivery.position, delivery.counts, delivery.ended_at = (
            CatalogueDeliveryState.RUNNING,
            0,
            {},
            None,
        )
        delivery.save(update_fields=["state", "position", "counts", "ended_at"])
    return delivery


def lock_delivery(*, actor: Actor, delivery_id: int) -> CatalogueDelivery:
    """Import record of a file, locked until the end of the transaction. Raises ``PermissionDenied``."""
    delivery = CatalogueDelivery.objects.select_for_update(of=("self",)).select_related("provider").get(pk=delivery_id)
    body = delivery.provider.body_id if delivery.provider else None
    refuse_unless(actor=actor, act="offer.import", scope=OfferScope(delivery.organisation_id, body))
    return delivery
