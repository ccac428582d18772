"""Load the demonstration region, once: a second call finds everything in place and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation, person_by_email, service_by_code
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import (
    add_membership,
    add_name,
    create_organisation,
    create_person,
    ensure_service,
)
from pacte.audit.planner_statistics import analyze_tables
from pacte.demo.beside import beside
from pacte.demo.committees import load_committees, load_second_committees
from pacte.demo.diagnosis import load_diagnosis
from pacte.demo.directory import BODIES
from pacte.demo.doors import open_doors, tell_doors
from pacte.demo.figures import prepare_facts, publish_figures
from pacte.demo.money import load_money
from pacte.demo.owning import as_owner
from pacte.demo.people import LOGINS, PASSWORD
from pacte.demo.region.desk import load_desk
from pacte.demo.region.loading import load_region, region_counts
from pacte.demo.region.other_desks import load_other_desks
from pacte.demo.region.setting import Counts
from pacte.demo.region.signing import load_signatures
from pacte.demo.region.stage import set_the_stage
from pacte.demo.rounds import load_rounds
from pacte.demo.second_plan import CODE as SECOND_CODE
from pacte.demo.second_plan import load_second_plan
from pacte.demo.studies import load_studies
from pacte.demo.trainee import load_trainee, trainee_path
from pacte.exchange.reading import read_plan
from pacte.infra.instance import PROJECT_ROOT
from pacte.journeys.queries.funnel import counted_at
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.action_codes import ActionCode
from pacte.offer.services import refresh_quality
from pacte.offer.services.search import refresh_search
from pacte.plan.queries import content_of_version, main_plan, plan_summaries, version_on
from pacte.plan.services import appoint_action_lead, put_in_force, sign, vote
from pacte.reference.queries import commune_count, latest_territory_edition
from pacte.reference.services import load_shipped_territory, load_starter_nomenclature
from pacte.workflows.import_plan import import_plan, review_import

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanVersion
    from pacte.plan.records import PlanContent

PLAN_FILE = PROJECT_ROOT / "plans" / "centre-val-de-loire_2019-2022.yaml"
REGION_CODE = "24"
# The only date in the source, which gives neither the voting body nor the day of signature.
DECIDED_ON = date(2018, 11, 19)
DECIDED_BY = "assemblée que la source ne nomme pas"
SINCE = date(2018, 11, 19)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Summary of the demonstration. ``trainee_path`` is a new personal link of its fictitious trainee."""

    content: PlanContent
    communes: int
    edition: int
    region: Counts
    trainee_path: str = ""


@dataclass(frozen=True, slots=True)
class _Base:
    """Data that the other parts depend on, committed before them: the Region and the plan in force."""

    actor: Actor
    on: date
    region: Organisation
    version: PlanVersion


def load_demo(*, actor: Actor, on: date, share: float = 1.0, again: int = 0) -> Loaded:
    """Load territory, nomenclatures, directory, people, the real plan, an invented one.

    ``share``: of the real scale of the invented region, when it is not loaded yet; ``repeats`` as for ``load_region``.
    Must run as the system actor. Opens its own transactions, and skips existing parts; within a transaction, everything
    runs in one process.
    """
    with beside(partial(_tell_the_reference, actor)), acting_as(actor):
        base = _base(actor, on)
    # Plan activity, studies and region touch different tables: one process each.
    with beside(partial(_tell_the_plan, base)) as plan_told, beside(partial(_tell_the_studies, base)) as studies_told:

        def alone() -> None:
            plan_told()
            studies_told()

        with as_owner(), acting_as(actor):
            _load_region(base, share, again, alone)
        with acting_as(actor):
            open_doors(actor=actor, host=base.region, on=on)
        with acting_as(actor):
            load_trainee(actor=actor, host=base.region, on=on)
    with beside(partial(_count, base)), acting_as(actor):
        prepare_facts(actor=actor)
    # Packs and tables need the facts.
    with beside(partial(_publish, base)), acting_as(actor):
        load_committees(actor=actor, plan=base.version.plan)
    with acting_as(actor):
        edition = latest_territory_edition()
        communes = commune_count(edition=edition, region_code=REGION_CODE)
        # Counted once everything is loaded, so that a second run gives the same counts.
        counts = region_counts(actor=actor)
        return Loaded(content_of_version(base.version), communes, edition, counts, trainee_path(actor=actor))


def _tell_the_reference(actor: Actor) -> None:
    """Load reference data, on which a plan and its people do not depend."""
    with acting_as(actor):
        load_shipped_territory(actor=actor, region_code=REGION_CODE)
        load_starter_nomenclature(actor=actor)


