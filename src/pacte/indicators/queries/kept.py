"""Saved answers, returned as they were given."""

from __future__ import annotations

from pacte.indicators.models import KeptAnswer
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


def kept_answer(*, actor: Actor, host_id: int, number: int) -> KeptAnswer:
    """By number. Row-level security filters the answers of other people. Raises ``Unseen``."""
    found = KeptAnswer.objects.filter(organisation_id=host_id, number=number).first()
    if found is None:
        raise NotFound
    return found


def kept_answers(*, actor: Actor, host_id: int, limit: int = 50) -> list[KeptAnswer]:
    """The latest answers that the actor may read, newest first, without their documents."""
    return list(KeptAnswer.objects.filter(organisation_id=host_id).defer("document").order_by("-number")[:limit])
