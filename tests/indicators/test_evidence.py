"""Every action of the real plan shows a figure, or states what is missing and who owes it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import SeriesPoint
from pacte.indicators.queries import plan_evidence, series_points
from pacte.indicators.records.evidence import EvidenceKind
from pacte.indicators.records.series_input import PointsImportResult, SeriesInput, SeriesPointInput
from pacte.indicators.services import add_points, record_series_break, refresh_facts, save_series
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.plan.models import PlanVersion
from pacte.plan.rules.progress import ProgressOutcome
from pacte.plan.services import put_in_force, sign, vote
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with, somebody
from tests.plan.contents import row, small_plan, target
from tests.plans_at_hand import written
from tests.web.plan_stage import enforce

pytestmark = pytest.mark.django_db
SINCE = date(2019, 1, 22)
SHEET = SeriesInput(
    code="certifying_trainings_renewed", label="Formations rénovées", question="Combien ?", unit="formations",
    entity="formation", source="enquête auprès des organismes", owner="ORFE",
)  # fmt: skip


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    with acting_as(MACHINE):
        made = written(actor=MACHINE, host=cast.region)
        vote(actor=MACHINE, version=made, assembly="assemblée", number="1", on=SINCE)
        sign(actor=MACHINE, version=made, on=SINCE)
        put_in_force(actor=MACHINE, version=made, on=SINCE)
    return made


def point(value: str, year: int = 2020) -> SeriesPointInput:
    return SeriesPointInput("region", "24", date(year, 1, 1), date(year, 12, 31), Decimal(value))


def test_every_action_has_its_evidence_or_says_who_owes_it(cast: Cast, version: PlanVersion, tmp_path: Path) -> None:
    somebody(cast)
    session_with(cast)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
        found = plan_evidence(actor=MACHINE, plan=version.plan, known_on=today(), facts_dir=tmp_path)
    assert sorted(found) == [str(number) for number in range(1, 40)]
    assert all(each.missing or each.measured for each in found.values())
    assert all(line.owed_by for each in found.values() for line in each.rows if line.kind is EvidenceKind.MISSING)
    assert found[ActionCode(2)].missing.startswith("à fournir par Région")


def test_before_any_fact_every_action_says_what_is_missing(cast: Cast, version: PlanVersion, tmp_path: Path) -> None:
    with acting_as(NOBODY):
        found = plan_evidence(actor=NOBODY, plan=version.plan, known_on=today(), facts_dir=tmp_path)
    assert len(found) == 39
    assert all(each.missing for each in found.values())


def test_a_series_measures_a_target_and_its_progress(cast: Cast, version: PlanVersion, tmp_path: Path) -> None:
    with acting_as(cast["analyst"].actor) as analyst:
        series = save_series(actor=analyst, host=cast.region, data=SHEET)
        add_points(actor=analyst, series=series, points=[point("4")], source_label="enquete.csv")
    with acting_as(MACHINE):
        found = plan_evidence(actor=MACHINE, plan=version.plan, known_on=today(), facts_dir=tmp_path)
    line = found[ActionCode(2)].rows[0]
    assert (line.kind, line.progress.outcome, line.progress.fraction) == (
        EvidenceKind.SERIES, ProgressOutcome.UNDER_WAY, Decimal("0.4"),
    )  # fmt: skip
    assert (line.due_on, line.is_late) == (date(2022, 1, 31), True)


def test_values_of_a_series_come_once_and_are_corrected_never_overwritten(cast: Cast) -> None:
    with acting_as(cast["analyst"].actor) as analyst:
        series = save_series(actor=analyst, host=cast.region, data=SHEET)
        first = add_points(actor=analyst, series=series, points=[point("4"), point("7", 2021)], source_label="a.csv")
        again = add_points(actor=analyst, series=series, points=[point("4"), point("6", 2021)], source_label="b.csv")
        assert (first, again) == (PointsImportResult(2, 0, 0), PointsImportResult(0, 1, 1))
        assert [each.value for each in series_points(actor=analyst, series=series, known_on=today())] == [4, 6]
        assert SeriesPoint.objects.count() == 3
        record_series_break(actor=analyst, series=series, on=date(2021, 1, 1), reason="nouveau questionnaire")
        assert series.breaks.count() == 1


def test_a_series_has_the_whole_sheet_of_an_indicator(cast: Cast) -> None:
    with acting_as(cast["analyst"].actor) as analyst, pytest.raises(ValidationError):
        save_series(actor=analyst, host=cast.region, data=SeriesInput("x", "", "?", "%", "y", "z", "w"))


@pytest.mark.parametrize("part", ["lead", "provider", "state_reader", "intruder"])
def test_only_the_pilot_and_the_analyst_enter_a_series(cast: Cast, part: str) -> None:
    with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
        save_series(actor=actor, host=cast.region, data=SHEET)


@pytest.mark.parametrize("code", ["entries_by_session", "money_reasons"])
def test_who_sees_no_small_count_reads_people_as_known_today_only(cast: Cast, code: str, tmp_path: Path) -> None:
    """The figure of a day less that of the day before would tell what a few people did."""
    number, yesterday = ActionCode(1), today() - timedelta(days=1)
    somebody(cast)
    with acting_as(MACHINE):
        aimed = row("A01", 1, figures=(target("entrées", 60, indicator_code=code),))
        plan = written(actor=MACHINE, host=cast.region, content=small_plan(aimed)).plan
        enforce(plan.versions.get(), SINCE)
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)

        def sentence(*, on: date, as_public: bool = True, is_frozen: bool = False) -> str:
            found = plan_evidence(
                actor=MACHINE, plan=plan, known_on=on, facts_dir=tmp_path, as_public=as_public, is_frozen=is_frozen
            )
            return found[number].rows[0].sentence

        assert "deux jours voisins" in sentence(on=yesterday)
        assert "deux jours voisins" not in sentence(on=today())
        assert "deux jours voisins" not in sentence(on=yesterday, as_public=False)
        # Its readers did not choose the day of a document that is written once.
        assert "deux jours voisins" not in sentence(on=yesterday, is_frozen=True)
