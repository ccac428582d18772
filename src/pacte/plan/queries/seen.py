"""A plan as one reader sees it on one day: which version, what it holds, and which others exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.queries.content import content_of
from pacte.plan.queries.plans import VersionLine, in_force_on, numbered, seen_versions, version_lines
from pacte.plan.records import PlanContent


@dataclass(frozen=True, slots=True)
class SeenPlan:
    """``versions`` are all those that the actor may see, the latest first."""

    plan: Plan
    version: PlanVersion
    content: PlanContent
    versions: tuple[VersionLine, ...]

    @property
    def line(self) -> VersionLine:
        """The version shown, as a list shows it."""
        return next(each for each in self.versions if each.number == self.version.number)

    @property
    def begins_on(self) -> date | None:
        """First day on which a version was in force; None while none has been."""
        return min((each.in_force_from for each in self.versions if each.in_force_from), default=None)


def seen_plan(*, actor: Actor, code: str, on: date, number: int | None = None) -> SeenPlan:
    """The version ``number``, else the one in force on that day. Raises ``Unseen``.

    Ten queries, whatever the size of the plan; one when the version was voted and read already.
    """
    seen = seen_versions(actor=actor, code=code)
    version = in_force_on(seen, on) if number is None else numbered(seen, number)
    return SeenPlan(version.plan, version, content_of(version), tuple(version_lines(seen)))
