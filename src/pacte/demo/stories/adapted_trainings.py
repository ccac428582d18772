"""Shape of ``adapted_trainings.yaml``: what is asked so that a training fits, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class AdaptationStory:
    """``cost`` in cents; ``effect_days``: from the request to the adaptation in place."""

    public: str
    needs: tuple[str, ...]
    need_in_words: str
    adaptation_plan: str
    payer: str
    satisfaction: int
    effect_days: int
    cost: int = 0

    def request(self) -> dict[str, Any]:
        """What is asked."""
        return {"public": self.public, "needs": list(self.needs), "need_in_words": self.need_in_words}

    def answer(self) -> dict[str, Any]:
        """What is decided."""
        costs = {"cost": self.cost} if self.cost else {}
        return {"adaptation_plan": self.adaptation_plan, "payer": self.payer, **costs}


@dataclass(frozen=True, slots=True)
class AdaptedTrainingStories:
    """``completed`` and ``left``: numbers of journeys, by how they ended; as many are under way as ``left``.

    Each takes the next of ``requests``.
    """

    action: ActionCode
    referent: str
    contact: str
    completed: int
    left: int
    requests: tuple[AdaptationStory, ...]


def adapted_training_stories() -> AdaptedTrainingStories:
    return read_story("adapted_trainings", AdaptedTrainingStories)
