"""Who answers for which action of a version, on a day: what the rights of a round depend on. Five queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pacte.plan.models import ActionLine, ActionPerson, PlanVersion, RowLead, RowLine, StandingLine
from pacte.plan.records import ActionState
from pacte.steering.permissions import SteeringScope


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who acts for a lead of the action."""

    person_id: int
    name: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class LedAction:
    """An action of the version, with its leads. ``holders`` in the order of the leads: the first is the one asked."""

    number: int
    plan_action_id: int
    title: str
    short_title: str
    axis_code: str
    lead_name: str
    lead_id: int | None
    scope: SteeringScope
    holders: tuple[Holder, ...]
    runs: bool

    @property
    def name(self) -> str:
        return self.short_title or self.title

    def asked(self, kept: int | None) -> Holder | None:
        """Who is asked today: the person asked at first while they still act for a lead, else the first who does."""
        for holder in self.holders:
            if holder.person_id == kept:
                return holder
        return self.holders[0] if self.holders else None


def led_actions(*, version: PlanVersion, on: date) -> dict[int, LedAction]:
    """Every action of the version, by number, in the order of the plan."""
    rows: dict[int, RowLine] = {}
    for row in RowLine.objects.filter(version=version).order_by("rank").select_related("plan_action"):
        rows.setdefault(row.plan_action.number, row)
    titles = {line.plan_action_id: line for line in ActionLine.objects.filter(version=version)}
    leads = _leads(version)
    people = _people(version, on)
    stopped = set(
        StandingLine.objects.filter(version=version)
        .exclude(state=ActionState.RUNNING)
        .values_list("plan_action_id", flat=True)
    )
    found = {}
    for number, row in sorted(rows.items()):
        own = leads[row.plan_action_id]
        bodies = [lead.body_id for lead in own if lead.body_id]
        holders = sorted(
            people[row.plan_action_id],
            key=lambda each, bodies=bodies: bodies.index(each.organisation_id)
            if each.organisation_id in bodies
            else len(bodies),
        )
        title = titles.get(row.plan_action_id)
        found[number] = LedAction(
            number=number,
            plan_action_id=row.plan_action_id,
            title=title.title if title else row.title,
            short_title=(title.short_title if title else "") or row.short_title,
            axis_code=row.axis_code,
            lead_name=", ".join(dict.fromkeys(_named(lead) for lead in own)),
            lead_id=bodies[0] if bodies else None,
            scope=SteeringScope(
                host_id=version.organisation_id,
                person_ids=frozenset(each.person_id for each in holders),
                organisation_ids=frozenset(bodies),
                service_ids=frozenset(lead.service_id for lead in own if lead.service_id),
            ),
            holders=tuple(holders),
            runs=row.plan_action_id not in stopped,
        )
    return found


def _named(lead: RowLead) -> str:
    return f"{lead.name} ({lead.service_name})" if lead.service_name else lead.name


def _leads(version: PlanVersion) -> defaultdict[int, list[RowLead]]:
    found: defaultdict[int, list[RowLead]] = defaultdict(list)
    for lead in RowLead.objects.filter(version=version).order_by("row__rank", "rank").select_related("row"):
        found[lead.row.plan_action_id].append(lead)
    return found


def _people(version: PlanVersion, on: date) -> defaultdict[int, list[Holder]]:
    found: defaultdict[int, list[Holder]] = defaultdict(list)
    named = ActionPerson.objects.filter(
        Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on)),
        plan_action__plan_id=version.plan_id,
        person__is_active=True,
    ).select_related("person")
    for each in named.order_by("valid_from", "pk"):
        found[each.plan_action_id].append(Holder(each.person_id, str(each.person), each.organisation_id))
    return found
