"""Plans of modules: what a plan starts from, its saved answers, and what was kept of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pacte.journeys.models import Journey, Learner, ModulePlan, Step
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.records import JourneyState
from pacte.journeys.records.module_plans import PlanCandidate
from pacte.journeys.rules.learner_wording import certification_progress
from pacte.journeys.rules.state_machine import FINISHED, steps_in_force
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
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
    return rows.filter(learner=learner, proposed_on__isnull=False).order_by("-made_at", "-pk").first()


def later_stages(*, actor: Actor, journey_ids: Collection[int]) -> dict[int, date | None]:
    """Of these journeys, those proposed as a later step of a plan: since when the person is to answer.

    None while the step before is not over: nothing is asked of anybody yet. For journeys obtained through a checked
    query; at most two queries.
    """
    rows = Journey.objects.filter(pk__in=journey_ids, state=JourneyState.PROPOSED, follows__isnull=False)
    columns = ("pk", "key", "learner_id", "follows__state", "follows__state_on")
    chained = list(rows.values_list(*columns)) if journey_ids else []
    if not chained:
        return {}
    plans = ModulePlan.objects.filter(learner_id__in={row[2] for row in chained}, proposed_on__isnull=False)
    later_keys = {each["journey"] for proposed in plans.values_list("proposed", flat=True) for each in proposed[1:]}
    return {
        pk: state_on if JourneyState(state) in FINISHED else None
        for pk, key, _, state, state_on in chained
        if str(key) in later_keys
    }


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
