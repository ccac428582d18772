"""Plans and their versions, as visible to an actor and as of a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ensure_found, hide_unless
from pacte.plan.models import Plan, PlanVersion, RowLead
from pacte.plan.permissions import PlanScope, may
from pacte.plan.records import VersionState


@dataclass(frozen=True, slots=True)
class PlanSummary:
    code: str
    title: str
    region: str
    first_year: int
    last_year: int
    host_id: int = 0
    is_synthetic: bool = False
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """Summary of a version for lists."""

    number: int
    label: str
    state: VersionState
    vote_body: str
    vote_number: str
    voted_on: date | None
    signed_on: date | None
    in_force_from: date | None
    created_by: str
    reason: str


def plan_summaries(*, actor: Actor) -> list[PlanSummary]:
    """Return the plans with at least one visible version, the latest first, with the title and years of the latest.

    ``is_main``: the one that ``main_plan`` chooses.
    """
    versions = _latest_versions(actor)
    main = _main_version(versions)
    summaries = [
        PlanSummary(
            version.plan.code,
            version.title,
            version.plan.region,
            version.first_year,
            version.last_year,
            version.plan.organisation_id,
            version.plan.is_synthetic,
            version is main,
        )
        for version in versions
    ]
    return sorted(summaries, key=lambda line: (-line.first_year, line.code))


def main_plan(*, actor: Actor) -> Plan | None:
    """Return the plan whose years contain today; else the last one that ended, else the first to come.

    Of two plans, the one that is in force comes before a draft, then the one loaded first.
    """
    version = _main_version(_latest_versions(actor))
    return version.plan if version else None


def current_plans(*, actor: Actor) -> list[Plan]:
    """Return the main plan, then the others that run today; none of them a draft, but the main one for want of any."""
    versions = _latest_versions(actor)
    main = _main_version(versions)
    running = (
        each
        for each in versions
        if each.state != VersionState.DRAFT and each.first_year <= today().year <= each.last_year and each is not main
    )
    return [each.plan for each in (main, *running) if each is not None]


def _main_version(versions: Sequence[PlanVersion]) -> PlanVersion | None:
    return min(versions, key=lambda each: _distance(each, today().year), default=None)


def _distance(version: PlanVersion, year: int) -> tuple[bool, bool, int, int]:
    """Sorts the plans by how far they are from a year: those that run, those that ended, those to come."""
    is_running = version.first_year <= year <= version.last_year
    years_away = 0 if is_running else abs(year - version.last_year)
    return version.state == VersionState.DRAFT, version.first_year > year, years_away, version.plan_id


def _latest_versions(actor: Actor) -> list[PlanVersion]:
    """The latest visible version of each plan; a draft only where there is nothing else."""
    latest: dict[int, PlanVersion] = {}
    for version in _readable_versions(actor):
        if version.state != VersionState.DRAFT or version.plan_id not in latest:
            latest[version.plan_id] = version
    return list(latest.values())


def plan_by_code(*, actor: Actor, code: str) -> Plan:
    """Return a plan by code. Raises ``NotFound`` when it does not exist or when no version is visible."""
    plan = ensure_found(Plan.objects.filter(code=code).first())
    hide_unless(_readable_versions(actor, plan))
    return plan


def visible_versions(*, actor: Actor, code: str) -> list[PlanVersion]:
    """Return the visible versions of a plan, by number, each with its plan. May be empty."""
    return _readable_versions(actor, code=code)


def version_summaries(*, actor: Actor, plan: Plan) -> list[VersionSummary]:
    """Return summaries of the visible versions, the latest first."""
    return summarise_versions(_readable_versions(actor, plan))


def summarise_versions(visible: Sequence[PlanVersion]) -> list[VersionSummary]:
    """Return summaries of versions that are already loaded, the latest first."""
    return [
        VersionSummary(
            number=each.number,
            label=each.label,
            state=VersionState(each.state),
            vote_body=each.vote_body,
            vote_number=each.vote_number,
            voted_on=each.voted_on,
            signed_on=each.signed_on,
            in_force_from=each.in_force_from,
            created_by=each.created_by_name,
            reason=each.reason,
        )
        for each in sorted(visible, key=lambda each: -each.number)
    ]


def version_by_number(*, actor: Actor, plan: Plan, number: int) -> PlanVersion:
    return pick_version_by_number(_readable_versions(actor, plan), number)


def pick_version_by_number(visible: Sequence[PlanVersion], number: int) -> PlanVersion:
    """Return the version with that number. Raises ``NotFound``."""
    for version in visible:
        if version.number == number:
            return version
    raise NotFound


def version_on(*, actor: Actor, plan: Plan, on: date) -> PlanVersion:
    """Return the version in force on that date, else the first to come into force, else the latest visible."""
    return pick_version_in_force(_readable_versions(actor, plan), on)


def pick_version_in_force(visible: Sequence[PlanVersion], on: date) -> PlanVersion:
    """Return the version in force on a date, among loaded versions. Raises ``NotFound`` when there is none."""
    hide_unless(visible)
    dated = sorted((each.in_force_from, each.number, each) for each in visible if each.in_force_from)
    started = [each for since, _, each in dated if since <= on]
    if started:
        return started[-1]
    if dated:
        return dated[0][2]
    return max(visible, key=lambda each: each.number)


def draft_version(*, actor: Actor, plan: Plan) -> PlanVersion | None:
    """Return the draft, or None when it does not exist or is not visible."""
    return next((each for each in _readable_versions(actor, plan) if each.state == VersionState.DRAFT), None)


def plan_scope_of_version(version: PlanVersion, row_key: str = "") -> PlanScope:
    """Return the permission scope of a version: host, state, and the leads of one row (or none)."""
    pairs: list[tuple[int | None, int | None]] = []
    if row_key:
        leads = RowLead.objects.filter(version=version, row__key=row_key)
        pairs = list(leads.order_by("pk").values_list("body_id", "service_id"))
    return PlanScope(
        host_id=version.organisation_id,
        state=VersionState(version.state),
        lead_organisation_ids=frozenset(body for body, _ in pairs if body),
        lead_service_ids=frozenset(service for _, service in pairs if service),
    )


def _readable_versions(actor: Actor, plan: Plan | None = None, *, code: str = "") -> list[PlanVersion]:
    """Return the versions that the actor may read.

    Row-level security has already hidden the drafts of other hosts; this checks permissions within the host.
    """
    candidates: QuerySet[PlanVersion] = PlanVersion.objects.select_related("plan").order_by("number")
    if plan is not None:
        candidates = candidates.filter(plan=plan)
    if code:
        candidates = candidates.filter(plan__code=code)
    return [
        each
        for each in candidates
        if may(
            actor,
            "plan.read_draft" if each.state == VersionState.DRAFT else "plan.read_public",
            plan_scope_of_version(each),
        )
    ]
