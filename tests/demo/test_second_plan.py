"""The second plan of the demonstration: valid, labelled as fictitious, in force after the real plan in lists."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.demo.second_plan import CODE, FIRST_CODE, load_second_plan, second_plan_content
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.plan_files.writing import write_plan_file
from pacte.plan.queries import content_of_version, main_plan, plan_summaries, version_on
from pacte.plan.rules.check import check_plan
from tests.cast import MACHINE, gather_cast
from tests.plans_at_hand import shipped_plan, written
from tests.web.plan_stage import IN_FORCE, enforce


def test_it_is_sound_and_says_everywhere_that_it_is_invented() -> None:
    plan = second_plan_content()
    assert check_plan(plan) == ()
    assert len(plan.numbers) == 12
    assert all("fictif" in text for text in (plan.title, plan.document_title, plan.source))
    assert all("plan fictif" in axis.title for axis in plan.axes)


def test_it_continues_actions_that_the_real_plan_has() -> None:
    real = shipped_plan()
    assert real.code == FIRST_CODE
    assert {link.origin_number for link in second_plan_content().lineage} <= set(real.numbers)
    assert {link.origin_plan for link in second_plan_content().lineage} == {FIRST_CODE}


@pytest.mark.parametrize("extension", ["yaml", "xlsx"])
def test_it_is_exported_and_read_again_without_loss(extension: str) -> None:
    data = write_plan_file(second_plan_content(), extension=extension, as_of=date(2024, 1, 1), version_label="essai")
    assert read_plan_file(data, name=f"plan.{extension}").content == second_plan_content()


@pytest.mark.django_db
def test_it_runs_beside_the_real_plan_and_each_opens_in_its_years() -> None:
    cast = gather_cast()
    with acting_as(MACHINE):
        first = written(actor=MACHINE, host=cast.region)
        enforce(first, IN_FORCE)
        version = load_second_plan(actor=MACHINE, region=cast.region)
        assert version.plan.is_synthetic
        assert not first.plan.is_synthetic
        assert content_of_version(version) == second_plan_content()
        assert [line.code for line in plan_summaries(actor=MACHINE)] == [CODE, FIRST_CODE]
        for day, plan in ((date(2020, 11, 24), first.plan), (date(2024, 3, 15), version.plan)):
            with time_machine.travel(day):
                assert main_plan(actor=MACHINE) == plan
        assert version_on(actor=MACHINE, plan=first.plan, on=date(2024, 6, 1)) == first
