"""Sessions that action 26 buys for people under justice: who enters them, and their certificate. Pure.

No random draw: the other journeys stay the same. The shares are invented; no rate is published (``figures.md``).
"""

from __future__ import annotations

from pacte.demo.region.invented_journey import EMPTY_DETAIL, InventedJourney

_ACTION = "26"
_UNDER_JUSTICE = 0.7
_CERTIFIED, _CERTIFIED_IN_PART = 0.45, 0.25  # of those who complete the training
_JURY, _RESULT = 8, 20  # days after the end


def is_under_justice(life: InventedJourney) -> bool:
    """Whether the person was sent to the session by the prison service."""
    return life.session.serves(_ACTION) and life.lot("justice") < _UNDER_JUSTICE


def certify_first_level(life: InventedJourney) -> None:
    """Present those who complete a training with a first-level certificate (CléA Numérique), and certify some."""
    family = life.session.family
    if (
        not (life.session.serves(_ACTION) and family.certification)
        or life.ended_on is None
        or life.end_kind not in ("to_term", "goal_reached")
    ):
        return
    drawn = life.lot("first level")
    life.add_step("presented", life.ended_on + _JURY, EMPTY_DETAIL)
    if drawn < _CERTIFIED + _CERTIFIED_IN_PART:
        kind = "certified" if drawn < _CERTIFIED else "certified_in_part"
        life.add_step(kind, life.ended_on + _RESULT, EMPTY_DETAIL)
