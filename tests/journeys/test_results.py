"""Public results of trainings: counts with their denominators, never those of a few people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import PublicResult, SessionTally
from pacte.journeys.queries.count_units import hosts_counted
from pacte.journeys.queries.results import training_results
from pacte.journeys.records.results import NAMES, Ratio, ResultSums
from pacte.journeys.rules import suppression_decision
from pacte.journeys.rules.results import add_result_sums, certification_codes, hidden_names, published_ratio
from pacte.journeys.services.result_publication import publish_results
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied
from pacte.offer.models import Session, Training
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with

ON = date(2022, 6, 1)
NOTHING_HIDDEN = suppression_decision.SuppressionDecision(
    (), {name: frozenset() for name in suppression_decision.NAMES}, {}
)


def sums(**values: int) -> ResultSums:
    return ResultSums(1, date(2020, 1, 6), date(2020, 1, 6), dict.fromkeys(NAMES, 0) | values)


def test_a_ratio_needs_somebody_in_its_denominator() -> None:
    values = {"certifiable": 38, "certified": 27, "answered": 0, "in_job": 0}
    assert published_ratio(values, (), "certified") == Ratio(27, 38)
    assert published_ratio(values, (), "in_job") is None
    assert published_ratio(values, ("certified",), "certified") == Ratio(None, 38)
    assert published_ratio(values, ("certifiable",), "certified") is None


def test_fewer_than_eleven_people_are_not_told_nor_what_hangs_on_them() -> None:
    found = hidden_names({"a": sums(entered=10, ended=10, completed=9)}, {})
    assert {"entered", "ended", "completed", "certified", "in_job"} <= found["a"]
    shown = hidden_names({"a": sums(entered=40, ended=40, completed=30, due_6=40, answered=9, in_job=0)}, {})
    assert "entered" not in shown["a"]
    assert {"answered", "in_job"} <= shown["a"]


def test_the_sum_of_a_certification_never_gives_back_what_one_of_its_trainings_hides() -> None:
    trainings = {"a": sums(entered=40), "b": sums(entered=3)}
    found = hidden_names(trainings, {"RNCP1": ["a", "b"]})
    # 43 and 40 would give 3: either the sum or the other training is hidden.
    assert "entered" in found["b"]
    assert "entered" in found["a"] or "entered" in found["RNCP1"]


def test_codes_are_read_however_the_catalogue_writes_them() -> None:
    assert certification_codes([{"rncp": "34502"}, {"rs": "RS5080"}, {"cpf": "1"}]) == ["RNCP34502", "RS5080"]


def test_trainings_add_up() -> None:
    whole = add_result_sums([sums(entered=3), sums(entered=4)])
    assert (whole.values["entered"], whole.sessions, whole.trainings) == (7, 2, 2)


def tally(cast: Cast, session: Session, **counts: int) -> None:
    with acting_as(MACHINE):
        Training.objects.filter(pk=session.training.pk).update(certifications=[{"rncp": "34502"}])
        SessionTally.objects.create(
            session=session, provider=session.provider, organisation=cast.region, year=2021, counted_at=now(), **counts
        )


def published(on: date = ON) -> None:
    with acting_as(MACHINE):
        for host_id in hosts_counted(actor=MACHINE):
            publish_results(actor=MACHINE, host_id=host_id, on=on, at=now(), decision=NOTHING_HIDDEN)


def training_of(session: Session) -> Training:
    with acting_as(MACHINE):
        return Training.objects.get(pk=session.training.pk)


FINISHED = {
    "entered": 38, "to_term": 30, "goal_reached": 2, "dropout": 6, "certifiable": 38, "certified": 27,
    "certified_in_part": 11, "answered": 31, "in_job": 21,
}  # fmt: skip


def test_anybody_reads_what_a_training_gave(cast: Cast) -> None:
    session = session_with(cast)
    tally(cast, session, **FINISHED)
    published()
    with acting_as(NOBODY), CaptureQueriesContext(connection) as seen:
        found = training_results(actor=NOBODY, training=training_of(session))
    assert found is not None
    assert (found.entered, found.completed, found.certified) == (38, Ratio(32, 38), Ratio(27, 38))
    assert (found.answered, found.in_job, found.in_part) == (Ratio(31, 38), Ratio(21, 31), 11)
    assert found.certification == ""
    assert any("journeys_publicresult" in each["sql"] for each in seen)


def test_a_session_under_way_is_not_counted_nor_a_job_before_six_months(cast: Cast) -> None:
    session = session_with(cast)
    tally(cast, session, **FINISHED)
    published(on=session.ends_on or ON)
    assert training_results(actor=MACHINE, training=training_of(session)) is None
    published(on=(session.ends_on or ON) + timedelta(days=30))
    found = training_results(actor=MACHINE, training=training_of(session))
    assert found is not None
    assert found.certified == Ratio(27, 38)
    assert found.in_job is None


def test_a_training_too_small_is_told_by_those_of_its_certification(cast: Cast) -> None:
    small, first, second = (session_with(cast, number=f"24_{rank}") for rank in (1, 2, 3))
    tally(cast, small, **{name: count // 4 for name, count in FINISHED.items()})
    tally(cast, first, **FINISHED)
    tally(cast, second, **{name: count * 2 for name, count in FINISHED.items()})
    published()
    found = training_results(actor=MACHINE, training=training_of(small))
    assert found is not None
    assert (found.certification, found.trainings, found.entered) == ("RNCP34502", 3, 9 + 38 + 76)


def test_people_under_the_hand_of_justice_are_in_no_result(cast: Cast) -> None:
    session = session_with(cast)
    tally(cast, session, **FINISHED)
    with acting_as(MACHINE):
        SessionTally.objects.update(is_protected=True)
    published()
    assert not PublicResult.objects.exists()


def test_only_the_machine_publishes(cast: Cast) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor), pytest.raises(PermissionDenied):
        publish_results(actor=actor, host_id=cast.region.pk, on=ON, at=now(), decision=NOTHING_HIDDEN)
