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
from pacte.demo.adapted_trainings import load_adapted_trainings
from pacte.demo.amendment import load_amendment
from pacte.demo.calls import load_calls
from pacte.demo.campaigns import load_campaigns
from pacte.demo.case_files import load_case_files, load_decided_case_files
from pacte.demo.child_process import run_in_child_process
from pacte.demo.committees import load_committees, load_second_committees
from pacte.demo.custom_trainings import load_custom_trainings
from pacte.demo.diagnosis import load_diagnosis
from pacte.demo.experience_validations import load_cohort_candidates, load_experience_validations
from pacte.demo.experiment_arms import load_experiment_arms
from pacte.demo.figures import find_gaps_of_plan, forecast_entries_of_sessions, prepare_facts, publish_figures
from pacte.demo.logins import PASSWORD, demo_logins
from pacte.demo.module_sessions import load_module_sessions
from pacte.demo.money import load_money
from pacte.demo.offer_history import load_offer_history
from pacte.demo.outreach import load_outreach
from pacte.demo.owner_connection import using_owner_connection
from pacte.demo.partner_traffic import load_partner_traffic, load_partners
from pacte.demo.place_requests import load_place_requests
from pacte.demo.prepared_statements import using_prepared_statements
from pacte.demo.region.adviser_desk import load_adviser_desk
from pacte.demo.region.loading import PROVIDERS, drawn_for, load_region, region_counts
from pacte.demo.region.order_signatures import load_signatures
from pacte.demo.region.other_adviser_desks import load_other_adviser_desks
from pacte.demo.region.provider_bodies import create_provider_bodies
from pacte.demo.region.region_setting import build_region_setting
from pacte.demo.region.setting import RegionCounts
from pacte.demo.region.training_supply import provider_names
from pacte.demo.relations import load_relations
from pacte.demo.releases import load_releases
from pacte.demo.rounds import load_rounds
from pacte.demo.sample_trainee import load_trainee, trainee_path
from pacte.demo.second_plan import FIRST_CODE, IN_FORCE_ON, load_second_plan, second_plan
from pacte.demo.stories.directory import organisation_stories
from pacte.demo.studies import load_studies
from pacte.evaluation.services.effects import record_effects
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.infra.instance import PROJECT_ROOT
from pacte.journeys.queries.funnel import counted_at
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.clock import clock_stopped_on, today
from pacte.offer.services import refresh_quality
from pacte.offer.services.search import refresh_search
from pacte.plan.queries import content_of_version, plan_by_code, plan_summaries, version_on
from pacte.plan.services import appoint_action_lead, put_in_force, sign, vote
from pacte.reference.queries import commune_count, latest_territory_edition
from pacte.reference.services import load_shipped_territory, load_starter_nomenclature
from pacte.workflows.import_plan import import_plan, review_plan_import

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
LEADS_SINCE = date(2018, 11, 19)


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """Summary of the demonstration. ``trainee_path`` is a new personal link of its fictitious trainee."""

    content: PlanContent
    communes: int
    edition: int
    region: RegionCounts
    trainee_path: str = ""


@dataclass(frozen=True, slots=True)
class _BaseData:
    """Data that the other parts depend on, committed before them: the Region and the plan in force."""

    actor: Actor
    on: date
    region: Organisation
    version: PlanVersion


def load_demo(*, actor: Actor, share: float = 1.0, repeats: int = 0) -> DemoSummary:
    """Load territory, nomenclatures, directory, people, the real plan, an invented one, as known today.

    The clock is stopped meanwhile: the same day gives the same data, at any hour and whatever the true day.
    ``share``: of the real scale of the invented region, when it is not loaded yet; ``repeats`` as for ``load_region``.
    Must run as the system actor. Opens its own transactions, and skips existing parts; within a transaction, everything
    runs in one process.
    """
    with clock_stopped_on(today()):
        return _load_demo(actor, today(), share, repeats)


