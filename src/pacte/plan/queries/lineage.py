"""What other versions and plans record about an action: which version ended it, which action continues it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.plan.models import Plan, PlanAction, VersionActionStatus, VersionActionTitle, VersionLineageLink
from pacte.plan.queries.plans import VersionSummary, main_plan, version_on, version_summaries
from pacte.plan.records import ActionStatus, LineageKind, VersionState


@dataclass(frozen=True, slots=True)
class Continuation:
    """An action of a later plan that continues an action of this plan."""

    origin_number: ActionCode
    plan_code: str
    years: str
    number: ActionCode
    name: str


def version_that_set_status(
    *, actor: Actor, plan: Plan, number: ActionCode, status: ActionStatus, version_number: int
) -> VersionSummary | None:
    """Return the version that set the action's present status: the first of the unbroken run with that status."""
    status_by_version = {
        line.version.number: (line.state, line.since, line.reason)
        for line in VersionActionStatus.objects.filter(version__plan=plan, plan_action__number=number).select_related(
            "version"
        )
    }
    wanted = (status.state.value, status.since, status.reason)
    earliest = None
    for version in version_summaries(actor=actor, plan=plan):
        if version.number > version_number:
            continue
        if status_by_version.get(version.number) != wanted:
            break
        earliest = version
    return earliest


def action_ids_by_number(*, actor: Actor, plan: Plan) -> dict[ActionCode, int]:
    """Return the identifier of each action of a plan, across its versions, by number. Other apps store it."""
    return dict(PlanAction.objects.filter(plan=plan).values_list("number", "pk"))


def main_plan_action_ids(*, actor: Actor, number: ActionCode | None) -> tuple[int | None, int | None]:
    """Ids of the main plan and of its action; (None, None) without a number. Raises ``ValidationError``."""
    if not number:
        return None, None
    plan = main_plan(actor=actor)
    action_id = action_ids_by_number(actor=actor, plan=plan).get(number) if plan else None
    if plan is None or action_id is None:
        raise ValidationError(
            "plan_action", f"Le plan n’a pas d’action {number}.", hint="Vérifiez son numéro, ou laissez le champ vide."
        )
    return plan.pk, action_id


def main_plan_action_numbers(*, actor: Actor) -> dict[int | None, ActionCode]:
    """Number of each action of the main plan, by id."""
    plan = main_plan(actor=actor)
    return {pk: number for number, pk in action_ids_by_number(actor=actor, plan=plan).items()} if plan else {}


def action_short_titles(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, str]:
    """Return the short action titles of a plan on that date, by number."""
    version = version_on(actor=actor, plan=plan, on=on)
    titles = VersionActionTitle.objects.filter(version=version).select_related("plan_action")
    return {line.plan_action.number: line.short_title or line.title for line in titles}


def continuations(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, tuple[Continuation, ...]]:
    """Return the actions of other plans that continue those of this plan, by number, on that date."""
    links = (
        VersionLineageLink.objects.filter(origin__plan=plan, kind=LineageKind.CONTINUES)
        .exclude(version__plan=plan)
        .exclude(version__state=VersionState.DRAFT)
        .select_related("version__plan", "plan_action", "origin")
        .order_by("version__plan__first_year", "plan_action__number_order")
    )
    later = {link.version.plan_id: link.version.plan for link in links}
    present = {key: version_on(actor=actor, plan=each, on=on).pk for key, each in later.items()}
    names = {
        line.plan_action_id: line.short_title or line.title
        for line in VersionActionTitle.objects.filter(version_id__in=present.values())
    }
    by_origin: dict[ActionCode, list[Continuation]] = defaultdict(list)
    for link in links:
        if link.origin is not None and link.version_id == present[link.version.plan_id]:
            by_origin[link.origin.number].append(
                Continuation(
                    link.origin.number,
                    link.version.plan.code,
                    f"{link.version.first_year}-{link.version.last_year}",
                    link.plan_action.number,
                    names.get(link.plan_action_id, ""),
                )
            )
    return {number: tuple(each) for number, each in by_origin.items()}
