"""What moves where providers are supported, beside others: by hand, and never told of a few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pacte.indicators.queries import supported_providers
from pacte.indicators.queries.case_counts import procedure_counts
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.supported_providers import support_by_action
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.records.support import ComparedPeople, SupportComparison
from pacte.indicators.rules.support import TOO_FEW_OTHERS, TOO_FEW_PEOPLE, TOO_FEW_SUPPORTED, support_comparison
from pacte.kernel.action_codes import ActionCode
from pacte.plan.models import Plan
from pacte.procedures.records.counts import CountMeasure
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from tests.cast import MACHINE
from tests.indicators.written_facts import FactRow, write_tables

BODIES, OTHERS = (1, 2, 3), (11, 12, 13)


def people(
    body: int, provider: int, *, after: bool, reached: int, of: int = 20, domain: str = "230", department: str = "18"
) -> ComparedPeople:
    return ComparedPeople(body, domain, department, after, provider in BODIES, provider, of, reached)


def world(*, own: tuple[int, int] = (10, 5), beside: tuple[int, int] = (10, 10)) -> list[ComparedPeople]:
    """Each body and three others, twenty people of each before and after, of whom so many reach the outcome."""
    return [
        people(body, provider, after=after, reached=(own if provider in BODIES else beside)[after])
        for body in BODIES
        for provider in (body, *OTHERS)
        for after in (False, True)
    ]


def compared(rows: Iterable[ComparedPeople]) -> SupportComparison:
    found = support_comparison(rows)
    assert isinstance(found, SupportComparison), found
    return found


def test_by_hand() -> None:
    """Half leave before; a quarter after where there is a plan, and still half beside."""
    found = compared(world())
    assert (found.difference, found.supported, found.left_out) == (-25, 3, 0)
    assert [(each.percent, each.people, each.providers) for each in found.sides] == [
        (50, 60, 3), (25, 60, 3), (50, 60, 3), (50, 60, 3),
    ]  # fmt: skip
    # Providers alike add nothing to chance: t(4) = 2.776, times √(0.5²/60 + 0.25 × 0.75/60 + 2 × 0.5²/60) = 0.125.
    assert (found.low, found.high) == (-60, 10)


def test_what_moves_everywhere_is_not_an_effect() -> None:
    found = compared(world(own=(10, 5), beside=(10, 5)))
    assert found.difference == 0
    assert found.may_be_chance
    assert compared(world(own=(10, 10), beside=(10, 5))).difference == 25


def test_providers_that_disagree_widen_the_interval() -> None:
    calm, rows = compared(world()), world()
    rough = [
        each._replace(reached={1: 0, 2: 15, 3: 0}[each.provider]) if each.is_own and each.is_after else each
        for each in rows
    ]
    found = compared(rough)
    assert found.difference == calm.difference
    assert found.high - found.low > 2 * (calm.high - calm.low)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([each for each in world() if each.body != 3], TOO_FEW_SUPPORTED),
        ([each for each in world() if each.body != 3 or not each.is_after], TOO_FEW_SUPPORTED),
        ([each for each in world() if each.provider != 13], TOO_FEW_OTHERS),
        ([each for each in world() if each.provider != 13 or each.is_after], TOO_FEW_OTHERS),
        (world(own=(10, 3)), TOO_FEW_PEOPLE),
        (world(own=(10, 17)), TOO_FEW_PEOPLE),
        (world(beside=(10, 0)), TOO_FEW_PEOPLE),
        ([], TOO_FEW_SUPPORTED),
    ],
)
def test_few_are_never_told_and_what_is_missing_is(rows: list[ComparedPeople], why: str) -> None:
    assert support_comparison(rows) == why


def test_the_same_department_first_then_the_region() -> None:
    far = [people(body, other, after=after, reached=16, department="28") for body in BODIES for other in (21, 22, 23)
           for after in (False, True)]  # fmt: skip
    assert compared([*world(), *far]).sides[2].percent == 50, "those of the department alone"
    near = [each for each in world() if each.provider != 13]
    assert compared([*near, *far]).sides[2].percent > 60, "too few there: all those of the domain"
    other_domain = [each._replace(domain="310", is_own=False) for each in far]
    assert support_comparison([*near, *other_domain]) == TOO_FEW_OTHERS


def test_somebody_beside_two_bodies_counts_once() -> None:
    assert compared(world()).sides[2].people == 60, "and not three times sixty"
    few = [each._replace(people=8, reached=4) if each.provider in OTHERS else each for each in world()]
    assert compared(few).sides[2].people == 20
    fewer = [each._replace(people=6, reached=3) if each.provider in OTHERS else each for each in world()]
    assert support_comparison(fewer) == TOO_FEW_PEOPLE, "nine of each, although three bodies look at them"


def test_a_body_that_nothing_resembles_is_left_out_and_said() -> None:
    alone = [people(4, 4, after=after, reached=10)._replace(is_own=True, domain="310") for after in (False, True)]
    found = compared([*world(), *alone])
    assert (found.supported, found.left_out, found.difference) == (3, 1, -25)


def test_only_bodies_of_the_pact_are_compared() -> None:
    of = procedure_by_code("custom_training")
    beside = replace(of.counts[0], measure=CountMeasure.EXIT_DIFFERENCE)
    assert description_defects(replace(of, counts=(of.counts[0], beside)))[1:] == [
        f"count {beside.code}: nobody is compared, since no body of the pact applies from its account"
    ]


# What the facts say.
ON, BEGAN, HOST, ACTION = date(2023, 6, 1), date(2021, 6, 1), 1, ActionCode(31)
SOURCES = {each.count.measure: each for each in procedure_counts() if each.count.measure.compares_providers}


def trainees(provider: int, *, after: bool, left: int, of: int = 16) -> dict[str, list[FactRow]]:
    """People who entered three months before, or after; half a year planned. Who stays is certified."""
    entered = BEGAN + timedelta(days=90 if after else -90)
    over = entered + timedelta(days=180)
    shared = {"host": HOST, "provider": provider, "provider_body": provider if provider in BODIES else None,
              "domain": "230", "session_commune": "18033", "certifying": True, "ends_on": over,
              "planned_end_on": over}  # fmt: skip
    rows: dict[str, list[FactRow]] = {"entries": [], "ends": [], "results": []}
    for rank in range(of):
        journey = {"journey": provider * 1000 + after * 100 + rank, "recorded_at": f"{entered}T08:00:00"}
        end = {"end_kind": "dropout", "happened_on": entered + timedelta(days=20)} if rank < left else {
            "end_kind": "to_term", "happened_on": over}  # fmt: skip
        rows["entries"].append({**shared, **journey, "kind": "entered", "happened_on": entered})
        rows["ends"].append({**shared, **journey, "kind": "ended", **end})
        if rank >= left:
            rows["results"].append({**shared, **journey, "kind": "certified", "happened_on": over})
    return rows


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, measure: CountMeasure, *, began: date = BEGAN) -> CountResult:
    tables: dict[str, list[FactRow]] = {"entries": [], "ends": [], "results": []}
    for provider in (*BODIES, *OTHERS):
        for after in (False, True):
            left = 4 if after and provider in BODIES else 8
            for table, rows in trainees(provider, after=after, left=left).items():
                tables[table] += rows
    write_tables(folder, tables, built_on=ON)
    monkeypatch.setattr(
        supported_providers, "_supports", lambda context, source: {ACTION: dict.fromkeys(BODIES, began)}
    )
    context = CountContext(MACHINE, Plan(organisation_id=HOST), ON, None, folder)  # type: ignore[arg-type]
    return support_by_action(context, SOURCES[measure])[ACTION]


def test_what_the_facts_say_of_exits_and_of_certification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exits = told(tmp_path, monkeypatch, CountMeasure.EXIT_DIFFERENCE).comparison
    assert exits is not None
    assert (exits.difference, [each.percent for each in exits.sides]) == (-25, [50, 25, 50, 50])
    certified = told(tmp_path, monkeypatch, CountMeasure.CERTIFICATION_DIFFERENCE).comparison
    assert certified is not None
    assert (certified.difference, [each.percent for each in certified.sides]) == (25, [50, 75, 50, 50])


def test_nobody_has_left_after_a_support_of_yesterday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(tmp_path, monkeypatch, CountMeasure.EXIT_DIFFERENCE, began=ON - timedelta(days=1))
    assert (found.comparison, found.lacks, found.is_empty) == (None, TOO_FEW_SUPPORTED, False)
