"""Who answers for which action, on a day: what rights depend on. Six queries, for any number of plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pacte.accounts.models import Membership
from pacte.kernel.actor import Actor
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


Led = dict[int, LedAction]


def led_actions(*, actor: Actor, version: PlanVersion, on: date) -> Led:
    """Every action of the version, by number, in the order of the plan."""
    return led_actions_of(actor=actor, versions=[version], on=on)[version.pk]


def led_actions_of(*, actor: Actor, versions: Sequence[PlanVersion], on: date) -> dict[int, Led]:
    """The same for several versions, by identifier of version."""
    rows: dict[int, dict[int, RowLine]] = {version.pk: {} for version in versions}
    lines = RowLine.objects.filter(version__in=versions).order_by("rank").select_related("plan_action")
    for row in lines.only("version_id", "title", "short_title", "axis_code", "plan_action__number"):
        rows[row.version_id].setdefault(row.plan_action.number, row)
    titles = {
        (line.version_id, line.plan_action_id): line for line in ActionLine.objects.filter(version__in=versions)
    }
    # Names are for those who work in a pact.
    knows = actor.is_system or bool(actor.posts)
    leads, people = _leads(versions), _people(versions, on) if knows else defaultdict(list)
    stopped = set(
        StandingLine.objects.filter(version__in=versions)
        .exclude(state=ActionState.RUNNING)
        .values_list("version_id", "plan_action_id")
    )
    found: dict[int, Led] = {}
    for version in versions:
        found[version.pk] = {}
        for number, row in sorted(rows[version.pk].items()):
            key = (version.pk, row.plan_action_id)
            title = titles.get(key)
            found[version.pk][number] = _led(
                version,
                row,
                title=title.title if title else row.title,
                short_title=(title.short_title if title else "") or row.short_title,
                leads=leads[key],
                people=people[row.plan_action_id],
                runs=key not in stopped,
            )
    return found


def _led(
    version: PlanVersion,
    row: RowLine,
    *,
    title: str,
    short_title: str,
    leads: list[RowLead],
    people: list[Holder],
    runs: bool,
) -> LedAction:
    bodies = [lead.body_id for lead in leads if lead.body_id]
    rank = {body: place for place, body in reversed(list(enumerate(bodies)))}
    holders = sorted(people, key=lambda each: rank.get(each.organisation_id, len(bodies)))
    return LedAction(
        number=row.plan_action.number,
        plan_action_id=row.plan_action_id,
        title=title,
        short_title=short_title,
        axis_code=row.axis_code,
        lead_name=", ".join(dict.fromkeys(_named(lead) for lead in leads)),
        lead_id=bodies[0] if bodies else None,
        scope=SteeringScope(
            host_id=version.organisation_id,
            person_ids=frozenset(each.person_id for each in holders),
            organisation_ids=frozenset(bodies),
            service_ids=frozenset(lead.service_id for lead in leads if lead.service_id),
        ),
        holders=tuple(holders),
        runs=runs,
    )


def _named(lead: RowLead) -> str:
    return f"{lead.name} ({lead.service_name})" if lead.service_name else lead.name


def _leads(versions: Sequence[PlanVersion]) -> defaultdict[tuple[int, int], list[RowLead]]:
    found: defaultdict[tuple[int, int], list[RowLead]] = defaultdict(list)
    lines = RowLead.objects.filter(version__in=versions).order_by("row__rank", "rank").select_related("row")
    for lead in lines.only("version_id", "name", "service_name", "body_id", "service_id", "row__plan_action_id"):
        found[lead.version_id, lead.row.plan_action_id].append(lead)
    return found


def _people(versions: Sequence[PlanVersion], on: date) -> defaultdict[int, list[Holder]]:
    """Who left the organisation acts for it no more, whatever the plan still says: the action is vacant."""
    in_force = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    hosts = {version.organisation_id for version in versions}
    posted = set(
        Membership.objects.filter(in_force, host_id__in=hosts).values_list("person_id", "organisation_id", "host_id")
    )
    found: defaultdict[int, list[Holder]] = defaultdict(list)
    named = ActionPerson.objects.filter(
        in_force, plan_action__plan_id__in={version.plan_id for version in versions}, person__is_active=True
    ).select_related("person")
    for each in named.order_by("valid_from", "pk"):
        if (each.person_id, each.organisation_id, each.host_id) in posted:
            found[each.plan_action_id].append(Holder(each.person_id, str(each.person), each.organisation_id))
    return found
