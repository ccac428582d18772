"""What accepted reports say of people, summed: whole for the Region, without the numbers of few people for others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.plan.records import Lead
from pacte.procedures.queries.reported import reported_tables
from pacte.procedures.records.report_tables import ReportedSums
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.report_tables import report_sums, without_small_counts
from pacte.procedures.services import move_case, open_case
from pacte.procedures.services.reports import enter_report, refuse_report
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.call_acts import decide, open_call, read_case, report
from tests.procedures.signing import sign_by_hand
from tests.procedures.walks import know_samples, whole_form
from tests.web.plan_stage import Stage, staged

CALL = procedure_by_code("call_for_initiatives")
(TABLE,) = CALL.report_tables
_FIGURE = target("métiers touchés", 50, unit="%", indicator_code="shortage_occupations_covered")
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1, leads=(Lead("Région"),), figures=(_FIGURE,)))))


def came(women: int, men: int, *, trade: str = "H2913", where: str = "18033", **more: int) -> dict[str, Any]:
    return {"held_on": "2020-02-03", "trade": trade, "where": where, "women": women, "men": men, **more}


def sums(*lines: dict[str, Any]) -> ReportedSums:
    return report_sums(TABLE, [{"audiences": list(lines)}])


def shown(told: ReportedSums) -> list[tuple[str, tuple[int | None, ...], int | None]]:
    return [(each.answers[0], each.numbers, each.total) for each in told.rows]


def test_lines_of_the_same_occupation_and_place_are_one_row() -> None:
    told = report_sums(
        TABLE,
        [{"audiences": [came(3, 4), came(20, 30, trade="K1304")]}, {"audiences": [came(10, 2, unsaid=1)]}, {}],
    )
    assert (told.reports, told.total) == (3, 70)
    assert shown(told) == [("K1304", (20, 30, 0), 50), ("H2913", (13, 6, 1), 20)]
    assert not told.hides_some


def test_a_row_of_few_people_is_hidden_with_another_one() -> None:
    told = without_small_counts(sums(came(20, 30, trade="A"), came(15, 12, trade="B"), came(2, 3, trade="C")))
    hidden = (None, None, None)
    assert shown(told) == [("A", (20, 30, 0), 50), ("B", hidden, None), ("C", hidden, None)]
    assert told.total == 82, "two rows are hidden, and their sum tells neither"
    assert told.hides_some


def test_in_a_row_a_small_number_hides_another_one() -> None:
    told = without_small_counts(sums(came(3, 50, trade="A"), came(20, 30, trade="B")))
    assert shown(told) == [("A", (None, None, 0), 53), ("B", (20, 30, 0), 50)]
    assert told.total == 103


def test_a_row_whose_numbers_its_sum_would_tell_is_hidden_with_the_whole() -> None:
    told = without_small_counts(sums(came(5, 7, trade="A"), came(20, 30, trade="B")))
    assert shown(told) == [("B", (20, 30, 0), 50), ("A", (None, None, None), None)]
    assert told.total is None


def test_few_people_in_all_are_not_told() -> None:
    told = without_small_counts(sums(came(2, 3, trade="A"), came(1, 0, trade="B")))
    assert {each.total for each in told.rows} == {None}
    assert {number for each in told.rows for number in each.numbers} == {None}
    assert told.total is None


@pytest.mark.parametrize(
    "words",
    [{"report": "other"}, {"lines": "other"}, {"by": ("women",)}, {"numbers": ("trade",)}, {"by": ()}, {"numbers": ()}],
    ids=str,
)
def test_a_table_names_columns_that_its_report_has(words: dict[str, Any]) -> None:
    assert description_defects(CALL) == []
    assert description_defects(replace(CALL, report_tables=(replace(TABLE, **words),))) != []


def told_to(stage: Stage, actor: Actor) -> list[ReportedSums]:
    with acting_as(actor):
        return [each.sums for each in reported_tables(actor=actor, plan=stage.plan, procedure=CALL, on=today())]


@pytest.mark.django_db
def test_accepted_reports_alone_are_told_whole_to_the_region_and_hidden_to_the_public(
    stage: Stage, settings: LazySettings
) -> None:
    settings.TOTP_REQUIRED = False
    on = today() - timedelta(days=60)
    with acting_as(MACHINE):
        know_samples()
    open_call(stage.plan, CALL.code, on - timedelta(days=30), on + timedelta(days=30))
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, title="Essai", on=on,
            values=whole_form(CALL) | {"eligible": "yes"}, body=stage.cast.provider,
        )  # fmt: skip
        move_case(actor=MACHINE, case=case, transition="admit", on=on)
    read_case(stage.cast, case, on)
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="submit", on=on)
    decide(stage.cast, case, on, keeps=True)
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="award", on=on)
    sign_by_hand(case, "convention", on)
    answers = {"story": "Fait.", "audiences": [came(3, 50)], "spent": [{"what": "Car", "euros": 100}]}
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="start", on=on)
        enter_report(actor=MACHINE, case=case, code="final", values=answers, on=on)
        refuse_report(actor=MACHINE, case=case, code="final", on=on, reason="à refaire")
    assert told_to(stage, MACHINE) == [], "a refused report tells nothing"
    report(case, "final", answers, on)
    (whole,), (public,) = told_to(stage, stage.cast["pilot"].actor), told_to(stage, NOBODY)
    assert shown(whole) == [("H2913", (3, 50, 0), 53)]
    assert shown(public) == [("H2913", (None, None, 0), 53)]
    for address in ("actions/1/", f"dispositifs/{CALL.code}/", f"dossiers/procedure/{CALL.code}/"):
        assert 'data-value="3">3<' in stage.get(address, "pilot"), address
    for address in ("actions/1/", f"dispositifs/{CALL.code}/"):
        page = stage.get(address)
        assert "1 bilan accepté" in page
        assert 'data-value="3">3<' not in page, address
