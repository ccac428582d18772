"""A plan as visible to one actor on a date: the version, its content and the other versions."""

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
    """A version of a plan with its content. ``versions`` are all those visible to the actor, the latest first."""

    plan: Plan
    version: PlanVersion
    content: PlanContent
    versions: tuple[VersionLine, ...]

    @property
    def line(self) -> VersionLine:
        """Summary of the displayed version."""
        return next(each for each in self.versions if each.number == self.version.number)

    @property
    def begins_on(self) -> date | None:
        """First date on which a version was in force. None when there is none."""
        return min((each.in_force_from for each in self.versions if each.in_force_from), default=None)


def seen_plan(*, actor: Actor, code: str, on: date, number: int | None = None) -> SeenPlan:
    """Return version ``number``, or the version in force on that date. Raises ``NotFound``.

    Ten queries whatever the size of the plan; one when the version is voted and cached.
    """
    seen = seen_versions(actor=actor, code=code)
    version = in_force_on(seen, on) if number is None else numbered(seen, number)
    return SeenPlan(version.plan, version, content_of(version), tuple(version_lines(seen)))
