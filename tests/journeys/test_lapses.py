"""A proposal without answer expires automatically, counts as no refusal, and is notified once."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.cli.commands import journeys_remind
from pacte.cli.commands.journeys_remind import run
from pacte.journeys.models import Obligation, Step
from pacte.journeys.queries.pending_answers import pending_journeys
from pacte.journeys.records import JourneyState, StepKind, StepSource
from pacte.journeys.rules.lapses import Pending, answer_deadline, is_lapsed, is_reminder_due
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.notifications.models import Notification
from pacte.workflows.remind_people import ReminderCounts, remind_people
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage

DAY = date(2026, 11, 2)
S, K = JourneyState, StepKind


@pytest.mark.parametrize(
    ("pending", "ends"),
    [
        (Pending(1, S.PROPOSED, DAY), DAY + timedelta(days=21)),
        (Pending(1, S.INVITED, DAY, expires_on=DAY + timedelta(days=5)), DAY + timedelta(days=5)),
        (Pending(1, S.PROPOSED, DAY, starts_on=DAY + timedelta(days=4)), DAY + timedelta(days=3)),
        (Pending(1, S.ADMITTED, DAY), None),
        (Pending(1, S.INFORMED, DAY), None),
    ],
)
def test_the_last_day_is_that_of_the_invitation_or_of_the_session(pending: Pending, ends: date | None) -> None:
    assert answer_deadline(pending) == ends


def test_the_last_day_still_counts_and_three_days_before_it_are_reminded() -> None:
    pending = Pending(1, S.PROPOSED, DAY)
    ends = DAY + timedelta(days=21)
    assert [is_lapsed(pending, ends + timedelta(days=days)) for days in (0, 1)] == [False, True]
    assert [is_reminder_due(pending, ends - timedelta(days=days)) for days in (4, 3, 0)] == [False, True, True]
    assert not is_reminder_due(pending, ends + timedelta(days=1))


kept_stage = kept_for_module(advising_stage)


def remind(days: int = 0) -> ReminderCounts:
    with acting_as(MACHINE) as machine:
        return remind_people(actor=machine, on=today() + timedelta(days=days))


@pytest.mark.django_db
def test_a_lapse_opens_the_journey_again_and_a_next_proposal_is_due(stage: Stage) -> None:
    journey = stage.somebody("Fatou Sarr", K.PROPOSED, days_ago=22)
    assert remind().lapsed == 1
    assert stage.again(journey).state == "open"
    with acting_as(MACHINE):
        step = Step.objects.get(journey=journey, kind=K.LAPSED)
        assert (step.source, step.person_id) == (StepSource.MACHINE, None)
        assert list(Obligation.objects.filter(settled_on=None).values_list("what", flat=True)) == ["next_proposal"]
        assert not Step.objects.filter(kind__in=[K.NOT_KEPT, K.CLOSED, K.DECLINED]).exists()
    assert "Fatou Sarr" in stage.get("/mes-personnes/bureau/").split('id="a-faire"')[1].split("</section>")[0]


@pytest.mark.django_db
def test_the_same_day_again_does_nothing(stage: Stage) -> None:
    stage.somebody("Fatou Sarr", K.PROPOSED, days_ago=22)
    stage.somebody("Mathis Thibault", K.PROPOSED, days_ago=19)
    stage.somebody("Sofia Marques", days_ago=12)
    first = remind()
    assert (first.lapsed, first.reminded, first.silent) == (1, 1, 1)
    assert remind() == ReminderCounts(0, 0, 0)
    assert remind(days=1).reminded == 0


@pytest.mark.django_db
def test_messages_bear_no_name(stage: Stage) -> None:
    stage.somebody("Mathis Thibault", K.PROPOSED, days_ago=19)
    remind()
    with acting_as(MACHINE):
        texts = list(Notification.objects.values_list("subject", "text"))
    assert texts
    assert not any("Thibault" in part or "Mathis" in part for pair in texts for part in pair)


@pytest.mark.django_db
def test_the_command_says_what_it_did(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.somebody("Fatou Sarr", K.PROPOSED, days_ago=22)
    parser = argparse.ArgumentParser()
    journeys_remind.arguments(parser)
    assert run(parser.parse_args(["--json"]), MACHINE) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["lapsed"] == 1


@pytest.mark.django_db
def test_only_the_machine_reads_them_all(stage: Stage) -> None:
    adviser = stage.cast["adviser"].actor
    with acting_as(adviser), pytest.raises(NotFound):
        pending_journeys(actor=adviser)
