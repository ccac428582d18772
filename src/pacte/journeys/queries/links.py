"""Personal links of a learner for the body that accompanies them: when and how, never the secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pacte.accounts.models import Organisation
from pacte.journeys.models import Learner, LearnerLink
from pacte.journeys.permissions import JourneyScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, hide_unless
from pacte.notifications.services.system_access import as_system


@dataclass(frozen=True, slots=True)
class LearnerLinkSummary:
    created_at: datetime
    channel: str
    is_for_slot: bool
    expires_at: datetime
    is_open: bool
    last_used_at: datetime | None


def accompanied_learner(*, actor: Actor, key: UUID) -> tuple[Learner, Organisation]:
    """A learner whom the actor's body accompanies today, and that body. Raises ``NotFound``."""
    learner = Learner.objects.select_related("contact").filter(key=key, purged_at=None).first()
    present = learner.referents.filter(valid_until=None).select_related("body").first() if learner else None
    if learner is None or present is None or present.body_id not in actor.organisation_ids:
        raise NotFound
    hide_unless(may(actor, "journeys.orient", JourneyScope(learner.organisation_id, present.body_id)))
    return learner, present.body


def learner_links(*, actor: Actor, learner: Learner, limit: int = 30) -> list[LearnerLinkSummary]:
    """Links of a learner obtained through a checked query, latest first. Only the machine reads links."""
    moment = now()
    with as_system(actor):
        rows = list(LearnerLink.objects.filter(learner=learner).order_by("-created_at", "-pk")[:limit])
    return [
        LearnerLinkSummary(
            each.created_at, each.channel, each.invitation_id is not None, each.expires_at,
            each.revoked_at is None and each.expires_at >= moment, each.last_used_at,
        )
        for each in rows
    ]  # fmt: skip
