"""Plans of modules: what a plan starts from, its saved answers, and what was kept of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from pacte.journeys.models import Journey, Learner, ModulePlan, Step
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records.module_plans import ModulePlanAnswer, PlanCandidate, PlanLimits
from pacte.journeys.rules.learner_wording import certification_progress
from pacte.journeys.rules.module_plan import compose_module_plan
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.offer.models import Training
from pacte.offer.queries import SessionWithBlocks, sessions_with_missing_blocks
from pacte.offer.records import EntryMode
from pacte.reference.queries import commune_by_code
from pacte.reference.records import Place
from pacte.reference.rules import haversine_km


def missing_blocks_of(*, actor: Actor, learner: Learner, block_codes: Collection[str]) -> list[str]:
    """Blocks of a certification that no journey of the adviser's bodies says certified, in order. One query."""
    steps = Step.objects.filter(journey__learner=learner, journey__referrer_id__in=adviser_bodies(actor))
    records = as_step_records(list(steps.order_by("journey_id", "pk")))
    return list(certification_progress(steps_in_force(records), block_codes, {}).left)


def plan_candidates(
    *, actor: Actor, learner: Learner, certification: str, missing: Collection[str], on: date
) -> list[PlanCandidate]:
    """Sessions still open to entry that prepare a missing block, with their distance from the learner's commune."""
    home = commune_by_code(learner.commune_code) if learner.commune_code else None
    sessions = sessions_with_missing_blocks(
        actor=actor, host_id=learner.organisation_id, certification=certification, missing=missing, on=on
    )
    return [_candidate(each, home) for each in sessions]


def module_plan_by_id(*, actor: Actor, journey: Journey, identifier: int) -> ModulePlan:
    """One saved plan of a journey. Raises ``NotFound``."""
    rows = ModulePlan.objects.filter(journey=journey, journey__referrer_id__in=adviser_bodies(actor))
    return ensure_found(rows.select_related("journey").filter(pk=identifier).first())


def kept_plan(*, actor: Actor, learner: Learner) -> ModulePlan | None:
    """The latest plan of which steps were proposed: for those who follow the learner, and for the learner."""
    if actor.learner_id != learner.pk:
        bodies = adviser_bodies(actor)
        rows = ModulePlan.objects.filter(journey__referrer_id__in=bodies)
    else:
        rows = ModulePlan.objects.all()
    return rows.filter(learner=learner, kept_on__isnull=False).order_by("-made_at", "-pk").first()


def replay_module_plan(row: ModulePlan) -> ModulePlanAnswer:
    """The same answer, computed again from the saved inputs."""
    candidates = [candidate_from_json(each) for each in row.candidates]
    return compose_module_plan(row.inputs["missing"], candidates, limits_from_json(row.inputs["limits"]))


def limits_from_json(data: dict[str, Any]) -> PlanLimits:
    return PlanLimits(
        hours=data["hours"],
        kilometres=data["kilometres"],
        since=date.fromisoformat(data["since"]),
        until=_day(data["until"]),
    )


def candidate_from_json(data: dict[str, Any]) -> PlanCandidate:
    candidate = PlanCandidate(**data)
    return replace(
        candidate,
        blocks=tuple(data["blocks"]),
        starts_on=_day(data["starts_on"]),
        ends_on=_day(data["ends_on"]),
    )


def certification_codes(journeys: Iterable[Journey]) -> list[str]:
    """« RNCP34502 »: of the trainings of these journeys, in their order."""
    trainings = [each.session.training for each in journeys if each.session]
    return list(dict.fromkeys(code for each in trainings for code in certification_codes_of_training(each)))


def certification_codes_of_training(training: Training) -> list[str]:
    """« RNCP34502 », as the nomenclature writes it."""
    codes = [str(each["rncp"]) for each in training.certifications if each.get("rncp")]
    return [f"RNCP{each.upper().removeprefix('RNCP')}" for each in codes]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _candidate(each: SessionWithBlocks, home: Place | None) -> PlanCandidate:
    """The hours of the module, else of the whole training action."""
    session, action = each.session, each.session.training_action
    whole = action.hours_total or ((action.hours_centre or 0) + (action.hours_company or 0)) or None
    site = session.site or action.site
    kilometres = None
    if home is not None and site is not None:
        places = (home.latitude, home.longitude, site.latitude, site.longitude)
        if None not in places:
            # Rounded so that a replay is exact.
            kilometres = round(haversine_km(*places), 1)  # type: ignore[arg-type]
    return PlanCandidate(
        session_id=session.pk,
        hours=each.module.item.hours if each.module else whole,
        blocks=each.blocks,
        kilometres=kilometres,
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        is_rolling=action.entry_mode == EntryMode.ROLLING,
    )
