"""The effect of an experiment: measured each night by session, shown on its page, counted for its action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.evaluation.models import EffectMeasure, Experiment, PublishedEffect
from pacte.evaluation.records import Arm
from pacte.evaluation.services import attach_sessions, detach_session, withdraw_experiment, write_protocol
from pacte.evaluation.services.effects import record_effects
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.operational_count_registry import plan_operational_counts
from pacte.indicators.queries.session_shares import counts_by_session
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.session_shares import is_share_of_sessions
from pacte.journeys.models import SessionTally
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, PermissionDenied
from tests.cast import MACHINE
from tests.evaluation.compared_facts import ENDED, STARTED, write_first_days
from tests.evaluation.sheets import whole_sheet
from tests.evaluation.test_lock_on_entry import opened
from tests.journeys.making import DAY, session_with
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
CODE = "experiment_effects_measured"
AIMED = {CODE: frozenset({ActionCode(1)})}
# Came, never came.
TRIED, COMPARED = ((36, 4), (34, 6), (37, 3)), ((26, 14), (29, 11), (27, 13))

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@dataclass
class Trial:
    """An experiment with three sessions in each arm, and what is known of their first day."""

    stage: Stage
    experiment: Experiment
    folder: Path
    known: dict[int, tuple[int, int]]

    def attach(self, arm: Arm, *first_days: tuple[int, int]) -> list[int]:
        rank = len(self.known)
        sessions = [
            session_with(self.stage.cast, number=f"24_{rank + each}", opened=40) for each in range(len(first_days))
        ]
        ids = [each.pk for each in sessions]
        with acting_as(MACHINE):
            attach_sessions(actor=MACHINE, experiment=self.experiment, arms=dict.fromkeys(ids, arm), on=DAY)
        self.known |= dict(zip(ids, first_days, strict=True))
        return ids

    def measure(self, on: date | None = None) -> int:
        write_first_days(self.folder, self.stage.cast.region.pk, self.known)
        with acting_as(MACHINE):
            return record_effects(actor=MACHINE, on=on or today(), facts_dir=self.folder)

    def count(self, on: date | None = None) -> CountResult | None:
        """What everybody reads of the proof of action 1."""
        with acting_as(NOBODY):
            found = plan_operational_counts(actor=NOBODY, plan=self.stage.plan, on=on or today(), aimed=AIMED)
        lines = {service.code: counted for service, counted in found.get(ActionCode(1), [])}
        return lines.get(CODE)

    def section(self, part: str, au: date | None = None) -> str:
        asked = f"?au={au.isoformat()}" if au else ""
        page = self.stage.get(f"experimentations/{self.experiment.number}/{asked}", part)
        return plain(page.partition('id="effet"')[2].partition("</section>")[0])


def trial_of(stage: Stage, folder: Path, *, number: int = 1, code: str = "first_day_no_show") -> Trial:
    experiment = opened(stage, number)
    with acting_as(MACHINE):
        write_protocol(
            actor=MACHINE, experiment=experiment, content=whole_sheet(indicator_code=code), on=DAY, reason="x"
        )
    return Trial(stage, experiment, folder, {})


@pytest.fixture
def trial(stage: Stage, tmp_path: Path) -> Trial:
    found = trial_of(stage, tmp_path)
    found.attach(Arm.WITH, *TRIED)
    found.attach(Arm.WITHOUT, *COMPARED)
    return found


def published(trial: Trial) -> list[tuple[int | None, int | None, int | None]]:
    with acting_as(MACHINE):
        rows = PublishedEffect.objects.filter(experiment=trial.experiment).order_by("pk")
        return [(each.difference, each.low, each.high) for each in rows]


@pytest.mark.parametrize(
    ("code", "is_known"),
    [("first_day_no_show", True), ("fill_of_places_bought", True), ("completion", True), ("certified_of_entered", True),
     ("in_job_6_months", True), ("places_bought", False), ("commitment_of_operating_credits", False),
     ("need_coverage", False), ("fill_rate", False), ("", False)],
)  # fmt: skip
def test_an_experiment_compares_what_each_session_has(code: str, is_known: bool) -> None:
    assert is_share_of_sessions(indicators().get(code)) is is_known


def test_sessions_are_counted_by_the_definition_of_the_catalogue_for_the_machine_alone(trial: Trial) -> None:
    trial.measure()
    wanted = {"first_day_no_show": trial.known}
    with acting_as(MACHINE):
        counts = counts_by_session(actor=MACHINE, sessions_by_code=wanted, on=today(), facts_dir=trial.folder)
    found = {pk: (each.numerator, each.denominator) for pk, each in counts["first_day_no_show"].items()}
    assert found == {pk: (absent, came + absent) for pk, (came, absent) in trial.known.items()}
    pilot = trial.stage.cast["pilot"].actor
    with acting_as(pilot), pytest.raises(NotFound):
        counts_by_session(actor=pilot, sessions_by_code=wanted, on=today(), facts_dir=trial.folder)


def test_the_effect_is_the_difference_of_both_arms(trial: Trial) -> None:
    assert trial.measure() == 1
    with acting_as(MACHINE):
        measure = EffectMeasure.objects.get()
    assert measure.difference == pytest.approx(13 / 120 - 38 / 120)
    assert (measure.low, measure.high) == pytest.approx((-0.3462, -0.0617), abs=1e-4)
    assert measure.is_over
    assert published(trial) == [(-21, -35, -6)]


def test_a_night_that_changes_nothing_writes_nothing(trial: Trial) -> None:
    trial.measure()
    trial.measure()
    with acting_as(MACHINE):
        assert (EffectMeasure.objects.count(), PublishedEffect.objects.count()) == (1, 1)


def test_the_pilot_reads_both_arms_and_the_state_the_difference_alone(trial: Trial) -> None:
    assert trial.section("pilot") == "", "no night was counted yet"
    trial.measure()
    shown = trial.section("pilot")
    assert "Absents le premier jour : −20,8 points avec" in shown
    assert "13 sur 120" in shown
    assert "38 sur 120" in shown
    for part in ("state_reader", "lead", "administrator"):
        shown = trial.section(part)
        assert "Absents le premier jour : −21 points avec" in shown, part
        assert "sur 120" not in shown, part


def test_another_region_does_not_read_it_and_its_rows_neither(trial: Trial) -> None:
    trial.measure()
    trial.stage.get(f"experimentations/{trial.experiment.number}/", "intruder", status=404)
    for part, rows in (("intruder", (0, 0)), ("state_reader", (0, 1)), ("pilot", (1, 1))):
        with acting_as(trial.stage.cast[part].actor):
            assert (EffectMeasure.objects.count(), PublishedEffect.objects.count()) == rows, part


def test_the_machine_alone_measures_and_nobody_rewrites(trial: Trial) -> None:
    pilot = trial.stage.cast["pilot"].actor
    with acting_as(pilot), pytest.raises(PermissionDenied):
        record_effects(actor=pilot, on=today(), facts_dir=trial.folder)
    trial.measure()
    set_row_context(MACHINE)
    for model in (EffectMeasure, PublishedEffect):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(low=0)


def test_the_proof_of_the_action_counts_the_trials_that_are_over(trial: Trial) -> None:
    assert trial.count() is None
    trial.measure()
    counted = trial.count()
    assert counted is not None
    assert (counted.count, counted.total) == (1, 1)
    assert counted.precision.startswith(f"fiche {trial.experiment.number} : −21 points avec, de −")
    assert trial.count(today() - timedelta(days=1)) is None, "not known yet"


def test_a_trial_of_another_action_does_not_move_the_proof(trial: Trial, tmp_path: Path) -> None:
    trial.measure()
    before = trial.count()
    other = trial_of(trial.stage, tmp_path, number=2)
    other.known = dict(trial.known)
    other.attach(Arm.WITH, *TRIED)
    other.attach(Arm.WITHOUT, *COMPARED)
    assert other.measure() == 2
    assert trial.count() == before


def test_a_trial_without_a_measure_lowers_the_proof_and_one_that_is_withdrawn_does_not(
    trial: Trial, tmp_path: Path
) -> None:
    silent = trial_of(trial.stage, tmp_path, code="fill_rate")
    silent.known = trial.known
    silent.attach(Arm.WITH, *TRIED)
    silent.attach(Arm.WITHOUT, *COMPARED)
    silent.measure()
    counted = trial.count()
    assert counted is not None
    assert (counted.count, counted.total) == (1, 2)
    assert "la fiche ne nomme pas, par son code, un indicateur" in silent.section("pilot")
    with acting_as(MACHINE):
        withdraw_experiment(actor=MACHINE, experiment=silent.experiment, on=today(), reason="sans suite")
    counted = trial.count()
    assert counted is not None
    assert (counted.count, counted.total) == (1, 1)


def test_before_the_first_days_are_past_the_trial_is_not_over(trial: Trial) -> None:
    trial.measure(STARTED + timedelta(days=5))
    assert trial.count() is None
    assert "les bras ne sont pas finis" in trial.section("pilot")
    assert trial.section("pilot", au=STARTED) == "", "nothing was measured by that day"
    trial.measure(ENDED)
    assert "les deux bras sont finis" in trial.section("pilot")


def test_one_arm_alone_measures_nothing(stage: Stage, tmp_path: Path) -> None:
    alone = trial_of(stage, tmp_path)
    alone.attach(Arm.WITH, *TRIED)
    assert alone.measure() == 0
    assert alone.count() is None
    assert "il faut, dans chaque bras, 2 sessions" in alone.section("pilot")


def test_few_people_are_measured_for_the_staff_and_hidden_from_others(stage: Stage, tmp_path: Path) -> None:
    small = trial_of(stage, tmp_path)
    small.attach(Arm.WITH, (6, 1), (5, 1))
    small.attach(Arm.WITHOUT, (4, 3), (5, 2))
    small.measure()
    assert published(small) == [(None, None, None)]
    assert "points avec" in small.section("analyst")
    assert "L’écart est masqué" in small.section("state_reader")
    counted = small.count()
    assert counted is not None
    assert (counted.count, plain(counted.precision)) == (1, "1 écart masqué, de petits effectifs")


def test_one_session_attached_between_two_nights_is_not_disclosed(trial: Trial) -> None:
    trial.measure(ENDED)
    before = published(trial)
    trial.attach(Arm.WITH, (2, 8))
    trial.measure()
    assert published(trial) == before, "the effect shown before stays"
    with acting_as(MACHINE):
        assert EffectMeasure.objects.count() == 2, "those who see small counts have the new one"
    assert "−21 points avec" in trial.section("state_reader")
    assert "15,2" not in trial.section("state_reader")


def test_a_second_experiment_with_one_session_less_is_not_shown(trial: Trial, tmp_path: Path) -> None:
    trial.measure(ENDED)
    twin = trial_of(trial.stage, tmp_path)
    tried, compared = list(trial.known)[:3], list(trial.known)[3:]
    arms = dict.fromkeys(tried[1:], Arm.WITH) | dict.fromkeys(compared, Arm.WITHOUT)
    with acting_as(MACHINE):
        attach_sessions(actor=MACHINE, experiment=twin.experiment, arms=arms, on=DAY)
    trial.measure()
    assert published(twin) == [(None, None, None)]
    assert published(trial)[-1] != (None, None, None)


def test_a_row_of_a_table_that_the_arm_leaves_with_a_few_people_hides_the_effect(trial: Trial) -> None:
    rest = session_with(trial.stage.cast, number="24_99")
    with acting_as(MACHINE):
        for session_id, (came, absent) in [*trial.known.items(), (rest.pk, (4, 0))]:
            SessionTally.objects.create(
                session_id=session_id, organisation=trial.stage.cast.region, provider=rest.provider, year=2021,
                department="18" if session_id in list(trial.known)[:3] or session_id == rest.pk else "36",
                admitted=came + absent, counted_at=now(),
            )  # fmt: skip
    trial.measure()
    assert published(trial) == [(None, None, None)]


def test_people_under_the_hand_of_justice_are_in_no_effect(trial: Trial) -> None:
    hidden = next(iter(trial.known))
    with acting_as(MACHINE):
        SessionTally.objects.create(
            session_id=hidden, organisation=trial.stage.cast.region, year=2021, is_protected=True, counted_at=now(),
            provider=session_with(trial.stage.cast, number="24_99").provider,
        )  # fmt: skip
    trial.measure()
    with acting_as(MACHINE):
        measure = EffectMeasure.objects.get()
    assert [each[0] for each in measure.arms["with"]] == list(trial.known)[1:3]


def test_a_session_that_left_its_arm_is_no_longer_counted(trial: Trial) -> None:
    gone = next(iter(trial.known))
    with acting_as(MACHINE):
        detach_session(actor=MACHINE, experiment=trial.experiment, session_id=gone, on=STARTED, reason="annulée")
    trial.measure()
    assert "9 sur 80" in trial.section("pilot")


def test_the_page_costs_two_more_queries_at_most(trial: Trial) -> None:
    with CaptureQueriesContext(connection) as before:
        trial.section("pilot")
    trial.measure()
    with CaptureQueriesContext(connection) as after:
        trial.section("pilot")
    assert len(after) <= len(before) + 2
