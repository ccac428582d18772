"""Links that open once: a login, or the choice of a first password."""

from __future__ import annotations

import secrets
from datetime import timedelta

from pacte.accounts.models import LoginLink, Person
from pacte.accounts.records import LinkPurpose
from pacte.accounts.rules import digest
from pacte.accounts.services.right import refuse_unless
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

LINK_LIFE = timedelta(minutes=30)
INVITATION_LIFE = timedelta(days=7)
LINKS_AN_HOUR = 5


def make_login_link(*, actor: Actor, person: Person, purpose: LinkPurpose = LinkPurpose.LOGIN) -> str | None:
    """The secret of a link to be used once; None when too many were asked in the hour. Made for a mail, never shown."""
    refuse_unless(actor, "accounts.manage")
    moment = now()
    recent = LoginLink.objects.filter(person=person, created_at__gt=moment - timedelta(hours=1))
    if recent.count() >= LINKS_AN_HOUR:
        return None
    secret = secrets.token_urlsafe(32)
    life = INVITATION_LIFE if purpose is LinkPurpose.INVITATION else LINK_LIFE
    with act(
        actor=actor, name=f"link.{purpose}", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        LoginLink.objects.create(
            person=person, digest=digest(secret), purpose=purpose, created_at=moment, expires_at=moment + life
        )
    return secret


def use_login_link(*, actor: Actor, secret: str, purpose: LinkPurpose = LinkPurpose.LOGIN) -> Person | None:
    """The person whom the link logs in, once; None when it is unknown, used or too old. Safe when clicked twice.

    ``actor`` is nobody yet: the secret is the proof. The other links of the person end with this one.
    """
    moment = now()
    link = LoginLink.objects.select_for_update().filter(digest=digest(secret), purpose=purpose).first()
    if link is None or link.used_at or link.expires_at < moment or not link.person.is_active:
        return None
    link.used_at = moment
    link.save(update_fields=["used_at"])
    LoginLink.objects.filter(person=link.person, used_at__isnull=True).update(expires_at=moment)
    return link.person
