"""Views of the table of the overview: what moved, what is in alert, late or without a result. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode

VIEW_PARAM = "voir"


class PlanView(StrEnum):
    """Values of ``?voir=``."""

    ALL = ""
    MOVED = "bouge"
    ALERT = "alerte"
    LATE = "jalon"
    RESULTLESS = "sans-resultat"


_VIEW_LABELS = {
    PlanView.ALL: "Toutes",
    PlanView.MOVED: "Ce qui a bougé",
    PlanView.ALERT: "En alerte",
    PlanView.LATE: "Jalon dépassé",
    PlanView.RESULTLESS: "Sans résultat",
}


@dataclass(frozen=True, slots=True)
class ViewChoice:
    view: PlanView
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class PlanViews:
    """``numbers``: the actions of each view that this reader may ask for; ``current`` is one of them."""

    numbers: Mapping[PlanView, frozenset[ActionCode]]
    current: PlanView

    @property
    def choices(self) -> list[ViewChoice]:
        """A view without actions is not offered, unless it is the one that is read."""
        return [
            ViewChoice(view, _VIEW_LABELS[view], len(numbers), view is self.current)
            for view, numbers in self.numbers.items()
            if numbers or view is self.current
        ]

    @property
    def shown(self) -> frozenset[ActionCode]:
        return self.numbers[self.current]


def plan_views(numbers: Mapping[PlanView, frozenset[ActionCode]], wanted: str) -> PlanViews:
    """What is not known, or not for this reader, shows them all."""
    current = next((view for view in numbers if view.value == wanted), PlanView.ALL)
    return PlanViews(numbers, current)
