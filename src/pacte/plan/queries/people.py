"""People who act for the lead organisations, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pacte.accounts.queries import substitutions_for_actor
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.plan.models import ActionPerson, Plan, PlanVersion, RowLead


@dataclass(frozen=True, slots=True)
class ActionPersonSummary:
    number: ActionCode
    name: str
    organisation_id: int
    valid_from: date
    valid_until: date | None
    person_id: int | None = None


def people_of_action(
    *, actor: Actor, plan: Plan, number: ActionCode | None = None, on: date | None = None
) -> list[ActionPersonSummary]:
    """Return the people who act for the actions of a plan.

    Empty when the actor has no post: visitors do not see names.
    """
    if not actor.is_system and not actor.memberships:
        return []
    assignments = ActionPerson.objects.filter(plan_action__plan=plan).select_related("person", "plan_action")
    if number is not None:
        assignments = assignments.filter(plan_action__number=number)
    if on is not None:
        assignments = assignments.filter(Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on)))
    return [
        ActionPersonSummary(
            each.plan_action.number,
            str(each.person),
            each.organisation_id,
            each.valid_from,
            each.valid_until,
            each.person_id,
        )
        for each in assignments.order_by("plan_action__number_order", "valid_from", "pk")
    ]


def lead_organisation_ids(*, version: PlanVersion, number: ActionCode) -> tuple[int, ...]:
    """Return the identifiers of the known organisations that lead the action, in row order."""
    leads = RowLead.objects.filter(version=version, row__plan_action__number=number, body__isnull=False)
    return tuple(dict.fromkeys(leads.order_by("row__rank", "rank").values_list("body_id", flat=True)))


def person_and_represented_ids(*, actor: Actor, on: date) -> tuple[int, ...]:
    """Return the identifiers of the actor and of the people whom the actor replaces on that date.

    Empty when the actor is not a person.
    """
    if not actor.person_id:
        return ()
    return (actor.person_id, *(line.person_id for line in substitutions_for_actor(actor=actor, on=on)))


def action_numbers_led_by(
    *, actor: Actor, version: PlanVersion, on: date, people: tuple[int, ...] | None = None
) -> tuple[ActionCode, ...]:
    """Return the actions led by the actor: in person, as a substitute, or through a lead's post.

    ``people`` is the result of ``person_and_represented_ids``, for a caller that queries several plans.
    """
    people = person_and_represented_ids(actor=actor, on=on) if people is None else people
    named = ActionPerson.objects.filter(
        Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on)),
        plan_action__plan=version.plan,
        person_id__in=people,
    )
    numbers = set(named.values_list("plan_action__number", flat=True)) if people else set()
    posts = [
        post for post in actor.memberships if post.role is Role.ACTION_LEAD and post.host_id == version.organisation_id
    ]
    leads = RowLead.objects.filter(version=version, body__isnull=False).select_related("row__plan_action")
    for lead in leads if posts else ():
        if any(_post_answers_for_lead(post.organisation_id, post.service_id, lead) for post in posts):
            numbers.add(lead.row.plan_action.number)
    return tuple(sorted(numbers))


def _post_answers_for_lead(organisation_id: int, service_id: int | None, lead: RowLead) -> bool:
    """Return whether a post answers for a lead.

    A post without a service answers for its whole organisation; a post with one, for that service only.
    """
    return lead.body_id == organisation_id and (service_id is None or lead.service_id == service_id)
