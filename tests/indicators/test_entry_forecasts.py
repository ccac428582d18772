"""Entries are forecast each night from past sessions, kept thirty days before the start, then compared."""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.cli.commands import forecasts_replay
from pacte.indicators.models import EntryForecast, KeptForecast, ObservedEntries
from pacte.indicators.queries.operational_count_registry import plan_operational_counts
from pacte.indicators.queries.session_approaches import read_approaches
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.entry_forecast import MIN_PAST_SESSIONS
from pacte.indicators.services.entry_forecasts import record_entry_forecasts, replay_entry_forecasts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from tests.cast import MACHINE, Cast
from tests.indicators.written_facts import FactRow, write_tables
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
CODE = "entry_forecast_gap"
START = date(2021, 3, 1)
AIMED = {CODE: frozenset({ActionCode(1)})}

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12))


@dataclass
class Approaching:
    """Facts of people on the way to sessions, in the order in which they were told."""

    cast: Cast
    folder: Path
    rows: dict[str, list[FactRow]] = field(
        default_factory=lambda: {"ledger": [], "states": [], "approaches": [], "entries": []}
    )
    journeys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def session(
        self, starts_on: date, *, admitted: int = 0, came: int = 0, waiting: int = 0, converted: int = 0
    ) -> int:
        """The admitted and those who wait did so forty days before; ``came`` and ``converted`` of them entered."""
        made = session_with(self.cast, number=f"24_{next(self.numbers)}")
        about = self.about(made.pk, starts_on)
        self.rows["ledger"].append(
            about | {"kind": "bought", "places": 20, "happened_on": starts_on - timedelta(days=90)}
        )
        for kind, people, entering in (("admitted", admitted, came), ("proposed", waiting, converted)):
            for rank in range(people):
                journey = self.step(made.pk, starts_on, kind, days_before=40)
                if rank < entering:
                    self.rows["entries"].append(about | {"kind": "entered", "journey": journey})
        return made.pk

    def about(self, session_id: int, starts_on: date) -> dict[str, object]:
        return {
            "host": self.cast.region.pk, "provider_body": self.cast.provider.pk, "session": session_id,
            "session_commune": "18033", "nature": "certifying", "rolling": False, "starts_on": starts_on,
            "first_starts_on": starts_on, "ends_on": starts_on + timedelta(days=100), "happened_on": starts_on,
            "recorded_at": noon(starts_on - timedelta(days=90)),
        }  # fmt: skip

    def step(
        self, session_id: int | None, starts_on: date, kind: str, *, days_before: int, journey: int = 0, late: int = 0
    ) -> int:
        """A step recorded ``late`` days after it happened. Returns its journey."""
        on, journey = starts_on - timedelta(days=days_before), journey or next(self.journeys)
        self.rows["approaches"].append(
            self.about(session_id or 0, starts_on)
            | {"kind": kind, "journey": journey, "happened_on": on, "recorded_at": noon(on + timedelta(days=late)),
               "session": session_id}
        )  # fmt: skip
        return journey

    def past(self, count: int = MIN_PAST_SESSIONS, *, until: date = START) -> list[int]:
        """Sessions of a past year: eight of ten admitted came, one of four who waited."""
        return [
            self.session(until - timedelta(days=100 + 7 * rank), admitted=10, came=8, waiting=4, converted=1)
            for rank in range(count)
        ]

    def record(self, on: date) -> int:
        write_tables(self.folder, self.rows, built_on=on)
        with acting_as(MACHINE):
            return record_entry_forecasts(actor=MACHINE, host_id=self.cast.region.pk, on=on, facts_dir=self.folder)

    def replay(self, on: date, since: date = date(2020, 1, 1)) -> int:
        write_tables(self.folder, self.rows, built_on=on)
        with acting_as(MACHINE):
            return replay_entry_forecasts(
                actor=MACHINE, host_id=self.cast.region.pk, since=since, on=on, facts_dir=self.folder
            )

    def counts(self, session_id: int, on: date, days: int = 30) -> tuple[int, int]:
        """Admitted and waiting ``days`` days before the start."""
        write_tables(self.folder, self.rows, built_on=on)
        with (
            acting_as(MACHINE),
            read_approaches(actor=MACHINE, host_id=self.cast.region.pk, on=on, facts_dir=self.folder) as reader,
        ):
            found = {each.counts.session_id: each.counts for each in reader.started(days=days, since=date(2020, 1, 1))}
        return found[session_id].admitted, found[session_id].waiting


