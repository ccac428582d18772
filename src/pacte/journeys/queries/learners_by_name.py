"""Learners by name, for the machine that prepares the demonstration."""

from __future__ import annotations

from pacte.journeys.models import Learner
from pacte.kernel.actor import Actor


def learner_by_name(*, actor: Actor, first_name: str, last_name: str) -> Learner | None:
    """A fictitious learner with that name, the latest created. Raises ``NotFound`` for anybody but the machine."""
    actor.require_system()
    learners = Learner.objects.filter(
        contact__first_name=first_name, contact__last_name=last_name, is_synthetic=True, purged_at=None
    )
    return learners.order_by("-pk").first()
