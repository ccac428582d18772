"""What other versions and plans record about an action: which version ended it, which action continues it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import ActionLine, LineageLine, Plan, PlanAction, StandingLine
from pacte.plan.queries.plans import VersionLine, version_on, versions
from pacte.plan.records import LineageKind, Standing, VersionState


@dataclass(frozen=True, slots=True)
class Continuation:
    """An action of a later plan that continues an action of this plan."""

    origin_number: ActionCode
    plan_code: str
    years: str
    number: ActionCode
    name: str


def told_by(
    *, actor: Actor, plan: Plan, number: ActionCode, standing: Standing, version_number: int
) -> VersionLine | None:
    """Return the version that set the action's present status: the first of the unbroken run with that status."""
    said = {
        line.version.number: (line.state, line.since, line.reason)
        for line in StandingLine.objects.filter(version__plan=plan, plan_action__number=number).select_related(
            "version"
        )
    }
    wanted = (standing.state.value, standing.since, standing.reason)
    found = None
    for version in versions(actor=actor, plan=plan):
        if version.number > version_number:
            continue
        if said.get(version.number) != wanted:
            break
        found = version
    return found


def action_identifiers(*, actor: Actor, plan: Plan) -> dict[ActionCode, int]:
    """Return the identifier of each action of a plan, across its versions, by number. Other apps store it."""
    return dict(PlanAction.objects.filter(plan=plan).values_list("number", "pk"))


def action_names(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, str]:
    """Return the short action titles of a plan on that date, by number."""
    version = version_on(actor=actor, plan=plan, on=on)
    lines = ActionLine.objects.filter(version=version).select_related("plan_action")
    return {line.plan_action.number: line.short_title or line.title for line in lines}


def continuations(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, tuple[Continuation, ...]]:
    """Return the actions of other plans that continue those of this plan, by number, on that date."""
    links = (
        LineageLine.objects.filter(origin__plan=plan, kind=LineageKind.CONTINUES)
        .exclude(version__plan=plan)
        .exclude(version__state=VersionState.DRAFT)
        .select_related("version__plan", "plan_action", "origin")
        .order_by("version__plan__first_year", "plan_action__number_order")
    )
    later = {link.version.plan_id: link.version.plan for link in links}
    present = {key: version_on(actor=actor, plan=each, on=on).pk for key, each in later.items()}
    names = {
        line.plan_action_id: line.short_title or line.title
        for line in ActionLine.objects.filter(version_id__in=present.values())
    }
    found: dict[ActionCode, list[Continuation]] = defaultdict(list)
    for link in links:
        if link.origin is not None and link.version_id == present[link.version.plan_id]:
            found[link.origin.number].append(
                Continuation(
                    link.origin.number,
                    link.version.plan.code,
                    f"{link.version.first_year}-{link.version.last_year}",
                    link.plan_action.number,
                    names.get(link.plan_action_id, ""),
                )
            )
    return {number: tuple(each) for number, each in found.items()}
