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


class Holder(NamedTuple):
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
    holders: tuple[Holder, ...]
    runs: bool

    @property
    def lead_id(self) -> int | None:
        return self.body_ids[0] if self.body_ids else None

    @property
    def scope(self) -> SteeringScope:
        return SteeringScope(
            host_id=self.host_id,
            person_ids=frozenset(each.person_id for each in self.holders),
            organisation_ids=frozenset(self.body_ids),
            service_ids=frozenset(self.service_ids),
        )

    @property
    def name(self) -> str:
        return self.short_title or self.title

    def asked(self, kept: int | None) -> Holder | None:
        """Returns the respondent: ``first_person_id`` while they still act for a lead, else the first person."""
        for holder in self.holders:
            if holder.person_id == kept:
                return holder
        return self.holders[0] if self.holders else None


Led = dict[ActionCode, LedAction]
_Row = tuple[int, str, str, str]  # Action id, title, short title, axis code.


class _Lead(NamedTuple):
    """A lead of an action. ``label``: « Région (DFP) »."""

    said: str
    body_id: int | None
    service_id: int | None


class _Written(NamedTuple):
    """One action in a plan version, without the people who act for its leads."""

    number: ActionCode
    plan_action_id: int
    title: str
    short_title: str
    axis_code: str
    lead_name: str
    body_ids: tuple[int, ...]
    service_ids: tuple[int, ...]
    runs: bool


def led_actions(*, actor: Actor, version: PlanVersion, on: date) -> Led:
    """Returns every action of the version, by number, in plan order."""
    return led_actions_of(actor=actor, versions=[version], on=on)[version.pk]


def led_actions_of(*, actor: Actor, versions: Sequence[PlanVersion], on: date) -> dict[int, Led]:
    """Same as ``led_actions`` for several versions, by version id."""
    # Names are visible only to people with a post in a pact.
    knows = actor.is_system or bool(actor.memberships)
    people = _people(versions, on) if knows else defaultdict(list)
    written = _WRITTEN.load(versions)
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
                holders=_ranked(people[each.plan_action_id], each.body_ids),
                runs=each.runs,
            )
            for each in written[version.pk]
        }
        for version in versions
    }


def _read_written(versions: Sequence[PlanVersion]) -> dict[int, tuple[_Written, ...]]:
    """Loads the actions of the versions, ordered by number. Four queries."""
    rows: dict[int, dict[ActionCode, _Row]] = {version.pk: {} for version in versions}
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
    leads = _leads(versions)
    return {
        version_id: tuple(
            _written(number, row, titles.get(key, (row[1], "")), leads[key], runs=key not in stopped)
            for number, row in sorted(found.items())
            for key in [(version_id, row[0])]
        )
        for version_id, found in rows.items()
    }


def _written(number: ActionCode, row: _Row, titles: tuple[str, str], leads: list[_Lead], *, runs: bool) -> _Written:
    action_id, _, short_title, axis_code = row
    return _Written(
        number=number,
        plan_action_id=action_id,
        title=titles[0],
        short_title=titles[1] or short_title,
        axis_code=axis_code,
        lead_name=", ".join(dict.fromkeys(each.said for each in leads)),
        body_ids=tuple(each.body_id for each in leads if each.body_id),
        service_ids=tuple(each.service_id for each in leads if each.service_id),
        runs=runs,
    )


_WRITTEN = ImmutableVersionCache(_read_written, maxsize=64)


def _ranked(people: list[Holder], bodies: tuple[int, ...]) -> tuple[Holder, ...]:
    """Sorts people in the order of the leads they act for."""
    if len(people) < 2:
        return tuple(people)
    rank = {body: place for place, body in reversed(list(enumerate(bodies)))}
    return tuple(sorted(people, key=lambda each: rank.get(each.organisation_id, len(bodies))))


def _leads(versions: Sequence[PlanVersion]) -> defaultdict[tuple[int, int], list[_Lead]]:
    found: defaultdict[tuple[int, int], list[_Lead]] = defaultdict(list)
    lines = RowLead.objects.filter(version__in=versions).order_by("row__rank", "rank")
    for version_id, action_id, name, service, body_id, service_id in lines.values_list(
        "version_id", "row__plan_action_id", "name", "service_name", "body_id", "service_id"
    ):
        found[version_id, action_id].append(_Lead(f"{name} ({service})" if service else name, body_id, service_id))
    return found


def _people(versions: Sequence[PlanVersion], on: date) -> defaultdict[int, list[Holder]]:
    """Returns the active people by action. People who left the organisation are excluded, whatever the plan says."""
    in_force = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    hosts = {version.organisation_id for version in versions}
    posted = set(
        Membership.objects.filter(in_force, host_id__in=hosts).values_list("person_id", "organisation_id", "host_id")
    )
    named = list(
        ActionPerson.objects.filter(
            in_force, plan_action__plan_id__in={version.plan_id for version in versions}, person__is_active=True
        )
        .order_by("valid_from", "pk")
        .values_list("plan_action_id", "person_id", "organisation_id", "host_id")
    )
    names = {each.pk: str(each) for each in Person.objects.filter(pk__in={person_id for _, person_id, *_ in named})}
    found: defaultdict[int, list[Holder]] = defaultdict(list)
    for action_id, person_id, organisation_id, host_id in named:
        if (person_id, organisation_id, host_id) in posted:
            found[action_id].append(Holder(person_id, names[person_id], organisation_id))
    return found
