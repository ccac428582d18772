"""Which sessions of the invented offer enter which arm: in turn, the earliest first, and none twice."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.cli.demo_day import DEFAULT_DAY
from pacte.demo.experiment_arms import arms_by_day
from pacte.demo.region.training_families import training_families
from pacte.demo.stories.experiments import ArmStory, experiment_stories
from pacte.demo.stories.known import known_by
from pacte.evaluation.records import Arm
from pacte.offer.queries.session_choice import SessionOutline

DAY = date(2020, 2, 3)
FAMILIES = {"Soudeur": "soudure", "Cuisinier": "cuisine"}
OFFER = [
    SessionOutline(rank, "Cuisinier" if rank % 3 == 0 else "Soudeur", "18" if rank < 6 else "36", DAY + timedelta(rank))
    for rank in range(1, 10)
]


def story(arm: Arm, *, on: date = DAY, most: int = 9, **criteria: tuple[str, ...]) -> ArmStory:
    return ArmStory(on, arm, first=DAY, last=date(2020, 12, 31), most=most, **criteria)


def arms(*stories: ArmStory) -> dict[date, dict[Arm, tuple[int, ...]]]:
    """Sessions of each arm, by day of attachment."""
    return {
        day: {arm: tuple(pk for pk, own in chosen.items() if own is arm) for arm in Arm if arm in chosen.values()}
        for day, chosen in arms_by_day(stories, OFFER, FAMILIES).items()
    }


def test_two_arms_with_the_same_criteria_take_sessions_in_turn() -> None:
    assert arms(story(Arm.WITH, most=3), story(Arm.WITHOUT)) == {
        DAY: {Arm.WITH: (1, 3, 5), Arm.WITHOUT: (2, 4, 6, 7, 8, 9)}
    }


def test_an_arm_takes_its_families_departments_and_days() -> None:
    assert arms(story(Arm.WITH, families=("cuisine",), departments=("36",))) == {DAY: {Arm.WITH: (6, 9)}}
    late = ArmStory(DAY, Arm.WITH, first=DAY + timedelta(8), last=DAY + timedelta(8), most=9)
    assert arms(late) == {DAY: {Arm.WITH: (8,)}}


def test_what_an_earlier_day_took_is_not_taken_again_and_a_day_without_session_is_left_out() -> None:
    later = DAY + timedelta(1)
    assert arms(story(Arm.WITHOUT, on=later), story(Arm.WITH, families=("soudure",))) == {
        DAY: {Arm.WITH: (1, 2, 4, 5, 7, 8)},
        later: {Arm.WITHOUT: (3, 6, 9)},
    }
    assert arms(story(Arm.WITH, families=("macon",))) == {}


def test_the_stories_name_families_that_exist_and_days_on_which_the_experiment_is_open() -> None:
    known = {each.key for each in (*training_families().qualifying, *training_families().basic)}
    stories = known_by(experiment_stories(DEFAULT_DAY), DEFAULT_DAY).experiments
    assert all(each.arms for each in stories)
    for each in stories:
        for arm in each.arms:
            assert set(arm.families) <= known, each.title
            assert each.opened_on <= arm.on <= (each.finding.on if each.finding else DEFAULT_DAY), each.title
            assert arm.first <= arm.last, each.title
