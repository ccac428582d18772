"""Rate of answers at 3, 6 and 12 months: everybody due is counted, even without answer; small counts are hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import SituationTally
from pacte.journeys.queries.situations import SituationAnswers, situation_answers
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput, record_step
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.actor import Actor
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
K = StepKind
ENDED_ON = DAY + timedelta(days=90)


@pytest.fixture
def cast(settings: object) -> Cast:
    """Three people went to term in 2021.

    At six months: one has a job, one did not answer, nothing is recorded for one.
    """
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    made = gather_cast()
    session = session_with(made, opened=3)
    people = [somebody(made, first_name=name) for name in ("Inès", "Omar", "Rose")]
    for journey in people:
        walk(made["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(made["provider"].actor, journey, session, K.ENTERED, on=DAY + timedelta(days=7))
        walk(made["provider"].actor, journey, session, K.ENDED, on=ENDED_ON)
    said = (
        {"months": 6, "situation": "in_job", "answered": True, "in_job": True, "had_job": True},
        {"months": 6, "situation": "no_answer", "answered": False},
    )
    for journey, detail in zip(people, said, strict=False):
        with acting_as(made["provider"].actor) as provider:
            given = StepInput(K.SITUATION, ENDED_ON + timedelta(days=183), detail=detail)
            record_step(actor=provider, key=journey.key, step_input=given)
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    return made


def told(cast: Cast, part: str, year: int | None = None) -> list[SituationAnswers]:
    actor: Actor = cast[part].actor
    with acting_as(actor):
        return situation_answers(actor=actor, host_id=cast.region.pk, year=year)


def test_silence_lowers_the_rate_and_is_never_a_no(cast: Cast) -> None:
    three, six, twelve = told(cast, "pilot")
    assert (three.months, six.months, twelve.months) == (3, 6, 12)
    assert (three.due, three.answered) == (3, 0)
    assert (six.due, six.answered, six.in_job) == (3, 1, 1)
    assert six.rate == pytest.approx(1 / 3)


def test_a_provider_reads_its_own_and_another_reads_nothing(cast: Cast) -> None:
    assert [each.due for each in told(cast, "provider")] == [3, 3, 3]
    with acting_as(MACHINE):
        SituationTally.objects.update(provider_body=None)
    assert told(cast, "provider") == []
    assert told(cast, "adviser") == []


def test_a_year_in_which_nobody_ended_has_no_line(cast: Cast) -> None:
    assert len(told(cast, "pilot", ENDED_ON.year)) == 3
    assert told(cast, "pilot", ENDED_ON.year - 1) == []


def test_who_reads_counts_alone_reads_no_small_one(cast: Cast) -> None:
    _, six, _ = told(cast, "state_reader")
    assert (six.answered, six.in_job, six.rate) == (None, None, None)


@pytest.mark.parametrize(("part", "url"), [("pilot", "/comptes/places/"), ("provider", "/sessions/stagiaires/")])
def test_the_rate_is_on_the_page_of_the_region_and_of_the_provider(cast: Cast, part: str, url: str) -> None:
    client = Client()
    client.force_login(cast[part].person, backend="pacte.accounts.backends.PasswordBackend")
    page = plain(client.get(url).content.decode())
    assert "Qui répond après la formation" in page
    assert "1 / 1 = 100 %" in page or "1 / 1 = 100,0 %" in page
