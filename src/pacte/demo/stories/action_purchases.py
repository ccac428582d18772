"""Shape of ``action_purchases.yaml``: the trainings that each action of a plan buys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class ActionPurchaseStory:
    """What an action buys. Without natures, families or departments, it takes sessions of any.

    ``weight``: its part of the sessions that several actions take.
    """

    action: ActionCode
    weight: int
    natures: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()

    def takes(self, *, nature: str, family: str, department: str) -> bool:
        return (
            (not self.natures or nature in self.natures)
            and (not self.families or family in self.families)
            and (not self.departments or department in self.departments)
        )


@dataclass(frozen=True, slots=True)
class PlanPurchaseStory:
    """``plan`` is the code of the plan, which pays for the sessions of its years."""

    plan: str
    first_year: int
    last_year: int
    actions: tuple[ActionPurchaseStory, ...]


@dataclass(frozen=True, slots=True)
class PurchaseStories:
    plans: tuple[PlanPurchaseStory, ...]


@cache
def purchase_stories() -> PurchaseStories:
    return read_story("action_purchases", PurchaseStories)