def _base(actor: Actor, on: date) -> _Base:
    region = host_organisation() or _load_directory(actor)
    plan = main_plan(actor=actor)
    version = version_on(actor=actor, plan=plan, on=on) if plan else _load_plan(actor, region, PLAN_FILE)
    if all(line.code != SECOND_CODE for line in plan_summaries(actor=actor)):
        load_second_plan(actor=actor, region=region)
    return _Base(actor, on, region, version)


def _tell_the_plan(base: _Base) -> None:
    """Money and rounds."""
    actor, on, plan = base.actor, base.on, base.version.plan
    with acting_as(actor):
        load_money(actor=actor, plan=plan, content=content_of_version(base.version), on=on)
        load_rounds(actor=actor, plan=plan, since=SINCE, on=on)
        for room in ("finance_", "steering_"):
            analyze_tables(room)


def _tell_the_studies(base: _Base) -> None:
    """Experiments, studies, territorial diagnosis, and the committees of the invented plan."""
    actor, on, plan = base.actor, base.on, base.version.plan
    with acting_as(actor):
        load_studies(actor=actor, plan=plan, on=on)
        load_diagnosis(actor=actor, region=base.region, plan=plan, on=on)
        load_second_committees(actor=actor, on=on)
        for room in ("evaluation_", "procedures_", "indicators_"):
            analyze_tables(room)


def _load_region(base: _Base, share: float, again: int, alone: Callable[[], None]) -> None:
    actor, region, on = base.actor, base.region, base.on
    if region_counts(actor=actor).sessions:
        return
    stage = set_the_stage(actor=actor, host=region, plan=base.version.plan, region_code=REGION_CODE, today=on)
    load_region(actor=actor, setting=stage, share=share, again=again, alone=alone)
    for room in ("accounts_", "plan_", "offer_", "journeys_"):
        analyze_tables(room)
    load_desk(actor=actor, setting=stage)
    load_other_desks(actor=actor, setting=stage)
    load_signatures(actor=actor, setting=stage)
    refresh_search(actor=actor, host_id=region.pk)
    refresh_quality(actor=actor, host_id=region.pk, on=on)


def _count(base: _Base) -> None:
    """Tallies of the journeys, independent of the facts."""
    with acting_as(base.actor):
        if counted_at(actor=base.actor) is None:
            rebuild_tallies(actor=base.actor)


def _publish(base: _Base) -> None:
    """Results of the partner messages, then the public tables."""
    with acting_as(base.actor):
        tell_doors(actor=base.actor, host=base.region)
    with acting_as(base.actor):
        publish_figures(actor=base.actor, region=base.region, on=base.on)


def _load_directory(actor: Actor) -> Organisation:
    bodies: dict[str, Organisation] = {}
    for body in BODIES:
        first, *others = body.names
        made = create_organisation(
            actor=actor,
            name=first.text,
            kind=body.kind,
            is_host=body.is_host,
            valid_from=first.valid_from,
            synthetic=body.is_synthetic,
        )
        made.names.filter(name=first.text).update(valid_until=first.valid_until)
        for name in others:
            add_name(made, name.text, valid_from=name.valid_from, valid_until=name.valid_until)
        for code, label in body.services:
            ensure_service(actor=actor, organisation=made, code=code, name=label)
        bodies[body.code] = made
    known: Person | None = None
    for login in LOGINS:
        person = create_person(
            actor=actor,
            email=login.email,
            first_name=login.first_name,
            last_name=login.last_name,
            password=PASSWORD,
            synthetic=True,
            same_password_as=known,
        )
        known = known or person
        add_membership(
            actor=actor,
            person=person,
            organisation=bodies[login.body],
            host=bodies["region"],
            role=login.role,
            service=service_by_code(bodies[login.body], login.service),
            valid_from=SINCE,
        )
    return bodies["region"]


def _load_plan(actor: Actor, region: Organisation, path: Path) -> PlanVersion:
    reading = read_plan(path.read_bytes(), name=path.name)
    review = review_import(actor=actor, file_name=path.name, reading=reading, plan=None, as_new=True)
    version = import_plan(
        actor=actor, review=review, host=region, reason="Chargement de la démonstration", create_bodies=False
    )
    vote(actor=actor, version=version, assembly=DECIDED_BY, number="tableau du 19/11/2018", on=DECIDED_ON)
    sign(actor=actor, version=version, on=DECIDED_ON)
    put_in_force(actor=actor, version=version, on=DECIDED_ON)
    for login in LOGINS:
        person = person_by_email(login.email)
        post = person.memberships.order_by("pk").first() if person else None
        if person is None or post is None:
            continue
        for number in login.leads:
            appoint_action_lead(
                actor=actor,
                plan=version.plan,
                number=ActionCode(number),
                organisation_id=post.organisation_id,
                person=person,
                on=SINCE,
            )
    return version
