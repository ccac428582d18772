"""A proof belongs to its action: there where it succeeds, another where it fails, and no other action moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from pytest_django.plugin import DjangoDbBlocker

from pacte.indicators.queries import indicators
from pacte.indicators.queries.operational_count_registry import operational_counts_registry
from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.action_codes import ActionCode
from tests.kept import taken_back
from tests.plans_at_hand import shipped_plan
from tests.proofs.deeds import DEEDS, NOT_YET
from tests.proofs.world import Neighbour, World, evidence_after, people_and_plan

pytestmark = pytest.mark.xdist_group("proofs")
Evidence = dict[ActionCode, ActionEvidence]
Worlds = Callable[..., Evidence]
OF_ACTIONS = tuple(number for number, each in sorted(DEEDS.items()) if each.neighbour is None)
OF_WHOLES = tuple(number for number, each in sorted(DEEDS.items()) if each.neighbour)


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
    """Evidence of a world where these actions succeeded, or failed, and nothing else was done. Each is made once.

    They begin alike: the people and the plan in force are written once.
    """
    made: dict[tuple[tuple[int, ...], bool, Neighbour | None], Evidence] = {}
    with django_db_blocker.unblock(), taken_back():
        start = people_and_plan()

        def of(numbers: tuple[int, ...], *, succeeds: bool = True, neighbour: Neighbour | None = None) -> Evidence:
            key = (numbers, succeeds, neighbour)
            if key not in made:
                with taken_back():
                    world = World(*deepcopy(start), folder=tmp_path_factory.mktemp("facts"))
                    deeds = [DEEDS[number].do for number in numbers]
                    made[key] = evidence_after(world, deeds, succeeds=succeeds, neighbour=neighbour)
            return made[key]

        yield of


def results(evidence: Evidence, number: int) -> list[tuple[str, str]]:
    """Code and value of each result of the action."""
    return [(row.code, row.sentence) for row in evidence[ActionCode(number)].proofs]


def grade(evidence: Evidence, number: int) -> EvidenceGrade | None:
    return evidence[ActionCode(number)].grade


def test_every_action_is_tried_or_says_why_it_cannot_be() -> None:
    assert sorted([*DEEDS, *NOT_YET]) == sorted(int(number) for number in shipped_plan().numbers)


@pytest.mark.parametrize("number", OF_ACTIONS)
def test_the_proof_of_an_action_follows_what_is_done_for_it_alone(number: int, worlds: Worlds) -> None:
    """The neighbours are the other actions: half of them are there, then the other half."""
    there = worlds(OF_ACTIONS)
    alike = tuple(each for each in OF_ACTIONS if OF_ACTIONS.index(each) % 2 == OF_ACTIONS.index(number) % 2)
    others = tuple(each for each in OF_ACTIONS if each not in alike)
    assert grade(there, number) is EvidenceGrade.RESULT, "where it succeeds, its proof is there"
    assert results(worlds(OF_ACTIONS, succeeds=False), number) != results(there, number), "where it fails, it differs"
    assert results(worlds(others), number) == [], "without it, nothing"
    assert results(worlds(alike), number) == results(there, number), "its neighbours do not move it"


@pytest.mark.parametrize("number", OF_WHOLES)
def test_the_proof_of_a_whole_follows_what_is_done_in_it_alone(number: int, worlds: Worlds) -> None:
    """The neighbour is another year, after the plan, or another Region: the contrary is done there."""
    there = worlds((number,))
    assert grade(there, number) is EvidenceGrade.RESULT, "where it succeeds, its proof is there"
    assert results(worlds((number,), succeeds=False), number) != results(there, number), "where it fails, it differs"
    assert results(worlds(()), number) == [], "without it, nothing"
    beside = worlds((number,), neighbour=DEEDS[number].neighbour)
    assert results(beside, number) == results(there, number), "its neighbour does not move it"


def test_noting_one_gap_and_closing_it_does_not_make_all_of_them(worlds: Worlds) -> None:
    """The register looks by itself at what the plan lacks: the denominator is not what somebody chose to note."""
    (line,) = worlds((34,))[ActionCode(34)].proofs
    assert line.value is not None
    assert line.value.numerator == 1
    assert (line.value.denominator or 0) > 30


def test_a_review_that_two_of_the_three_confirm_moves_nothing(worlds: Worlds) -> None:
    """It was due, and is not held: a silence is not a yes. Nor is it a contact in the notebook."""
    for succeeds, held in ((True, 1), (False, 0)):
        lines = worlds((29,), succeeds=succeeds)[ActionCode(29)].proofs
        assert {row.code for row in lines} == {"contact_before_during_after", "three_party_reviews"}
        assert [(row.value.numerator, row.value.denominator) for row in lines if row.value] == [(held, 1)] * 2


def test_what_a_hire_costs_is_told_beside_the_proof_and_proves_nothing(worlds: Worlds) -> None:
    """Four places at 900 €, for two hires or for one."""
    for succeeds, euros in ((True, 1_800), (False, 3_600)):
        rows = worlds(OF_ACTIONS, succeeds=succeeds)[ActionCode(3)].rows
        cost = next(row for row in rows if row.code == "cost_per_hire")
        assert cost.value is not None
        assert (cost.value.decimal, cost.is_proof) == (euros, False)


def test_a_difference_is_told_with_its_interval_and_how_many_are_compared(worlds: Worlds) -> None:
    """What proves one outcome does not stand for the other: nobody was certified, and the row says what is missing."""
    rows = {row.code: row for row in worlds(OF_ACTIONS)[ActionCode(31)].rows}
    compared = rows["early_exit_difference"].comparison
    assert compared is not None
    assert (compared.difference, compared.supported) == (-25, 3)
    assert compared.low < compared.difference < compared.high
    assert rows["certification_difference"].sentence.startswith("pas encore comparable")


@pytest.mark.parametrize(
    "number",
    [pytest.param(number, marks=pytest.mark.xfail(strict=True, reason=why)) for number, why in NOT_YET.items()],
)
def test_an_action_without_its_register_will_have_a_proof(number: int, worlds: Worlds) -> None:
    assert grade(worlds(OF_ACTIONS), number) is EvidenceGrade.RESULT


def test_the_wholes_are_those_that_the_decision_lists() -> None:
    scopes = {code: each.scope for code, each in indicators().items()}
    scopes |= {service.code: service.scope for service, _ in operational_counts_registry() if service.is_target}
    decision = (PROJECT_ROOT / "docs/adr/0035-a-proof-is-asked-of-its-action.md").read_text(encoding="utf-8")
    targets = {figure.indicator_code for row in shipped_plan().rows for figure in row.figures if figure.is_target}
    wholes = {code for code in targets if scopes.get(code, ProofScope.ACTION) is not ProofScope.ACTION}
    assert wholes == {code for code in targets if f"`{code}`" in decision}
