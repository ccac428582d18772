"""Sessions of the invented offer in the arms of the invented experiments. Loaded once, after both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pacte.demo.region.training_families import training_families
from pacte.demo.stories.experiments import ArmStory, experiment_stories
from pacte.demo.stories.known import known_by
from pacte.evaluation.queries import arm_periods, plan_experiments
from pacte.evaluation.services import attach_sessions
from pacte.offer.queries.session_choice import SessionOutline, session_outlines

if TYPE_CHECKING:
    from pacte.evaluation.records import Arm
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan


def load_experiment_arms(*, actor: Actor, plan: Plan, on: date) -> None:
    """Attach sessions to the experiments of the plan, as their stories say. Must run as the system actor."""
    experiments = {each.title: each for each in plan_experiments(actor=actor, plan=plan)}
    if arm_periods(actor=actor, experiment_ids=[each.pk for each in experiments.values()], on=on):
        return
    families = {each.title: each.key for each in (*training_families().qualifying, *training_families().basic)}
    outlines = session_outlines(actor=actor, host_id=plan.organisation_id)
    for story in known_by(experiment_stories(on), on).experiments:
        if story.title in experiments:
            for day, arms in arms_by_day(story.arms, outlines, families).items():
                attach_sessions(actor=actor, experiment=experiments[story.title], arms=arms, on=day)


def arms_by_day(
    stories: Sequence[ArmStory], outlines: Sequence[SessionOutline], families: Mapping[str, str]
) -> dict[date, dict[int, Arm]]:
    """Arm of each session, by day of attachment; a day without a session is left out.

    Stories of one day take sessions in turn, the earliest first, and none is taken twice. ``families``: key of the
    family of trainings, by title. No random draw.
    """
    taken_ids: set[int] = set()
    days: dict[date, dict[int, Arm]] = {}
    for day in sorted({story.on for story in stories}):
        left = [each for each in outlines if each.session_id not in taken_ids]
        arms = _take_in_turn([story for story in stories if story.on == day], left, families)
        taken_ids |= set(arms)
        if arms:
            days[day] = arms
    return days


def _take_in_turn(
    stories: Sequence[ArmStory], outlines: Sequence[SessionOutline], families: Mapping[str, str]
) -> dict[int, Arm]:
    arms: dict[int, Arm] = {}
    queues = [(story, _matching_ids(story, outlines, families)) for story in stories]
    for turn in range(max(story.most for story in stories)):
        for story, queue in queues:
            next_id = next((each for each in queue if each not in arms), None) if turn < story.most else None
            if next_id is not None:
                arms[next_id] = story.arm
    return arms


def _matching_ids(story: ArmStory, outlines: Sequence[SessionOutline], families: Mapping[str, str]) -> Iterator[int]:
    return (
        each.session_id
        for each in outlines
        if story.takes(family=families.get(each.title, ""), department=each.department, starts_on=each.starts_on)
    )
