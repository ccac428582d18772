"""« 2 à 4 par département »: at once, or each year? Both readings are told until the plan says which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.stock_and_flow import lasting_count, stock_and_flow_of_action
from pacte.indicators.records.coverage import ZoneFrame
from pacte.indicators.records.stock_and_flow import LastingItem
from pacte.indicators.rules.stock_and_flow import stock_and_flow
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now, today
from pacte.plan.records import Doubt, Lead
from pacte.procedures.models import Case, CaseEvent
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.counts import CaseCount, CountMeasure
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.services import open_case
from pacte.reference.records import ZoneKind
from tests.accounts.entering import entered
from tests.cast import MACHINE
from tests.indicators.located import small_region
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, staged

FRAME = ZoneFrame(ZoneKind.DEPARTMENT, 2020, {"45": "Loiret", "18": "Cher"}, {"18033": "18", "45004": "45"}, {})
OWN, OTHER = ActionCode("B.7"), ActionCode("A.1")
ENDING = [(of, count) for of in procedures_by_code().values() for count in of.counts if count.ended_by]
QUESTION = "rien ne dit si c’est un nombre atteint ou un rythme annuel."


# ------------------------------------------------------------------ the rule


def told(*items: LastingItem, on: date = date(2021, 6, 30)) -> dict[str, tuple[int, tuple[int, ...]]]:
    both = stock_and_flow(items, FRAME, on=on, source="dossiers")
    return {each.name: (each.lasting, each.begun) for each in both.zones}


def test_what_ended_is_of_its_year_and_no_longer_of_the_day() -> None:
    ended = LastingItem("18033", date(2020, 3, 1), date(2021, 2, 1))
    open_one = LastingItem("18033", date(2021, 1, 4))
    assert told(ended, open_one) == {"Cher": (1, (1, 1)), "Loiret": (0, (0, 0))}
    assert told(ended, open_one, on=date(2020, 12, 31)) == {"Cher": (1, (1,)), "Loiret": (0, (0,))}


def test_what_ends_a_day_no_longer_lasts_that_day() -> None:
    item = LastingItem("45004", date(2021, 1, 4), date(2021, 6, 30))
    assert told(item)["Loiret"] == (0, (1,))
    assert told(item, on=date(2021, 6, 29))["Loiret"] == (1, (1,))


def test_what_is_in_no_zone_is_said_apart() -> None:
    both = stock_and_flow(
        [LastingItem("", date(2021, 1, 4)), LastingItem("75056", date(2021, 1, 4))],
        FRAME, on=date(2021, 6, 30), source="dossiers",
    )  # fmt: skip
    assert (both.outside, both.lasting, both.begun) == (2, 0, (0,))


# ------------------------------------------------------------------ the description


@pytest.mark.parametrize(("of", "count"), ENDING, ids=lambda each: each.code)
def test_an_end_that_does_not_exist_or_ends_no_place_is_told(of: Procedure, count: CaseCount) -> None:
    def defects(**changed: Any) -> list[str]:
        return description_defects(replace(of, counts=(replace(count, **changed),)))

    assert defects() == []
    assert defects(ended_by=("unknown",)) == [f"count {count.code}: end « unknown » does not exist"]
    assert len(defects(measure=CountMeasure.OPENED)) == 1
    assert len(defects(commune="", zone=None)) == 1


# ------------------------------------------------------------------ the page of an action of another plan

OF, COUNT = next(each for each in ENDING if each[1].when is None and each[1].is_result)
FIGURE = replace(
    target("ce qui dure", None, unit="lieux", per="département", indicator_code=COUNT.code),
    minimum=Decimal(2), maximum=Decimal(4),
)  # fmt: skip
kept_stage = kept_for_module(
    lambda: staged(
        small_plan(
            row("X1", OWN, leads=(Lead("Région"),), figures=(FIGURE,), doubts=(Doubt("figures", QUESTION),)),
            row("X2", OTHER, leads=(Lead("Région"),)),
            code="autre-region_2027-2031",
        )
    )
)


def begin(stage: Stage, commune: str, on: date) -> Case:
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=OWN, procedure_code=OF.code, title="Lavoir", on=on,
            values={COUNT.commune: commune},
        )  # fmt: skip
    move(case, COUNT.transition, on)
    return case


def move(case: Case, code: str, on: date) -> None:
    with acting_as(MACHINE):
        CaseEvent.objects.create(
            organisation=case.organisation, case=case, kind=CaseEventKind.MOVED, code=code, happened_on=on,
            recorded_at=now(),
        )  # fmt: skip


@pytest.mark.django_db
def test_both_values_are_those_of_the_register_and_of_the_action(stage: Stage) -> None:
    small_region()
    move(begin(stage, "18033", date(2020, 1, 6)), COUNT.ended_by[-1], date(2020, 9, 1))
    begin(stage, "18279", date(2020, 3, 2))

    def both(number: ActionCode, on: date) -> dict[str, tuple[int, tuple[int, ...]]]:
        source = lasting_count(actor=MACHINE, code=COUNT.code)
        assert source is not None
        found = stock_and_flow_of_action(
            actor=MACHINE, plan=stage.plan, number=number, source=source, kind=ZoneKind.DEPARTMENT, on=on
        )
        assert found is not None
        return {each.name: (each.lasting, each.begun) for each in found.zones}

    on = today()
    none = (0,) * (on.year - 2020)
    assert both(OWN, on) == {"Cher": (1, (2, *none)), "Loiret": (0, (0, *none))}
    assert set(both(OTHER, on).values()) == {(0, (0,))}


@pytest.mark.django_db
def test_the_page_keeps_the_question_open_and_says_who_owes_the_decision(stage: Stage) -> None:
    address = f"actions/{OWN}/"
    assert "aucune des deux lectures ne se calcule" in stage.get(address)
    small_region()
    begin(stage, "18033", date(2020, 1, 6))
    page = stage.get(address)
    section = page.partition('id="lectures"')[2].partition("</section>")[0]
    for said in (QUESTION, "La décision revient au porteur : Région.", "Commencés en 2020", COUNT.source[1:]):
        assert said in section
    assert 'id="lectures"' not in stage.get(f"actions/{OTHER}/")
    by_intruder = entered(stage.cast["intruder"]).get(stage.address(address)).content.decode()
    assert "Commencés en 2020" in by_intruder, "the register of a plan is public"
