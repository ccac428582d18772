"""Shares of what is left to a certification: those of a learner, and the one that a guest reads."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from pacte.accounts.row_context import system_elevation
from pacte.journeys.models import Learner, ProgressShare
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.rules.progress_shares import ShareState
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless


def shares_of_learner(*, actor: Actor, learner: Learner, body_id: int) -> list[ProgressShare]:
    """Shares of a learner whose referent the body is, latest first. Raises ``NotFound`` for another body."""
    hide_unless(may(actor, "journeys.orient", JourneyScope(learner.organisation_id, body_id)))
    return list(ProgressShare.objects.filter(learner=learner).order_by("-proposed_at", "-pk"))


def own_shares(*, actor: Actor) -> QuerySet[ProgressShare]:
    """Shares about the learner who came by a personal link. Raises ``NotFound`` for anybody else."""
    hide_unless(actor.learner_id is not None)
    return ProgressShare.objects.filter(learner_id=actor.learner_id).order_by("-proposed_at", "-pk")


def share_of_guest(*, actor: Actor, identifier: int, on: date) -> ProgressShare:
    """The share that the guest may read that day. Raises ``NotFound`` for another guest, or without a live consent."""
    hide_unless(actor.guest_id is not None)
    with system_elevation():
        share = ensure_found(
            ProgressShare.objects.select_related("learner__contact")
            .filter(pk=identifier, guest_id=actor.guest_id, learner__purged_at=None)
            .first()
        )
    hide_unless(share.state_on(on) is ShareState.OPEN)
    return share