@pytest.fixture
def facts(stage: Stage, tmp_path: Path) -> Approaching:
    return Approaching(stage.cast, tmp_path)


def test_people_are_counted_as_known_on_the_day(facts: Approaching) -> None:
    session = facts.session(START, admitted=3, came=2, waiting=2)
    gone = facts.step(session, START, "admitted", days_before=50)
    facts.step(None, START, "declined", days_before=35, journey=gone)
    facts.step(session, START, "admitted", days_before=31, late=5)
    facts.step(session, START, "admitted", days_before=10)
    on = START + timedelta(days=60)
    assert facts.counts(session, on) == (3, 2), "who declined, was recorded later or came later is not counted"
    assert facts.counts(session, on, days=45) == (1, 0)
    assert facts.counts(session, on, days=7) == (5, 2)


def test_who_turned_to_another_session_is_no_longer_on_the_way_to_the_first(facts: Approaching) -> None:
    first, second = facts.session(START), facts.session(START)
    turned = facts.step(first, START, "proposed", days_before=50)
    facts.step(second, START, "admitted", days_before=40, journey=turned)
    on = START + timedelta(days=60)
    assert facts.counts(first, on) == (0, 0)
    assert facts.counts(second, on) == (1, 0)


def test_a_session_to_come_is_forecast_from_what_people_usually_did(facts: Approaching) -> None:
    facts.past()
    coming = facts.session(START, admitted=10, waiting=4)
    assert facts.record(START - timedelta(days=30)) == 1
    with acting_as(MACHINE):
        made = EntryForecast.objects.get()
    assert (made.session_id, made.admitted, made.waiting) == (coming, 10, 4)
    # 10 × 80.5/101 + 4 × 10.5/41
    assert made.announced == 9
    assert made.low <= 9 <= made.high
    assert (made.basis, made.past_sessions) == ("nature_department", MIN_PAST_SESSIONS)


def test_without_enough_past_sessions_nothing_is_forecast(facts: Approaching) -> None:
    facts.past(MIN_PAST_SESSIONS - 1)
    facts.session(START, admitted=10)
    assert facts.record(START - timedelta(days=30)) == 0


def test_the_forecast_of_thirty_days_before_is_kept_and_the_others_are_replaced(facts: Approaching) -> None:
    facts.past()
    session = facts.session(START, admitted=10)
    for days in (40, 31, 30, 29, 10):
        facts.record(START - timedelta(days=days))
        facts.step(session, START, "admitted", days_before=days)
    with acting_as(MACHINE):
        [kept] = KeptForecast.objects.all()
        assert EntryForecast.objects.get().made_on == START - timedelta(days=10)
    assert (kept.made_on, kept.admitted, kept.is_replayed) == (START - timedelta(days=30), 12, False)


def test_a_night_that_did_not_run_is_caught_up_by_the_next_two(facts: Approaching) -> None:
    facts.past()
    facts.session(START, admitted=10)
    facts.record(START - timedelta(days=27))
    with acting_as(MACHINE):
        assert not KeptForecast.objects.exists()
    facts.record(START - timedelta(days=28))
    with acting_as(MACHINE):
        assert KeptForecast.objects.get().made_on == START - timedelta(days=28)


def test_entries_are_observed_once_their_deadline_is_settled(facts: Approaching) -> None:
    facts.past()
    facts.session(START, admitted=10, came=6)
    facts.record(START - timedelta(days=30))
    facts.record(START + timedelta(days=29))
    with acting_as(MACHINE):
        assert not ObservedEntries.objects.exists()
    facts.record(START + timedelta(days=30))
    with acting_as(MACHINE):
        assert ObservedEntries.objects.get().entered == 6


def test_a_session_cancelled_or_postponed_is_compared_with_nothing(facts: Approaching) -> None:
    facts.past()
    session = facts.session(START, admitted=10)
    facts.record(START - timedelta(days=30))
    facts.rows["states"].append(facts.about(session, START) | {"state": "cancelled"})
    facts.record(START + timedelta(days=40))
    with acting_as(MACHINE):
        assert KeptForecast.objects.exists()
        assert not ObservedEntries.objects.exists()


