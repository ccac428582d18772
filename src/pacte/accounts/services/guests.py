"""Guests without account: a link proved by e-mail, for one scope, expiring, revocable (docs/adr/0046).

The secret of a link is drawn when its letter leaves, and only its digest is stored: nobody can display it again.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef

from pacte.accounts.models import Guest, GuestLink, Organisation
from pacte.accounts.permissions import may
from pacte.accounts.queries.guests import keepers_of_guests
from pacte.accounts.records import GuestScope, IssuedGuestLink, OpenedGuestLink
from pacte.accounts.row_context import system_elevation
from pacte.accounts.rules import login_secret_digest
from pacte.accounts.rules.guest_links import GUEST_LINK_LIFE, SECRET_BYTES, UNUSED_GUEST_LIFE, erased_address
from pacte.accounts.rules.rate_limits import PERSONAL_LINK, RateLimitBucket
from pacte.accounts.services.rate_limits import consume_tokens
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import TooManyRequests, hide_unless

THE_GUEST = "une personne sans compte, par son lien"


def ensure_guest(*, actor: Actor, host: Organisation, email: str, name: str = "", synthetic: bool = False) -> Guest:
    """The guest of that e-mail in the pact of ``host``, made when nobody is known by it; ``name`` is then theirs.

    The caller has checked that ``actor`` may invite somebody. Raises ``ValidationError`` (``email``).
    """
    hide_unless(not actor.is_anonymous)
    address = canonical_email(email)
    with system_elevation():
        guest, is_new = Guest.objects.get_or_create(
            organisation=host,
            email=address,
            defaults={"name": name, "created_at": now(), "is_synthetic": synthetic},
        )
        if is_new:
            with audit_event(
                actor=actor, name="guest.create", subject_kind="guest", subject_id=guest.pk,
                subject_label="Personne sans compte", organisation_id=host.pk,
            ):  # fmt: skip
                pass
    return guest


def issue_guest_link(
    *, actor: Actor, guest: Guest, scope: GuestScope, subject_id: int | None = None, at: datetime | None = None
) -> IssuedGuestLink:
    """A link of that scope, for the letter that is leaving. For the machine only, as an erased guest has none."""
    actor.require_system()
    hide_unless(guest.erased_at is None)
    moment, secret = at or now(), secrets.token_urlsafe(SECRET_BYTES)
    with audit_event(
        actor=actor, name="guest.make_link", subject_kind="guest", subject_id=guest.pk,
        subject_label="Lien d’une personne sans compte", organisation_id=guest.organisation_id,
    ) as entry:  # fmt: skip
        link = GuestLink.objects.create(
            organisation_id=guest.organisation_id,
            guest=guest,
            scope=scope,
            subject_id=subject_id,
            digest=login_secret_digest(secret),
            created_at=moment,
            expires_at=moment + GUEST_LINK_LIFE,
        )
        entry.detail.update(scope=scope, subject=subject_id)
    return IssuedGuestLink(secret, link.expires_at)


def open_guest_link(*, actor: Actor, secret: str, scopes: Collection[GuestScope]) -> OpenedGuestLink | None:
    """What the secret opens; None when it is unknown, revoked, expired, or of another scope. ``actor`` is the machine.

    The first opening proves the e-mail. Every use counts, even when it ends in an error: call it in its own
    transaction. Raises ``TooManyRequests`` (``link_too_fast``) when it is used faster than a person can.
    """
    actor.require_system()
    moment = now()
    link = (
        GuestLink.objects.select_for_update(of=("self",))
        .select_related("guest")
        .filter(
            digest=login_secret_digest(secret),
            scope__in=scopes,
            revoked_at=None,
            expires_at__gte=moment,
            guest__erased_at=None,
        )
        .first()
    )
    if link is None:
        return None
    wait = consume_tokens(RateLimitBucket(PERSONAL_LINK, link.digest))
    if wait is not None:
        raise TooManyRequests(
            "link_too_fast", "Ce lien sert trop vite.", "Il est en pause.", "Réessayez plus tard.", wait=wait
        )
    link.last_used_at = moment
    link.save(update_fields=["last_used_at"])
    if link.guest.proved_at is None:
        _prove_email(link.guest, moment)
    return OpenedGuestLink(
        Actor(name=THE_GUEST, guest_id=link.guest_id),
        link.guest_id,
        GuestScope(link.scope),
        link.subject_id,
        link.expires_at,
    )


def revoke_guest_links(
    *, actor: Actor, guest: Guest, scope: GuestScope | None = None, subject_id: int | None = None
) -> int:
    """Ends the open links of the guest: all, or those of one scope, or of one thing. Returns how many were open.

    For the guest, for who keeps the accounts of the Region, for the machine. Raises ``NotFound`` for anybody else.
    """
    is_theirs = actor.guest_id is not None and actor.guest_id == guest.pk
    hide_unless(is_theirs or may(actor, "accounts.revoke_guest_links", guest.organisation_id))
    moment = now()
    with system_elevation(), audit_event(
        actor=actor, name="guest.revoke_links", subject_kind="guest", subject_id=guest.pk,
        subject_label="Liens fermés d’une personne sans compte", organisation_id=guest.organisation_id,
    ) as entry:  # fmt: skip
        links = GuestLink.objects.filter(guest=guest, revoked_at=None, expires_at__gte=moment)
        links = links.filter(scope=scope) if scope else links
        links = links.filter(subject_id=subject_id) if subject_id is not None else links
        count = links.update(revoked_at=moment)
        entry.detail.update(count=count)
    return count


def erase_guest(*, actor: Actor, guest: Guest, reason: str) -> None:
    """Leaves an anonymous remainder, which keeps counts true: no address, no name, no link. For the machine only."""
    actor.require_system()
    with audit_event(
        actor=actor, name="guest.erase", subject_kind="guest", subject_id=guest.pk,
        subject_label="Personne sans compte effacée", organisation_id=guest.organisation_id, reason=reason,
    ):  # fmt: skip
        GuestLink.objects.filter(guest=guest).delete()
        guest.email, guest.name, guest.erased_at = erased_address(guest.pk), "", now()
        guest.save(update_fields=["email", "name", "erased_at"])


def delete_old_guests(*, actor: Actor, at: datetime | None = None) -> int:
    """Deletes expired links, then the guests whom no link nor row of a room needs. Returns the number of rows."""
    actor.require_system("guests_purge", "Seule la machine applique les durées de conservation.")
    moment = at or now()
    links, _ = GuestLink.objects.filter(expires_at__lt=moment).delete()
    unneeded = Guest.objects.filter(created_at__lt=moment - UNUSED_GUEST_LIFE, links=None)
    for model, name in keepers_of_guests():
        unneeded = unneeded.exclude(Exists(model._default_manager.filter(**{name: OuterRef("pk")})))
    guests, _ = unneeded.delete()
    return links + guests


def _prove_email(guest: Guest, moment: datetime) -> None:
    with audit_event(
        actor=Actor(name=THE_GUEST, guest_id=guest.pk), name="guest.prove_email", subject_kind="guest",
        subject_id=guest.pk, subject_label="Adresse prouvée", organisation_id=guest.organisation_id,
    ):  # fmt: skip
        guest.proved_at = moment
        guest.save(update_fields=["proved_at"])
