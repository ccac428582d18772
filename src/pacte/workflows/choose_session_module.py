"""Say which module a session teaches, as long as nobody is on the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.session_people import is_anyone_oriented
from pacte.kernel.errors import Conflict
from pacte.offer.services import set_session_module

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session


def choose_session_module(*, actor: Actor, session: Session, module_id: int | None) -> None:
    """Raises as ``set_session_module``, and ``Conflict`` once a journey names the session: its words would change."""
    with transaction.atomic():
        set_session_module(actor=actor, session=session, module_id=module_id)
        if is_anyone_oriented(actor=actor, session=session):
            raise Conflict(
                "session_module_oriented",
                "Quelqu’un est ou a été orienté vers cette session.",
                "Ce vers quoi une personne est orientée ne change pas.",
                "Prenez une autre session du catalogue.",
            )
