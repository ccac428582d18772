"""The transitions that every procedure applied to from outside has alike: a correction asked and sent, a withdrawal."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.procedures.records.description import STEERING_ROLES, Requirement, Transition


def correction_transitions(
    stage: str,
    resend_verb: str,
    needs: tuple[Requirement, ...],
    *,
    opens: Iterable[str],
    code: str = "ask",
    verb: str = "Demander une correction",
    days: int = 30,
) -> tuple[Transition, Transition]:
    """An instructor reopens the sections ``opens`` of a case at ``stage``, with a reason; who applied sends it again.

    The case waits at the stage ``correcting``, for ``days``; it comes back once it meets ``needs``.
    """
    return (
        Transition(
            code,
            verb,
            (stage,),
            "correcting",
            STEERING_ROLES,
            needs_reason=True,
            is_backward=True,
            opens=frozenset(opens),
            days=days,
        ),
        Transition("resend", resend_verb, ("correcting",), stage, frozenset(), needs, by_applicant=True),
    )


def withdrawal(verb: str, before: tuple[str, ...]) -> Transition:
    """Who applied gives it up, with a reason, at one of the stages ``before``."""
    return Transition(
        "withdraw",
        verb,
        before,
        "withdrawn",
        frozenset(),
        needs_reason=True,
        outcome="withdrawn",
        by_applicant=True,
    )
