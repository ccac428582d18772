"""Import record of a received file: identified by content, created once, resumed where it stopped."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.offer.models import Delivery, Provider
from pacte.offer.permissions import OfferScope
from pacte.offer.records import DeliveryState
from pacte.offer.services.right import refuse_unless

ENDED = (DeliveryState.ENTERED, DeliveryState.DONE)
"""All rows of the file are in the catalogue."""


@dataclass(frozen=True, slots=True)
class Given:
    """A received file. ``provider``: set when the file covers the trainings of one provider only."""

    host_id: int
    file_name: str
    digest: str
    size: int
    file_format: str
    is_full: bool
    provider: Provider | None = None


def recall_delivery(*, actor: Actor, given: Given) -> Delivery | None:
    """Import record of this file if it was received before, reset when other files were imported since. Raises
    ``Refused``."""
    _refuse(actor, given)
    known = Delivery.objects.filter(organisation_id=given.host_id, digest=given.digest).first()
    return _again(actor, known) if known and known.state in ENDED and _is_outdated(known) else known


def receive_delivery(*, actor: Actor, given: Given) -> Delivery:
    """Import record of this file, created when new. Raises ``Refused``, or ``Conflict`` on a duplicate."""
    _refuse(actor, given)
    known = Delivery.objects.filter(organisation_id=given.host_id, digest=given.digest).first()
    if known:
        return known
    with audit_event(
        actor=actor,
        name="offer.receive_file",
        subject_kind="delivery",
        subject_label=given.file_name,
        organisation_id=given.host_id,
    ) as entry:
        try:
            with transaction.atomic():
                delivery = Delivery.objects.create(
                    organisation_id=given.host_id,
                    digest=given.digest,
                    provider=given.provider,
                    file_name=given.file_name[:255],
                    size=given.size,
                    format=given.file_format,
                    is_full=given.is_full,
                    state=DeliveryState.RUNNING,
                    person_name=actor.name[:200],
                    received_at=now(),
                )
        except IntegrityError as error:
            raise Conflict(
                "delivery_of_another",
                "Ce même fichier a déjà été déposé, peut-être par un autre organisme.",
                hint="Attendez un instant, puis recommencez ; sinon, déposez le vôtre.",
            ) from error
        entry.set_subject("delivery", delivery.pk, given.file_name)
    return delivery


def _refuse(actor: Actor, given: Given) -> None:
    scope = OfferScope(given.host_id, given.provider.body_id if given.provider else None)
    refuse_unless(actor=actor, act="offer.import", scope=scope)


def _is_outdated(delivery: Delivery) -> bool:
    """True when another file was imported since: sending this one again means reverting to it."""
    since = Delivery.objects.filter(organisation_id=delivery.organisation_id, state__in=ENDED)
    if delivery.provider_id is not None:
        since = since.filter(Q(provider_id=None) | Q(provider_id=delivery.provider_id))
    return since.filter(ended_at__gt=delivery.ended_at).exists()


def _again(actor: Actor, delivery: Delivery) -> Delivery:
    with audit_event(
        actor=actor,
        name="offer.receive_file_again",
        subject_kind="delivery",
        subject_id=delivery.pk,
        subject_label=delivery.file_name,
        organisation_id=delivery.organisation_id,
    ):
        delivery.state, delivery.position, delivery.counts, delivery.ended_at = DeliveryState.RUNNING, 0, {}, None
        delivery.save(update_fields=["state", "position", "counts", "ended_at"])
    return delivery


def locked_delivery(*, actor: Actor, delivery_id: int) -> Delivery:
    """Import record of a file, locked until the end of the transaction. Raises ``Refused``."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("provider").get(pk=delivery_id)
    body = delivery.provider.body_id if delivery.provider else None
    refuse_unless(actor=actor, act="offer.import", scope=OfferScope(delivery.organisation_id, body))
    return delivery
