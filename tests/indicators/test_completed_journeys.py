"""Completion after something was done for the person: read in the journeys, and never told of a few."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.indicators.records.counted_cases import CountedCase, JourneyEnd
from pacte.indicators.rules.completed_journeys import completion, first_cases
from pacte.kernel.action_codes import ActionCode
from pacte.procedures.rules.catalogue import procedure_by_code

OF = procedure_by_code("adaptation_request")
COUNT = OF.counts[0]
FIELDS = {each.code: each for each in OF.fields}
ASKED, IN_PLACE, OVER = date(2021, 1, 4), date(2021, 1, 25), date(2021, 6, 11)


def cases(*journeys: int, on: date = IN_PLACE, payer: str = "agefiph") -> list[CountedCase]:
    return [
        CountedCase(ActionCode(24), 100 + rank, on, ASKED, {"journey": str(rank), "payer": payer, "satisfaction": 4})
        for rank in journeys
    ]


def ends(completed: int, others: int = 0) -> dict[str, JourneyEnd]:
    kinds = ["to_term"] * completed + ["dropout"] * others
    return {str(rank): JourneyEnd(OVER, kind) for rank, kind in enumerate(kinds)}


def counted(them: list[CountedCase], known: dict[str, JourneyEnd]) -> tuple[int, int | None, str]:
    result = completion(COUNT, FIELDS, first_cases(them, "journey"), known)
    return result.count, result.total, result.withheld


def test_a_journey_is_completed_when_its_steps_say_so() -> None:
    assert counted(cases(*range(30)), ends(15, 12)) == (15, 27, ""), "three have not ended"
    assert counted(cases(*range(12)), {}) == (0, 0, "")


def test_what_came_after_the_end_helped_nobody_and_a_journey_counts_once() -> None:
    late = cases(*range(12), on=OVER + timedelta(days=1))
    assert counted(late, ends(12)) == (0, 0, "")
    assert counted([*late, *cases(*range(12)), *cases(*range(12))], ends(12)) == (12, 12, "")


def test_a_few_people_are_never_told() -> None:
    for completed, others in ((10, 0), (0, 3), (30, 2), (5, 40)):
        assert counted(cases(*range(completed + others)), ends(completed, others))[2], (completed, others)
    assert not counted(cases(*range(22)), ends(11, 11))[2]


def test_delay_payer_and_satisfaction_are_told_of_enough_people() -> None:
    twelve = first_cases(cases(*range(12)), "journey")
    words = completion(COUNT, FIELDS, twelve, ends(12)).precision.replace("\u202f", " ").replace("\xa0", " ")
    assert "21 jours de la demande à la mise en place" in words
    assert "100 % en 30 jours au plus" in words
    assert "AGEFIPH 12" in words
    assert "4,0 sur 5" in words
    some = first_cases([*cases(*range(11)), *cases(11, payer="region")], "journey")
    assert "AGEFIPH" not in completion(COUNT, FIELDS, some, ends(12)).precision
