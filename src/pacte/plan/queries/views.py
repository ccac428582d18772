from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.plan.models import SavedView


def saved_views(*, actor: Actor) -> list[SavedView]:
    """Return the actor's saved filters, by name."""
    if actor.person_id is None:
        return []
    return list(SavedView.objects.filter(person_id=actor.person_id).order_by("name"))
