"""A proof belongs to its action: there where it succeeds, another where it fails, and no other action moves it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django.plugin import DjangoDbBlocker

from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.grades import EvidenceGrade
from pacte.kernel.action_codes import ActionCode
from tests.kept import taken_back
from tests.proofs.deeds import DEEDS
from tests.proofs.world import evidence_after, new_world

pytestmark = pytest.mark.xdist_group("proofs")
Evidence = dict[ActionCode, ActionEvidence]
Worlds = Callable[[tuple[int, ...], bool], Evidence]


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Worlds:
    """Evidence of a world where these actions succeeded, or failed, and nothing else was done. Each is made once."""
    made: dict[tuple[tuple[int, ...], bool], Evidence] = {}

    def of(numbers: tuple[int, ...], succeeds: bool = True) -> Evidence:
        if (numbers, succeeds) not in made:
            with django_db_blocker.unblock(), taken_back():
                world = new_world(tmp_path_factory.mktemp("facts"))
                deeds = [DEEDS[number] for number in numbers]
                made[numbers, succeeds] = evidence_after(world, deeds, succeeds=succeeds)
        return made[numbers, succeeds]

    return of


def results(evidence: Evidence, number: int) -> list[tuple[str, str]]:
    """Code and value of each result of the action."""
    return [(row.code, row.sentence) for row in evidence[ActionCode(number)].proofs]


@pytest.mark.parametrize("number", sorted(DEEDS))
def test_the_proof_of_an_action_follows_what_is_done_for_it_alone(number: int, worlds: Worlds) -> None:
    every = tuple(sorted(DEEDS))
    alike = tuple(each for each in every if each % 2 == number % 2)
    others = tuple(each for each in every if each % 2 != number % 2)
    there = worlds(every, True)
    assert there[ActionCode(number)].grade is EvidenceGrade.RESULT, "where it succeeds, its proof is there"
    assert results(worlds(every, False), number) != results(there, number), "where it fails, it differs"
    assert results(worlds(others, True), number) == [], "without it, nothing"
    assert results(worlds(alike, True), number) == results(there, number), "its neighbours do not move it"
