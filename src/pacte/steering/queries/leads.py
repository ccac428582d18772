"""Leads of each action on a date, used by permission checks. Seven queries at most, for any number of plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from pacte.accounts.models import Membership, Person
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import ActionPerson, PlanVersion, RowLead, VersionActionStatus, VersionActionTitle, VersionRow
from pacte.plan.queries.version_cache import ImmutableVersionCache
from pacte.plan.records import ActionState
from pacte.steering.permissions import SteeringScope


class LeadPerson(NamedTuple):
    """A person who acts for a lead of the action."""

    person_id: int
    name: str
    organisation_id: int


class LedAction(NamedTuple):
    """An action of a plan version, with its leads. ``people`` follow the order of the leads; the first one answers."""

    number: ActionCode
    plan_action_id: int
    title: str
    short_title: str
    axis_code: str
    lead_name: str
    host_id: int
    body_ids: tuple[int, ...]
    service_ids: tuple[int, ...]
    people: tuple[LeadPerson, ...]
    is_running: bool

    @property
    def lead_id(self) -> int | None:
        return self.body_ids[0] if self.body_ids else None

    @property
    def scope(self) -> SteeringScope:
        return SteeringScope(
            host_id=self.host_id,
            person_ids=frozenset(each.person_id for each in self.people),
            organisation_ids=frozenset(self.body_ids),
            service_ids=frozenset(self.service_ids),
        )

    @property
    def name(self) -> str:
        return self.short_title or self.title

    def respondent(self, first_person_id: int | None) -> LeadPerson | None:
        """Returns the respondent: ``first_person_id`` while they still act for a lead, else the first person."""
        for person in self.people:
            if person.person_id == first_person_id:
                return person
        return self.people[0] if self.people else None


LedActions = dict[ActionCode, LedAction]
_PlanRow = tuple[int, str, str, str]  # Action id, title, short title, axis code.


class _Lead(NamedTuple):
    """A lead of an action. ``label``: « Région (DFP) »."""

    label: str
    body_id: int | None
    service_id: int | None


class _VersionAction(NamedTuple):
    """One action in a plan version, without the people who act for its leads."""

    number: ActionCode
    plan_action_id: int
    title: str
    short_title: str
    axis_code: str
    lead_name: str
    body_ids: tuple[int, ...]
    service_ids: tuple[int, ...]
    is_running: bool


def led_actions(*, actor: Actor, version: PlanVersion, on: date) -> LedActions:
    """Returns every action of the version, by number, in plan order."""
    return led_actions_by_version(actor=actor, versions=[version], on=on)[version.pk]


def led_actions_by_version(*, actor: Actor, versions: Sequence[PlanVersion], on: date) -> dict[int, LedActions]:
    """Same as ``led_actions`` for several versions, by version id."""
    # Names are visible only to people with a post in a pact.
    may_see_names = actor.is_system or bool(actor.memberships)
    people_by_action = _people_by_action(versions, on) if may_see_names else defaultdict(list)
    actions_by_version = _VERSION_ACTIONS.load(versions)
    return {
        version.pk: {
            each.number: LedAction(
                number=each.number,
                plan_action_id=each.plan_action_id,
                title=each.title,
                short_title=each.short_title,
                axis_code=each.axis_code,
                lead_name=each.lead_name,
                host_id=version.organisation_id,
                body_ids=each.body_ids,
                service_ids=each.service_ids,
                people=_in_lead_order(people_by_action[each.plan_action_id], each.body_ids),
                is_running=each.is_running,
            )
            for each in actions_by_version[version.pk]
        }
        for version in versions
    }


def _load_version_actions(versions: Sequence[PlanVersion]) -> dict[int, tuple[_VersionAction, ...]]:
    """Loads the actions of the versions, ordered by number. Four queries."""
    rows: dict[int, dict[ActionCode, _PlanRow]] = {version.pk: {} for version in versions}
    lines = VersionRow.objects.filter(version__in=versions).order_by("rank")
    for version_id, number, action_id, title, short_title, axis_code in lines.values_list(
        "version_id", "plan_action__number", "plan_action_id", "title", "short_title", "axis_code"
    ):
        rows[version_id].setdefault(number, (action_id, title, short_title, axis_code))
    titles = {
        (version_id, action_id): (title, short_title)
        for version_id, action_id, title, short_title in VersionActionTitle.objects.filter(
            version__in=versions
        ).values_list("version_id", "plan_action_id", "title", "short_title")
    }
    stopped = set(
        VersionActionStatus.objects.filter(version__in=versions)
        .exclude(state=ActionState.RUNNING)
        .values_list("version_id", "plan_action_id")
    )
    leads = _leads_by_action(versions)
    return {
        version_id: tuple(
            _version_action(number, row, titles.get(key, (row[1], "")), leads[key], is_running=key not in stopped)
            for number, row in sorted(rows_by_number.items())
            for key in [(version_id, row[0])]
        )
        for version_id, rows_by_number in rows.items()
    }


def _version_action(
    number: ActionCode, row: _PlanRow, titles: tuple[str, str], leads: list[_Lead], *, is_running: bool
) -> _VersionAction:
    action_id, _, short_title, axis_code = row
    return _VersionAction(
        number=number,
        plan_action_id=action_id,
        title=titles[0],
        short_title=titles[1] or short_title,
        axis_code=axis_code,
        lead_name=", ".join(dict.fromkeys(each.label for each in leads)),
        body_ids=tuple(each.body_id for each in leads if each.body_id),
        service_ids=tuple(each.service_id for each in leads if each.service_id),
        is_running=is_running,
    )


_VERSION_ACTIONS = ImmutableVersionCache(_load_version_actions, maxsize=64)


def _in_lead_order(people: list[LeadPerson], bodies: tuple[int, ...]) -> tuple[LeadPerson, ...]:
    """Sorts people in the order of the leads they act for."""
    if len(people) < 2:
        return tuple(people)
    rank = {body: place for place, body in reversed(list(enumerate(bodies)))}
    return tuple(sorted(people, key=lambda each: rank.get(each.organisation_id, len(bodies))))


def _leads_by_action(versions: Sequence[PlanVersion]) -> defaultdict[tuple[int, int], list[_Lead]]:
    leads_by_action: defaultdict[tuple[int, int], list[_Lead]] = defaultdict(list)
    lines = RowLead.objects.filter(version__in=versions).order_by("row__rank", "rank")
    for version_id, action_id, name, service, body_id, service_id in lines.values_list(
        "version_id", "row__plan_action_id", "name", "service_name", "body_id", "service_id"
    ):
        leads_by_action[version_id, action_id].append(
            _Lead(f"{name} ({service})" if service else name, body_id, service_id)
        )
    return leads_by_action


def _people_by_action(versions: Sequence[PlanVersion], on: date) -> defaultdict[int, list[LeadPerson]]:
    """Returns the active people by action. People who left the organisation are excluded, whatever the plan says."""
    in_force = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    hosts = {version.organisation_id for version in versions}
    active_posts = set(
        Membership.objects.filter(in_force, host_id__in=hosts).values_list("person_id", "organisation_id", "host_id")
    )
    action_people = list(
        ActionPerson.objects.filter(
            in_force, plan_action__plan_id__in={version.plan_id for version in versions}, person__is_active=True
        )
        .order_by("valid_from", "pk")
        .values_list("plan_action_id", "person_id", "organisation_id", "host_id")
    )
    names = {
        each.pk: str(each) for each in Person.objects.filter(pk__in={person_id for _, person_id, *_ in action_people})
    }
    people_by_action: defaultdict[int, list[LeadPerson]] = defaultdict(list)
    for action_id, person_id, organisation_id, host_id in action_people:
        if (person_id, organisation_id, host_id) in active_posts:
            people_by_action[action_id].append(LeadPerson(person_id, names[person_id], organisation_id))
    return people_by_action
