"""Who leads each action on a date: a named person, a substitute, or nobody any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.accounts.queries import membership_periods, substitutions
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.responsibility import Assignment
from pacte.plan.models import ActionPerson, PlanVersion, RowLead, VersionActionTitle
from pacte.plan.queries.plans import version_on
from pacte.plan.rules.completeness import SUPPORT_ROLE

ASSIGNMENT_KIND = "action"


class LeadStatus(StrEnum):
    """Status of a lead on a date.

    ``VACANT``: the last person's post or assignment has ended, without a successor. ``NEVER_NAMED``: nobody was named.
    """

    IN_PERSON = "held"
    BY_SUBSTITUTE = "stood_in"
    VACANT = "vacant"
    NEVER_NAMED = "never"


@dataclass(frozen=True, slots=True)
class ActionLeadSummary:
    """A lead organisation of an action, and the person who acts for it.

    ``name`` is that of the last person when the lead is vacant.
    """

    number: ActionCode
    organisation_id: int
    status: LeadStatus
    person_id: int | None = None
    name: str = ""
    since: date | None = None
    left_on: date | None = None
    substitute: str = ""
    substitute_until: date | None = None


def lead_assignments_of_person(*, actor: Actor, person_id: int, on: date) -> tuple[Assignment, ...]:
    """Return the actions that a person leads on that date, or will lead, in the actor's pacts."""
    leaderships = ActionPerson.objects.filter(person_id=person_id).exclude(valid_until__lt=on)
    if not actor.is_system:
        leaderships = leaderships.filter(host_id__in=actor.host_ids)
    assignments = list(
        leaderships.select_related("plan_action__plan").order_by("plan_action__plan", "plan_action__number_order", "pk")
    )
    names = _action_names(actor, assignments, on)
    return tuple(
        Assignment(
            kind=ASSIGNMENT_KIND,
            identifier=str(each.pk),
            label=_assignment_label(each, names),
            organisation_id=each.organisation_id,
            since=each.valid_from,
            until=each.valid_until,
            plan_code=each.plan_action.plan.code,
            number=each.plan_action.number,
        )
        for each in assignments
    )


def action_leads(
    *, actor: Actor, version: PlanVersion, on: date, number: ActionCode | None = None
) -> tuple[ActionLeadSummary, ...]:
    """Return every lead of the version's actions, or of one action, with the person who acts for it.

    Empty when the actor has no post in any pact.
    """
    if not actor.is_system and not actor.memberships:
        return ()
    leads = RowLead.objects.filter(version=version, body__isnull=False).exclude(role__iexact=SUPPORT_ROLE)
    people = ActionPerson.objects.filter(plan_action__plan_id=version.plan_id, valid_from__lte=on)
    if number is not None:
        leads = leads.filter(row__plan_action__number=number)
        people = people.filter(plan_action__number=number)
    pairs = dict.fromkeys(
        leads.order_by("row__plan_action__number_order", "row__rank", "rank").values_list(
            "row__plan_action__number", "body_id"
        )
    )
    last: dict[tuple[ActionCode, int], ActionPerson] = {}
    for each in people.select_related("person", "plan_action").order_by("valid_from", "pk"):
        last[each.plan_action.number, each.organisation_id] = each
    departed = _departed_holders(actor, version.organisation_id, last.values(), on) if last else {}
    substitution_by_person = (
        {substitution.person_id: substitution for substitution in substitutions(actor=actor, on=on)} if last else {}
    )
    summaries = []
    for action, body in pairs:
        holder = last.get((action, body))
        if holder is None:
            summaries.append(ActionLeadSummary(action, body, LeadStatus.NEVER_NAMED))
            continue
        left = holder.valid_until if holder.valid_until and holder.valid_until < on else departed.get(holder.pk)
        substitution = substitution_by_person.get(holder.person_id)
        status = LeadStatus.VACANT if left else LeadStatus.BY_SUBSTITUTE if substitution else LeadStatus.IN_PERSON
        summaries.append(
            ActionLeadSummary(
                number=action,
                organisation_id=body,
                status=status,
                person_id=holder.person_id,
                name=str(holder.person),
                since=holder.valid_from,
                left_on=left,
                substitute=substitution.substitute if substitution and status is LeadStatus.BY_SUBSTITUTE else "",
                substitute_until=substitution.valid_until
                if substitution and status is LeadStatus.BY_SUBSTITUTE
                else None,
            )
        )
    return tuple(summaries)


def _assignment_label(assignment: ActionPerson, names: dict[int, str]) -> str:
    """« Action 18 du plan 2019-2022, Appétence et persévérance en formation »."""
    action = assignment.plan_action
    years = f"{action.plan.first_year}-{action.plan.last_year}"
    return f"Action {action.number} du plan {years}, {names.get(assignment.plan_action_id, action.plan.title)}"


def _action_names(actor: Actor, assignments: Iterable[ActionPerson], on: date) -> dict[int, str]:
    """Return the action names, from the version of their plan on that date."""
    plans = {each.plan_action.plan_id: each.plan_action.plan for each in assignments}
    versions = [version_on(actor=actor, plan=plan, on=on).pk for plan in plans.values()]
    return {
        line.plan_action_id: line.short_title or line.title
        for line in VersionActionTitle.objects.filter(version_id__in=versions)
    }


def _departed_holders(actor: Actor, host_id: int, holders: Iterable[ActionPerson], on: date) -> dict[int, date]:
    """Return the people who no longer have a post in the lead organisation, with their last day there."""
    holders = list(holders)
    posts = membership_periods(actor=actor, host_id=host_id, person_ids=(holder.person_id for holder in holders))
    last_day_by_holder: dict[int, date] = {}
    for holder in holders:
        own = [post for post in posts if post.person_id == holder.person_id]
        there = [post for post in own if post.organisation_id == holder.organisation_id]
        if holder.person.is_active and any(post.is_in_force(on) for post in there):
            continue
        days = [post.valid_until for post in there if post.valid_until and post.valid_until < on]
        last_day_by_holder[holder.pk] = max(days, default=holder.valid_from)
    return last_day_by_holder
