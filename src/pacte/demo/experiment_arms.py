"""Sessions of the invented offer in the arms of the invented experiments. Loaded once, after both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.demo.region.training_families import training_families
from pacte.demo.stories.experiments import ArmStory, experiment_stories
from pacte.demo.stories.known import known_by
from pacte.demo.studies import actor_for
from pacte.evaluation.queries import arm_periods, experiment_by_number, experiment_summaries
from pacte.evaluation.services import attach_sessions
from pacte.offer.queries.session_choice import SessionOutline, session_outlines

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class ArmBatch:
    """Sessions that enter an arm on one day."""

    story: ArmStory
    session_ids: tuple[int, ...]


def load_experiment_arms(*, actor: Actor, plan: Plan, on: date) -> None:
    """Attach sessions to the experiments of the plan, as their stories say. Must run as the system actor."""
    summaries = {each.title: each for each in experiment_summaries(actor=actor, plan=plan, on=on)}
    if arm_periods(actor=actor, experiment_ids=[each.experiment_id for each in summaries.values()], on=on):
        return
    stories = known_by(experiment_stories(on), on)
    pilot = actor_for(actor, stories.pilot, on)
    families = {each.title: each.key for each in (*training_families().qualifying, *training_families().basic)}
    outlines = session_outlines(actor=actor, host_id=plan.organisation_id)
    for story in stories.experiments:
        summary = summaries.get(story.title)
        if summary is None or not story.arms:
            continue
        experiment = experiment_by_number(actor=actor, plan=plan, number=summary.number, on=on).experiment
        for batch in arm_batches(story.arms, outlines, families):
            attach_sessions(
                actor=pilot,
                experiment=experiment,
                session_ids=batch.session_ids,
                arm=batch.story.arm,
                on=batch.story.on,
            )


def arm_batches(
    stories: Sequence[ArmStory], outlines: Sequence[SessionOutline], families: Mapping[str, str]
) -> list[ArmBatch]:
    """Sessions of each story: those of one day take them in turn, the earliest first; none is taken twice.

    ``families``: key of the family of trainings, by title. No random draw.
    """
    taken_ids: set[int] = set()
    batches: list[ArmBatch] = []
    for day in sorted({story.on for story in stories}):
        of_day = [story for story in stories if story.on == day]
        chosen: list[list[int]] = [[] for _ in of_day]
        is_growing = True
        while is_growing:
            is_growing = False
            for story, session_ids in zip(of_day, chosen, strict=True):
                next_id = _next_session(story, outlines, families, taken_ids) if len(session_ids) < story.most else None
                if next_id is not None:
                    session_ids.append(next_id)
                    taken_ids.add(next_id)
                    is_growing = True
        batches += [ArmBatch(story, tuple(ids)) for story, ids in zip(of_day, chosen, strict=True) if ids]
    return batches


def _next_session(
    story: ArmStory, outlines: Sequence[SessionOutline], families: Mapping[str, str], taken_ids: set[int]
) -> int | None:
    return next(
        (
            each.session_id
            for each in outlines
            if each.session_id not in taken_ids
            and story.takes(family=families.get(each.title, ""), department=each.department, starts_on=each.starts_on)
        ),
        None,
    )
