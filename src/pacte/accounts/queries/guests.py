"""Guests as their Region or they themselves see them, and the tables that refer to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CASCADE, SET_NULL, ForeignKey, Model

from pacte.accounts.models import Guest, GuestLink
from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ensure_found


def guest_by_id(*, actor: Actor, guest_id: int) -> Guest:
    """For the guest, for members of the Region, for the machine. Raises ``NotFound`` for anybody else."""
    guest = ensure_found(Guest.objects.filter(pk=guest_id).first())
    if not (actor.is_system or actor.guest_id == guest.pk or guest.organisation_id in actor.organisation_ids):
        raise NotFound
    return guest


def this_guest(*, actor: Actor) -> Guest:
    """The guest who came by a link. Raises ``NotFound`` for anybody else."""
    return guest_by_id(actor=actor, guest_id=actor.guest_id or 0)


def count_open_guest_links(*, actor: Actor, guest: Guest) -> int:
    """Links of the guest that still open something. Raises ``NotFound`` as ``guest_by_id``."""
    guest_by_id(actor=actor, guest_id=guest.pk)
    with system_elevation():
        return GuestLink.objects.filter(guest=guest, revoked_at=None, expires_at__gte=now()).count()


def tables_about_guests() -> Iterator[tuple[type[Model], str]]:
    """(model, name of its key to a guest) in every room, links and letters included.

    Found, not listed, so that an export, an erasure and the nightly deletion cover a new table from its first day.
    """
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is Guest:
                yield model, field.name


def keepers_of_guests() -> Iterator[tuple[type[Model], str]]:
    """Those of ``tables_about_guests`` that keep a guest: their rows neither go with it nor forget it."""
    for model, name in tables_about_guests():
        rule: object = model._meta.get_field(name).remote_field.on_delete  # type: ignore[union-attr]
        if rule not in (CASCADE, SET_NULL):
            yield model, name
