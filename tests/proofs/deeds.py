"""What can be done for each action of the shipped plan today, and why the others prove nothing yet."""

from __future__ import annotations

from collections.abc import Callable

from pacte.journeys.records import StepKind as K
from tests.proofs.world import Deed, World

DEEDS: dict[int, Deed] = {}


def deed(number: int) -> Callable[[Deed], Deed]:
    def keep(function: Deed) -> Deed:
        DEEDS[number] = function
        return function

    return keep


@deed(13)
def attest_competences(world: World, succeeds: bool) -> None:
    session = world.session(13, nature="basic_skills")
    for rank in range(3):
        journey = world.entered(session)
        if succeeds or not rank:
            world.step(journey, K.COMPETENCE_ATTESTED, competence="Lire un plan")
        world.ended(journey)


@deed(18)
def fill_places(world: World, succeeds: bool) -> None:
    session = world.session(18)
    for _ in range(3 if succeeds else 1):
        world.entered(session)


@deed(36)
def realise_hours(world: World, succeeds: bool) -> None:
    session = world.session(36)
    journey = world.entered(session)
    world.step(journey, K.ENDED, end_kind="to_term")
