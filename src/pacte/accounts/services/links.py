"""Single-use links: a login, or the choice of a first password."""

from __future__ import annotations

import secrets
from datetime import timedelta

from pacte.accounts.models import LoginLink, Person
from pacte.accounts.records import LinkPurpose
from pacte.accounts.rules import login_secret_digest
from pacte.accounts.rules.rate_limits import INVITATION, LOGIN_LINK, LOGIN_LINK_BY_ADDRESS, RateLimitBucket
from pacte.accounts.services.permission_checks import refuse_unless
from pacte.accounts.services.rate_limits import consume_tokens, is_bucket_full, refund_tokens
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import true_now

LINK_LIFETIME = timedelta(minutes=30)
INVITATION_LIFETIME = timedelta(days=7)


def create_login_link(
    *, actor: Actor, person: Person, purpose: LinkPurpose = LinkPurpose.LOGIN, network: str | None = None
) -> str | None:
    """Creates a single-use link and returns its secret, for an e-mail only; None when the rate limit is exceeded.

    ``network``: where the request comes from. Strangers cannot use up the links of a person: while no new link can be
    sent, the last one is still valid, and a network that requested many links still gets the first one of each person.
    """
    refuse_unless(actor, "accounts.manage")
    if not _is_within_limits(person, purpose, network):
        return None
    moment, secret = true_now(), secrets.token_urlsafe(32)
    lifetime = INVITATION_LIFETIME if purpose is LinkPurpose.INVITATION else LINK_LIFETIME
    with audit_event(
        actor=actor, name=f"link.{purpose}", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        LoginLink.objects.create(
            person=person,
            digest=login_secret_digest(secret),
            purpose=purpose,
            created_at=moment,
            expires_at=moment + lifetime,
        )
    return secret


def use_login_link(*, actor: Actor, secret: str, purpose: LinkPurpose = LinkPurpose.LOGIN) -> Person | None:
    """The person whom the link logs in; None when it is unknown, used or expired. Safe against double clicks.

    ``actor`` is anonymous: the secret is the proof. The person's other links end too.
    """
    moment = true_now()
    link = LoginLink.objects.select_for_update().filter(digest=login_secret_digest(secret), purpose=purpose).first()
    if link is None or link.used_at or link.expires_at < moment or not link.person.is_active:
        return None
    link.used_at = moment
    link.save(update_fields=["used_at"])
    LoginLink.objects.filter(person=link.person, used_at__isnull=True).update(expires_at=moment)
    return link.person


def _is_within_limits(person: Person, purpose: LinkPurpose, network: str | None) -> bool:
    if purpose is LinkPurpose.INVITATION:
        return consume_tokens(RateLimitBucket(INVITATION, str(person.pk))) is None
    person_bucket = RateLimitBucket(LOGIN_LINK, str(person.pk))
    is_first = is_bucket_full(person_bucket)
    if consume_tokens(person_bucket) is not None:
        return False
    if network is None or consume_tokens(RateLimitBucket(LOGIN_LINK_BY_ADDRESS, network)) is None or is_first:
        return True
    refund_tokens(person_bucket)
    return False