def test_a_replay_uses_only_what_was_known_and_says_that_it_is_one(facts: Approaching) -> None:
    facts.past()
    session = facts.session(START, admitted=10, came=8)
    facts.step(session, START, "admitted", days_before=31, late=9)
    on = START + timedelta(days=60)
    assert facts.replay(on) == 1, "the first sessions have no past"
    with acting_as(MACHINE):
        kept = KeptForecast.objects.get()
        assert ObservedEntries.objects.get().entered == 8
    assert (kept.session_id, kept.admitted, kept.is_replayed) == (session, 10, True)
    assert kept.made_on == START - timedelta(days=30)
    assert facts.replay(on) == 0, "a forecast that is kept stays"


def test_later_sessions_change_no_replay(facts: Approaching) -> None:
    facts.past()
    facts.session(START, admitted=10, came=8)
    for rank in range(20):
        facts.session(START + timedelta(days=rank), admitted=10, came=0)
    facts.replay(START + timedelta(days=90))
    with acting_as(MACHINE):
        assert set(KeptForecast.objects.values_list("announced", flat=True)) == {8}


def proof(stage: Stage, on: date | None = None) -> CountResult | None:
    with acting_as(NOBODY):
        found = plan_operational_counts(actor=NOBODY, plan=stage.plan, on=on or today(), aimed=AIMED)
    return {service.code: counted for service, counted in found.get(ActionCode(1), [])}.get(CODE)


def test_the_proof_is_the_mean_gap_without_its_sign(stage: Stage, facts: Approaching) -> None:
    facts.past(until=START)
    gaps = []
    for rank in range(12):
        came = (5, 8, 10)[rank % 3]
        facts.session(START + timedelta(days=rank), admitted=10, came=came)
        gaps.append(abs(8 - came))
    facts.replay(START + timedelta(days=90))
    counted = proof(stage)
    assert counted is not None
    assert (counted.count, counted.total) == (sum(gaps), 12)
    assert "12 prévisions refaites après coup" in counted.precision
    assert proof(stage, today() - timedelta(days=1)) is None, "not known yet"


def test_where_all_come_as_announced_the_gap_is_nil_and_few_sessions_prove_nothing(
    stage: Stage, facts: Approaching
) -> None:
    facts.past()
    for rank in range(10):
        facts.session(START + timedelta(days=rank), admitted=10, came=8)
    facts.replay(START + timedelta(days=90))
    assert proof(stage) is None, "ten sessions"
    facts.session(START + timedelta(days=10), admitted=10, came=8)
    facts.replay(START + timedelta(days=90))
    counted = proof(stage)
    assert counted is not None
    assert (counted.count, counted.total) == (0, 11)


def test_the_command_replays_the_forecasts_since_a_day(
    facts: Approaching, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    facts.past()
    facts.session(START, admitted=10, came=8)
    write_tables(facts.folder, facts.rows, built_on=START)
    settings.FACTS_FOLDER = str(facts.folder)
    assert forecasts_replay.run(argparse.Namespace(since=START, json=True), MACHINE) == 0
    sentence, document = capsys.readouterr().out.splitlines()
    assert "prévision faite après coup" in sentence
    assert json.loads(document) == {"forecasts": 1}
    with acting_as(MACHINE):
        assert KeptForecast.objects.get().is_replayed


def test_the_machine_alone_forecasts_and_nobody_rewrites(facts: Approaching) -> None:
    facts.past()
    facts.session(START, admitted=10, came=8)
    facts.replay(START + timedelta(days=60))
    pilot = facts.cast["pilot"].actor
    asked = {"actor": pilot, "host_id": facts.cast.region.pk, "on": START, "facts_dir": facts.folder}
    with acting_as(pilot):
        with pytest.raises(PermissionDenied):
            record_entry_forecasts(**asked)
        with pytest.raises(PermissionDenied):
            replay_entry_forecasts(**asked, since=START)
        with pytest.raises(NotFound), read_approaches(**asked):
            pass
    set_row_context(MACHINE)
    for model, values in ((KeptForecast, {"announced": 0}), (ObservedEntries, {"entered": 0})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**values)


def test_a_forecast_is_read_by_the_staff_and_by_the_provider_that_trains(facts: Approaching) -> None:
    facts.past()
    facts.session(START, admitted=10)
    facts.record(START - timedelta(days=30))
    for part, rows in (("pilot", 1), ("buyer", 1), ("provider", 1), ("adviser", 0), ("state_reader", 0),
                       ("lead", 0), ("intruder", 0)):  # fmt: skip
        with acting_as(facts.cast[part].actor):
            assert EntryForecast.objects.count() == rows, part
            assert KeptForecast.objects.count() == rows, part
