"""Personal links: created once, shown once, revocable at any time. A link authenticates the learner only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pacte.accounts.models import Organisation
from pacte.accounts.rules import login_secret_digest
from pacte.accounts.rules.rate_limits import PERSONAL_LINK, RateLimitBucket
from pacte.accounts.services import consume_tokens
from pacte.audit.services import audit_event
from pacte.journeys.models import Invitation, Learner, LearnerLink, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import Channel, IssuedLink
from pacte.journeys.rules.links import JOURNEY_LINK_LIFE, LINKS_A_DAY, SECRET_BYTES, slot_link_last_day
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, now, paris_date
from pacte.kernel.errors import Conflict, NotFound, TooManyRequests, hide_unless
from pacte.notifications.services.system_access import as_system

THE_PERSON = "la personne, par son lien"


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """``actor`` is the learner. ``invitation_id``: the link opens the slots of that invitation only."""

    actor: Actor
    learner_id: int
    invitation_id: int | None


def make_journey_link(
    *, actor: Actor, learner: Learner, body: Organisation, channel: Channel, at: datetime | None = None
) -> IssuedLink:
    """A link to the learner's own pages. For the referent's body only: raises ``NotFound`` otherwise."""
    _refuse_unless_referent(actor, learner, body.pk)
    return _issue_link(actor, learner, body.pk, channel, (at or now()) + JOURNEY_LINK_LIFE)


def make_slot_link(*, actor: Actor, invitation: Invitation, channel: Channel) -> IssuedLink:
    """A link to the slots of an invitation, valid until some days after the last of them."""
    hide_unless(may(actor, "journeys.invite", journey_scope(invitation.journey)))
    with as_system(actor):
        last = max((each.ends_at for each in invitation.meetings.all()), default=now())
    until = slot_link_last_day(invitation.expires_on, paris_date(last))
    expires_at = datetime(until.year, until.month, until.day, 23, 59, tzinfo=PARIS)
    return _issue_link(actor, invitation.journey.learner, invitation.sent_by_id, channel, expires_at, invitation)


def use_link(*, actor: Actor, secret: str) -> OpenedLink | None:
    """What the secret opens; None when it is unknown, revoked or expired. ``actor`` is the machine.

    Every use counts, even when it ends in an error: call it in its own transaction. Raises ``TooManyRequests``
    (``link_too_fast``) when it is used faster than a person can.
    """
    moment = now()
    with as_system(actor):
        link = (
            LearnerLink.objects.select_for_update(of=("self",))
            .select_related("learner")
            .filter(
                digest=login_secret_digest(secret), revoked_at=None, expires_at__gte=moment, learner__purged_at=None
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
    person = Actor(name=THE_PERSON, learner_id=link.learner_id)
    return OpenedLink(person, link.learner_id, link.invitation_id)


def revoke_links(*, actor: Actor, learner: Learner, body: Organisation) -> int:
    """Revokes all open links of this learner. Returns how many were open."""
    _refuse_unless_referent(actor, learner, body.pk)
    with audit_event(
        actor=actor, name="journeys.revoke_links", subject_kind="learner", subject_id=learner.key,
        subject_label="Liens personnels fermés", organisation_id=body.pk,
    ) as entry, as_system(actor):  # fmt: skip
        moment = now()
        open_ones = LearnerLink.objects.filter(learner=learner, revoked_at=None, expires_at__gte=moment)
        count = open_ones.update(revoked_at=moment)
        entry.detail.update(count=count)
    return count


def _issue_link(
    actor: Actor,
    learner: Learner,
    body_id: int | None,
    channel: Channel,
    expires_at: datetime,
    invitation: Invitation | None = None,
) -> IssuedLink:
    moment, secret = now(), secrets.token_urlsafe(SECRET_BYTES)
    with audit_event(
        actor=actor, name="journeys.make_link", subject_kind="learner", subject_id=learner.key,
        subject_label="Lien personnel", organisation_id=None if actor.organisation_ids else body_id,
    ), as_system(actor):  # fmt: skip
        recent = LearnerLink.objects.filter(learner=learner, created_at__gt=moment - timedelta(days=1))
        if not actor.is_system and recent.count() >= LINKS_A_DAY:
            raise Conflict(
                "links_too_many", f"{LINKS_A_DAY} liens ont été faits pour cette personne depuis hier.",
                hint="Réessayez demain.",
            )  # fmt: skip
        LearnerLink.objects.create(
            organisation_id=learner.organisation_id,
            learner=learner,
            invitation=invitation,
            digest=login_secret_digest(secret),
            channel=channel,
            made_by_id=body_id,
            created_at=moment,
            expires_at=expires_at,
        )
    return IssuedLink(secret, expires_at)


def _refuse_unless_referent(actor: Actor, learner: Learner, body_id: int) -> None:
    if actor.is_system:
        return
    known = Referent.objects.filter(learner=learner, body_id=body_id, valid_until=None).exists()
    is_own = body_id in actor.organisation_ids
    if not known or not is_own or not may(actor, "journeys.orient", JourneyScope(learner.organisation_id, body_id)):
        raise NotFound
