"""A plan as visible to one actor on a date: the version, its content and the other versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.queries.content import content_of_version
from pacte.plan.queries.plans import (
    VersionSummary,
    pick_version_by_number,
    pick_version_in_force,
    summarise_versions,
    visible_versions,
)
from pacte.plan.records import PlanContent


@dataclass(frozen=True, slots=True)
class VisiblePlan:
    """A version of a plan with its content. ``versions`` are all those visible to the actor, the latest first."""

    plan: Plan
    version: PlanVersion
    content: PlanContent
    versions: tuple[VersionSummary, ...]

    @property
    def version_summary(self) -> VersionSummary:
        """Summary of the displayed version."""
        return next(each for each in self.versions if each.number == self.version.number)

    @property
    def begins_on(self) -> date | None:
        """First date on which a version was in force. None when there is none."""
        return min((each.in_force_from for each in self.versions if each.in_force_from), default=None)


def visible_plan(*, actor: Actor, code: str, on: date, number: int | None = None) -> VisiblePlan:
    """Return version ``number``, or the version in force on that date. Raises ``NotFound``.

    Ten queries whatever the size of the plan; one when the version is voted and cached.
    """
    visible = visible_versions(actor=actor, code=code)
    version = pick_version_in_force(visible, on) if number is None else pick_version_by_number(visible, number)
    return VisiblePlan(version.plan, version, content_of_version(version), tuple(summarise_versions(visible)))
