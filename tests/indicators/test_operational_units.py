"""A target of each year measured by an operational count has its row of years: what was done in each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.evaluation.services import lock_protocol, open_experiment
from pacte.indicators.queries import plan_evidence
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.indicators.rules.operational_units import operational_units
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now, today
from pacte.plan.records import Figure
from pacte.plan.rules.expected_periods import expected_periods
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import ProgressOutcome
from pacte.procedures.models import CaseEvent
from pacte.procedures.services import open_case
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, staged

RENEWED = target("formations rénovées", 2, per="an", indicator_code="certifying_trainings_renewed")
IDEAS = target("idées", 1, unit="idées", per="an", indicator_code="lab_ideas_tested")
SERVICE = OperationalCount("renewed", "formations rénovées", "formations", "dossiers : rénovés", target="renewed")
ON = date(2021, 6, 30)
ONE = ActionCode(1)

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1, figures=(RENEWED, IDEAS)))))


def values(counted: CountResult, per: str) -> dict[str, int] | None:
    figure = replace(RENEWED, per=per)
    expected = expected_periods(figure, first_year=2020, last_year=2022, on=ON) if parse_per(per).months else ()
    found = operational_units(SERVICE, counted, parse_per(per), expected, on=ON)
    return found and {key: int(value) for key, value in found.values.items() if value is not None}


DAYS = (date(2020, 2, 1), date(2020, 3, 31), date(2020, 4, 1), date(2021, 6, 1))


@pytest.mark.parametrize(
    ("per", "found"),
    [
        ("an", {"2020": 3, "2021": 1}),
        ("semestre", {"2020-S1": 3, "2020-S2": 0, "2021-S1": 1}),
        (
            "trimestre",
            {"2020-T1": 2, "2020-T2": 1, "2020-T3": 0, "2020-T4": 0, "2021-T1": 0, "2021-T2": 1},
        ),
        ("département", None),
    ],
)
def test_what_has_a_day_is_counted_in_each_period_that_has_begun(per: str, found: dict[str, int] | None) -> None:
    assert values(CountResult(4, days=DAYS), per) == found


def test_a_count_by_year_says_nothing_of_shorter_periods() -> None:
    by_year = CountResult(1, by_year=((2020, 2), (2021, 1)))
    assert values(by_year, "an") == {"2020": 2, "2021": 1}
    assert values(by_year, "trimestre") is None


@pytest.mark.parametrize(
    "counted", [CountResult(3), CountResult(3, 4, days=DAYS), CountResult(4, days=DAYS, withheld="masqué")]
)
def test_a_share_a_hidden_count_or_things_without_a_day_have_no_periods(counted: CountResult) -> None:
    assert values(counted, "an") is None


# ------------------------------------------------------------------ the evidence


def renewed(stage: Stage, on: date) -> None:
    """A case of renovation that reached its end on that day."""
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ONE, procedure_code="training_renovation", title="Essai",
            on=date(2020, 1, 6), values={"certification": "Soudeur", "provider": "Savoirs"},
        )  # fmt: skip
        CaseEvent.objects.create(
            organisation=case.organisation, case=case, kind="moved", code="renew", happened_on=on, recorded_at=now(),
            person_name="Essai",
        )  # fmt: skip


def measured(stage: Stage, figure: Figure, facts_dir: Path) -> EvidenceRow:
    with acting_as(NOBODY):
        found = plan_evidence(actor=NOBODY, plan=stage.plan, known_on=today(), facts_dir=facts_dir)
    return next(each for each in found[ONE].rows if each.code == figure.indicator_code)


def sentence(told: EvidenceRow) -> str:
    return told.progress.text.replace("\u00a0", " ")


@pytest.mark.django_db
def test_cases_of_a_procedure_are_told_year_by_year(stage: Stage, tmp_path: Path) -> None:
    for on in (date(2020, 5, 4), date(2020, 9, 7), date(2021, 3, 1)):
        renewed(stage, on)
    told = measured(stage, RENEWED, tmp_path)
    assert (told.kind, told.value and told.value.numerator) == (EvidenceKind.COMPUTED, 3)
    assert [(each.label, each.value) for each in told.units if each.value] == [("2020", 2), ("2021", 1)]
    assert told.progress.outcome is ProgressOutcome.MISSED
    assert sentence(told).startswith("1 année sur 4 y est ; 3 manquées")


@pytest.mark.django_db
def test_ideas_that_were_tried_are_told_year_by_year(stage: Stage, tmp_path: Path) -> None:
    with acting_as(MACHINE):
        idea = open_experiment(
            actor=MACHINE, plan=stage.plan, number=ONE, title="Idée", on=date(2020, 1, 6), owner=None
        )
        lock_protocol(actor=MACHINE, experiment=idea, on=date(2020, 3, 2), by="une entrée")
    told = measured(stage, IDEAS, tmp_path)
    assert [(each.key, each.outcome) for each in told.units if each.value] == [("2020", ProgressOutcome.REACHED)]
    assert sentence(told).startswith("1 année sur 4 y est ; 3 manquées")
