"""Which plan action buys each invented session: actions take turns, in proportion to their weights. Pure.

No random draw: the sessions are those of a year whatever the day, and so is the action of each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pacte.demo.stories.action_purchases import ActionPurchaseStory, purchase_stories
from pacte.kernel.action_codes import ActionCode


@dataclass(slots=True)
class ActionTurns:
    """Turns of the actions of one plan: each takes sessions as often as its weight says, evenly spread.

    An action takes the first session that it can: even a small region has sessions of all of them.
    """

    actions: tuple[ActionPurchaseStory, ...]
    _credits: dict[ActionCode, int] = field(default_factory=lambda: defaultdict(int))
    _served: set[ActionCode] = field(default_factory=set)

    def take(self, *, nature: str, family: str, department: str) -> ActionCode | None:
        """The action whose turn it is among those that buy such a session; None when none does."""
        takers = self._takers(nature=nature, family=family, department=department)
        if not takers:
            return None
        for each in takers:
            self._credits[each.action] += each.weight
        chosen = max(takers, key=lambda each: (each.action not in self._served, self._credits[each.action]))
        self._served.add(chosen.action)
        self._credits[chosen.action] -= sum(each.weight for each in takers)
        return chosen.action

    def another(self, action: ActionCode, *, nature: str, family: str, department: str) -> ActionCode | None:
        """Another action that buys such a session, without its turn."""
        takers = self._takers(nature=nature, family=family, department=department)
        return next((each.action for each in takers if each.action != action), None)

    def _takers(self, *, nature: str, family: str, department: str) -> list[ActionPurchaseStory]:
        return [each for each in self.actions if each.takes(nature=nature, family=family, department=department)]


def turns_by_year() -> dict[int, ActionTurns]:
    """Turns of the plan of each year; its years share them."""
    turns: dict[int, ActionTurns] = {}
    for story in purchase_stories().plans:
        turns |= dict.fromkeys(range(story.first_year, story.last_year + 1), ActionTurns(story.actions))
    return turns