def _load_demo(actor: Actor, on: date, share: float, repeats: int) -> DemoSummary:
    with run_in_child_process(partial(_load_reference_data, actor)), acting_as(actor):
        base = _load_base_data(actor, on)
    # Plan activity, studies and region touch different tables: one process each.
    with (
        run_in_child_process(partial(_load_plan_activity, base)) as wait_for_plan,
        run_in_child_process(partial(_load_studies_and_diagnosis, base)) as wait_for_studies,
    ):

        def wait_for_others() -> None:
            wait_for_plan()
            wait_for_studies()

        with using_owner_connection(), acting_as(actor):
            _load_region(base, share, repeats, wait_for_others)
        with acting_as(actor):
            load_partners(actor=actor, host=base.region, on=on)
        with acting_as(actor):
            load_trainee(actor=actor, host=base.region, on=on)
        with acting_as(actor):
            load_place_requests(actor=actor, host=base.region, on=on)
        with acting_as(actor):
            load_module_sessions(actor=actor, host=base.region, on=on)
        with acting_as(actor):
            load_releases(actor=actor, host=base.region, since=LEADS_SINCE, on=on)
        with acting_as(actor):
            load_cohort_candidates(actor=actor, on=on)
        with using_prepared_statements(), acting_as(actor):
            load_outreach(actor=actor, plan=base.version.plan, on=on)
        with using_prepared_statements(), acting_as(actor):
            load_campaigns(actor=actor, plan=base.version.plan, since=LEADS_SINCE, on=on)
        with using_prepared_statements(), acting_as(actor):
            load_relations(actor=actor, host=base.region, since=LEADS_SINCE, on=on)
    # The facts do not need the counts, which take longest. Packs hide what the counts hide: they come after both.
    with run_in_child_process(partial(_count_journeys, base)):
        with acting_as(actor):
            prepare_facts(actor=actor)
        with acting_as(actor):
            load_experiment_arms(actor=actor, plan=base.version.plan, on=on)
        with using_prepared_statements(), acting_as(actor):
            load_adapted_trainings(actor=actor, plan=base.version.plan, since=LEADS_SINCE, on=on)
        with using_prepared_statements(), acting_as(actor):
            load_experience_validations(actor=actor, plan=base.version.plan, on=on)
        # Firms answer by their own links: what follows may not count on the context of the machine.
        with acting_as(actor):
            load_custom_trainings(actor=actor, plan=base.version.plan, on=on)
        with acting_as(actor):
            load_calls(actor=actor, plan=base.version.plan, on=on)
    with acting_as(actor):
        load_committees(actor=actor, plan=base.version.plan, on=on)
    with acting_as(actor):
        load_decided_case_files(actor=actor, plan=base.version.plan, on=on)
    _publish_results(base)
    with acting_as(actor):
        edition = latest_territory_edition()
        communes = commune_count(edition=edition, region_code=REGION_CODE)
        # Counted once everything is loaded, so that a second run gives the same counts.
        counts = region_counts(actor=actor)
        return DemoSummary(content_of_version(base.version), communes, edition, counts, trainee_path(actor=actor))


def _load_reference_data(actor: Actor) -> None:
    """Load reference data, on which a plan and its people do not depend."""
    with acting_as(actor):
        load_shipped_territory(actor=actor, region_code=REGION_CODE)
        load_starter_nomenclature(actor=actor)


def _load_base_data(actor: Actor, on: date) -> _BaseData:
    region = host_organisation() or _load_directory(actor)
    if any(line.code == FIRST_CODE for line in plan_summaries(actor=actor)):
        version = version_on(actor=actor, plan=plan_by_code(actor=actor, code=FIRST_CODE), on=on)
    else:
        version = _load_plan(actor, region, PLAN_FILE)
    if on >= IN_FORCE_ON and second_plan(actor=actor) is None:
        load_second_plan(actor=actor, region=region)
    return _BaseData(actor, on, region, version)


def _load_plan_activity(base: _BaseData) -> None:
    """Money, rounds, and the committees of the invented plan, of which one is that of its open round."""
    actor, on, plan = base.actor, base.on, base.version.plan
    with acting_as(actor):
        load_money(actor=actor, plan=plan, content=content_of_version(base.version), on=on)
        load_rounds(actor=actor, plan=plan, since=LEADS_SINCE, on=on)
        load_second_committees(actor=actor, on=on)
    with acting_as(actor):
        load_amendment(actor=actor, version=base.version, on=on)
    with acting_as(actor):
        for room in ("finance_", "steering_"):
            analyze_tables(room)


def _load_studies_and_diagnosis(base: _BaseData) -> None:
    """Experiments, studies, territorial diagnosis, then the files of the other procedures."""
    actor, on, plan = base.actor, base.on, base.version.plan
    with using_prepared_statements(), acting_as(actor):
        load_studies(actor=actor, plan=plan, since=DECIDED_ON, on=on)
        load_diagnosis(actor=actor, region=base.region, plan=plan, on=on)
        load_case_files(actor=actor, plan=plan, on=on)
        for room in ("evaluation_", "procedures_", "indicators_"):
            analyze_tables(room)


