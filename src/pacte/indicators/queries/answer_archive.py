"""Saved answers, returned as they were given."""

from __future__ import annotations

from pacte.indicators.models import SavedAnswer
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found


def saved_answer(*, actor: Actor, host_id: int, number: int) -> SavedAnswer:
    """By number. Row-level security filters the answers of other people. Raises ``NotFound``."""
    return ensure_found(SavedAnswer.objects.filter(organisation_id=host_id, number=number).first())


def saved_answers(*, actor: Actor, host_id: int, limit: int = 50) -> list[SavedAnswer]:
    """The latest answers that the actor may read, newest first, without their documents."""
    return list(SavedAnswer.objects.filter(organisation_id=host_id).defer("document").order_by("-number")[:limit])
