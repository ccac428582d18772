"""Cases and questions whose retention is over: what is personal goes. Each night and after a restore; idempotent."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.procedures.services.call_questions import forget_questions
from pacte.procedures.services.case_retention import erase_ended_cases


def erase_old_cases(*, actor: Actor) -> int:
    """Returns how many cases."""
    forget_questions(actor=actor)
    return erase_ended_cases(actor=actor, on=today())