def _load_region(base: _BaseData, share: float, repeats: int, wait_for_others: Callable[[], None]) -> None:
    actor, region, on = base.actor, base.region, base.on
    if region_counts(actor=actor).sessions:
        return
    stage = build_region_setting(actor=actor, host=region, plan=base.version.plan, region_code=REGION_CODE, today=on)
    load_region(actor=actor, setting=stage, share=share, repeats=repeats, wait_for_others=wait_for_others)
    for room in ("accounts_", "plan_", "offer_", "journeys_"):
        analyze_tables(room)
    load_adviser_desk(actor=actor, setting=stage)
    load_other_adviser_desks(actor=actor, setting=stage)
    load_signatures(actor=actor, setting=stage)
    refresh_search(actor=actor, host_id=region.pk)
    refresh_quality(actor=actor, host_id=region.pk, on=on)
    load_offer_history(actor=actor, host_id=region.pk, on=on)


def _count_journeys(base: _BaseData) -> None:
    """Tallies of the journeys, independent of the facts."""
    with acting_as(base.actor):
        if counted_at(actor=base.actor) is None:
            rebuild_tallies(actor=base.actor)


def _publish_results(base: _BaseData) -> None:
    """Results of the partner messages, effects of experiments, forecasts, gaps, then the public tables."""
    with acting_as(base.actor):
        load_partner_traffic(actor=base.actor, host=base.region, on=base.on)
    with acting_as(base.actor):
        record_effects(actor=base.actor, on=base.on)
        forecast_entries_of_sessions(actor=base.actor, region=base.region, on=base.on)
        find_gaps_of_plan(actor=base.actor, plan=base.version.plan, on=base.on)
        publish_figures(actor=base.actor, region=base.region, on=base.on)


def _load_directory(actor: Actor) -> Organisation:
    by_code: dict[str, Organisation] = {}
    for body in organisation_stories():
        first, *others = body.names
        organisation = create_organisation(
            actor=actor,
            name=first.text,
            kind=body.kind,
            is_host=body.is_host,
            valid_from=first.valid_from,
            synthetic=body.is_synthetic,
        )
        organisation.names.filter(name=first.text).update(valid_until=first.valid_until)
        for name in others:
            add_name(organisation, name.text, valid_from=name.valid_from, valid_until=name.valid_until)
        for code, label in body.services.items():
            ensure_service(actor=actor, organisation=organisation, code=code, name=label)
        by_code[body.code] = organisation
    create_provider_bodies(actor=actor, names=provider_names(drawn_for("providers"), PROVIDERS))
    first_person: Person | None = None
    for login in demo_logins():
        person = create_person(
            actor=actor,
            email=login.email,
            first_name=login.first_name,
            last_name=login.last_name,
            password=PASSWORD,
            synthetic=True,
            same_password_as=first_person,
        )
        first_person = first_person or person
        add_membership(
            actor=actor,
            person=person,
            organisation=by_code[login.body],
            host=by_code["region"],
            role=login.role,
            service=service_by_code(by_code[login.body], login.service),
            valid_from=LEADS_SINCE,
        )
    return by_code["region"]


def _load_plan(actor: Actor, region: Organisation, path: Path) -> PlanVersion:
    reading = read_plan_file(path.read_bytes(), name=path.name)
    review = review_plan_import(actor=actor, file_name=path.name, reading=reading, plan=None, as_new=True)
    version = import_plan(
        actor=actor, review=review, host=region, reason="Chargement de la démonstration", create_bodies=False
    )
    vote(actor=actor, version=version, assembly=DECIDED_BY, number="tableau du 19/11/2018", on=DECIDED_ON)
    sign(actor=actor, version=version, on=DECIDED_ON)
    put_in_force(actor=actor, version=version, on=DECIDED_ON)
    for login in demo_logins():
        person = person_by_email(login.email)
        membership = person.memberships.order_by("pk").first() if person else None
        if person is None or membership is None:
            continue
        for number in login.leads:
            appoint_action_lead(
                actor=actor,
                plan=version.plan,
                number=number,
                organisation_id=membership.organisation_id,
                person=person,
                on=LEADS_SINCE,
            )
    return version
