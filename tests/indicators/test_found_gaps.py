"""The register finds by itself what the plan lacks, closes it when the measure arrives, and measures action 34."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.indicators.models import MissingIndicator
from pacte.indicators.queries import plan_evidence
from pacte.indicators.queries.gaps import plan_gaps
from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.indicators.records.gaps import AwaitedMeasures, GapCounts, GapOutcome
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.records.survey import GapInput
from pacte.indicators.rules.evidence import missing_evidence
from pacte.indicators.rules.found_gaps import REGISTER_CODE, awaited_of_action
from pacte.indicators.rules.gap_counts import gap_counts, gap_counts_by_year
from pacte.indicators.services import add_points, found_gaps, refresh_facts, save_series
from pacte.indicators.services.found_gaps import find_gaps
from pacte.indicators.services.gaps import close_gap, open_survey, record_gap
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.plan.models import Plan
from pacte.plan.records import Figure, FigureKind
from pacte.workflows.prepare_figures import prepare_figures
from tests.cast import MACHINE, Cast
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce
from tests.web.world_diagnosis import SURVEY

YEAR = (date(2021, 1, 1), date(2021, 12, 31))


def outcome(gap: int, noted: str, closed: str = "", *, is_filled: bool = True) -> GapOutcome:
    until = date.fromisoformat(closed) if closed else None
    return GapOutcome(gap, date.fromisoformat(noted), until, is_filled and until is not None)


def test_a_year_counts_what_was_open_in_it_and_what_was_filled_by_its_end() -> None:
    outcomes = [
        outcome(1, "2020-03-01", "2020-06-01"),
        outcome(2, "2020-03-01", "2021-06-01"),
        outcome(3, "2021-03-01", "2022-02-01"),
        outcome(4, "2021-03-01", "2021-04-01", is_filled=False),
        outcome(5, "2022-03-01"),
    ]
    assert gap_counts(outcomes, first=YEAR[0], last=YEAR[1]) == GapCounts(1, 3)
    by_year = gap_counts_by_year(outcomes, until=date(2022, 6, 1))
    assert by_year == {2020: GapCounts(1, 2), 2021: GapCounts(1, 3), 2022: GapCounts(1, 2)}


def test_what_comes_and_goes_counts_once_as_it_was_the_last_time() -> None:
    outcomes = [
        outcome(1, "2021-01-02", "2021-01-03"),
        outcome(1, "2021-01-04", "2021-01-05"),
        outcome(1, "2021-01-06"),
    ]
    assert gap_counts(outcomes, first=YEAR[0], last=YEAR[1]) == GapCounts(0, 1)
    assert gap_counts([], first=YEAR[0], last=YEAR[1]) == GapCounts(0, 0)
    assert gap_counts_by_year([], until=YEAR[1]) == {}


NUMBER = ActionCode(1)
TARGET = missing_evidence(Figure("entrées", kind=FigureKind.TARGET, indicator_code="entries"), owed_by="Région")
VALUE = Value(ValueState.NUMBER, Fraction(3), 3, None)
MEASURED = replace(TARGET, value=VALUE, kind=EvidenceKind.COMPUTED)


def awaited(*rows: EvidenceRow) -> AwaitedMeasures:
    return awaited_of_action(ActionEvidence(NUMBER, rows, ""), lead="Région")


def missing_keys(found: AwaitedMeasures) -> list[str]:
    return [each.key for each in found.missing]


def test_an_action_without_value_lacks_its_target_and_not_a_result_too() -> None:
    found = awaited(TARGET)
    assert missing_keys(found) == ["target:1:entries"]
    assert found.keys == {"target:1:entries", "result:1"}
    assert found.arrived == frozenset()


def test_an_action_with_means_only_lacks_a_result() -> None:
    found = awaited(replace(MEASURED, grade=EvidenceGrade.MEANS))
    assert missing_keys(found) == ["result:1"]
    assert missing_keys(awaited()) == ["result:1"]
    assert awaited(MEASURED).arrived == {"target:1:entries", "result:1"}


@pytest.mark.parametrize("state", [ValueState.NOT_DUE, ValueState.UNREACHED])
def test_what_is_not_due_is_neither_missing_nor_arrived(state: ValueState) -> None:
    found = awaited(replace(TARGET, value=Value(state)))
    assert (found.missing, found.arrived) == ((), frozenset())


def test_what_the_register_measures_is_none_of_its_gaps() -> None:
    assert awaited(replace(TARGET, code=REGISTER_CODE)) == AwaitedMeasures()


@pytest.fixture
def plan(cast: Cast, tmp_path: Path) -> Plan:
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    enforce(version, IN_FORCE)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
    return version.plan


def night(plan: Plan, folder: Path, on: date | None = None) -> int:
    with acting_as(MACHINE):
        return find_gaps(actor=MACHINE, plan=plan, on=on or today(), facts_dir=folder)


def found_rows(plan: Plan) -> dict[str, MissingIndicator]:
    with acting_as(MACHINE):
        rows = MissingIndicator.objects.filter(plan=plan).exclude(found_key="").order_by("pk")
        return {each.found_key: each for each in rows}


def measure(plan: Plan, folder: Path) -> EvidenceRow:
    with acting_as(MACHINE):
        found = plan_evidence(actor=MACHINE, plan=plan, known_on=today(), facts_dir=folder)[ActionCode(34)]
    (line,) = [each for each in found.rows if each.code == "missing_indicators_filled"]
    return line


def counts(plan: Plan, folder: Path) -> tuple[int, int]:
    """Gaps filled, and all of them, in the measure of action 34."""
    value = measure(plan, folder).value
    assert value is not None
    return int(value.numerator or 0), int(value.denominator or 0)


def give_series(cast: Cast, code: str, last: date, *, periodicity_months: int = 12) -> None:
    sheet = SeriesInput(
        code, "Effectif donné", "Combien ?", "personnes", "personne", "une source", "ORFE",
        periodicity_months=periodicity_months,
    )  # fmt: skip
    point = SeriesPointInput("region", "24", last.replace(day=1), last, Decimal(12))
    with acting_as(MACHINE):
        series = save_series(actor=MACHINE, host=cast.region, data=sheet)
        add_points(actor=MACHINE, series=series, points=[point], source_label="")


def test_the_register_finds_the_targets_without_value(plan: Plan, tmp_path: Path) -> None:
    assert night(plan, tmp_path) > 30
    rows = found_rows(plan)
    target = rows["target:2:certifying_trainings_renewed"]
    assert (target.action_number, target.noted_on, target.closed_on) == ("2", today(), None)
    assert target.needed_for.startswith("cible de l’action 2")
    assert all(each.owed_by for each in rows.values())
    assert not any("missing_indicators_filled" in key for key in rows), "its own measure is not one of its gaps"


def test_the_same_night_twice_writes_nothing_more(plan: Plan, tmp_path: Path) -> None:
    noted = night(plan, tmp_path)
    with acting_as(MACHINE):
        acts = AuditEntry.objects.filter(act="indicators.note_gap").count()
    assert acts == noted
    assert night(plan, tmp_path) == 0
    with acting_as(MACHINE):
        assert AuditEntry.objects.filter(act="indicators.note_gap").count() == acts


def test_before_the_facts_nothing_is_found(plan: Plan, tmp_path: Path) -> None:
    assert night(plan, tmp_path / "none") == 0


def test_before_the_plan_is_in_force_nothing_is_found(plan: Plan, tmp_path: Path) -> None:
    assert night(plan, tmp_path, IN_FORCE - timedelta(days=1)) == 0


def test_a_late_series_is_a_gap_until_its_value_arrives(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    give_series(cast, "late", today() - timedelta(days=500))
    give_series(cast, "fresh", today() - timedelta(days=40))
    night(plan, tmp_path)
    rows = found_rows(plan)
    assert "series:fresh" not in rows
    late = rows["series:late"]
    assert (late.owed_by, late.closed_on) == ("ORFE", None)
    assert late.due_on is not None
    assert late.due_on < today()
    give_series(cast, "late", today() - timedelta(days=1))
    assert night(plan, tmp_path) == 1
    closed = found_rows(plan)["series:late"]
    assert (closed.closed_on, closed.is_filled) == (today(), True)
    with acting_as(MACHINE):
        act = AuditEntry.objects.get(act="indicators.close_gap")
    assert act.subject_id == str(closed.pk)


def test_what_is_late_again_is_another_row_of_the_same_gap(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    night(plan, tmp_path)
    total = counts(plan, tmp_path)[1]
    for periodicity in (1, 24, 1):
        give_series(cast, "late", today() - timedelta(days=100), periodicity_months=periodicity)
        night(plan, tmp_path)
    with acting_as(MACHINE):
        assert MissingIndicator.objects.filter(plan=plan, found_key="series:late").count() == 2
    assert counts(plan, tmp_path) == (0, total + 1), "it was filled once, and is missing again"


def test_a_gap_whose_measure_is_not_due_stays_open(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    night(plan, tmp_path)
    keys = frozenset(found_rows(plan))
    monkeypatch.setattr(found_gaps, "awaited_measures", lambda **_: AwaitedMeasures(keys))
    assert night(plan, tmp_path) == 0
    assert all(each.closed_on is None for each in found_rows(plan).values())


def test_a_target_that_leaves_the_plan_is_closed_without_being_filled(plan: Plan, tmp_path: Path) -> None:
    night(plan, tmp_path)
    with acting_as(MACHINE):
        MissingIndicator.objects.filter(plan=plan, found_key="target:2:certifying_trainings_renewed").update(
            found_key="target:2:no_longer_there"
        )
    assert night(plan, tmp_path) == 2
    gone = found_rows(plan)["target:2:no_longer_there"]
    assert (gone.closed_on, gone.is_filled) == (today(), False)


def test_noting_one_gap_and_closing_it_is_one_of_all_that_is_missing(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    with acting_as(cast["analyst"].actor) as analyst:
        gap = record_gap(actor=analyst, plan=plan, data=GapInput("Illettrisme", "à savoir", "ANLCI"))
        close_gap(actor=analyst, gap=gap, is_filled=True, reason="donné par l’ANLCI")
    assert not measure(plan, tmp_path).is_measured, "before the register has looked by itself"
    noted = night(plan, tmp_path)
    assert counts(plan, tmp_path) == (1, noted + 1)
    assert f"1 sur {noted + 1}" in measure(plan, tmp_path).source


def test_a_gap_noted_for_what_the_register_finds_counts_once(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    data = GapInput("Formations rénovées", "à savoir", "Région", indicator_code="certifying_trainings_renewed")
    with acting_as(cast["analyst"].actor) as analyst:
        gap = record_gap(actor=analyst, plan=plan, data=data)
        close_gap(actor=analyst, gap=gap, is_filled=True, reason="fait")
    noted = night(plan, tmp_path)
    assert counts(plan, tmp_path) == (0, noted)


def test_a_found_gap_is_filled_by_its_measure_and_given_up_by_a_person(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    night(plan, tmp_path)
    with acting_as(cast["analyst"].actor) as analyst:
        gap = next(each for each in plan_gaps(actor=analyst, plan=plan) if each.is_found)
        with pytest.raises(Conflict):
            close_gap(actor=analyst, gap=gap, is_filled=True, reason="fait")
        with pytest.raises(ValidationError):
            open_survey(actor=analyst, plan=plan, data=SURVEY, gaps=[gap])
        close_gap(actor=analyst, gap=gap, is_filled=False, reason="trop cher")
    assert night(plan, tmp_path) == 0, "what was given up is not found again"
    assert counts(plan, tmp_path)[0] == 0


@time_machine.travel(date(2020, 11, 24))
def test_the_night_finds_them_once_the_facts_are_made(cast: Cast) -> None:
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    enforce(version, IN_FORCE)
    with acting_as(MACHINE) as machine:
        prepare_figures(actor=machine)
    assert {each.noted_on for each in found_rows(version.plan).values()} == {date(2020, 11, 24)}


def test_only_the_machine_finds_gaps(cast: Cast, plan: Plan, tmp_path: Path) -> None:
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(PermissionDenied):
        find_gaps(actor=pilot, plan=plan, on=today(), facts_dir=tmp_path)
