"""« Pourquoi ça a changé » : new facts, late ones, corrections, days that came; records for those who may see them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from pacte.accounts.context import acting_as
from pacte.indicators.queries import why_changed
from pacte.indicators.records import Question
from pacte.indicators.records.changes import Cause, Explanation
from pacte.journeys.models import Step as StepRow
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepGiven, record_step
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Invalid, Unseen
from tests.cast import MACHINE, Cast, gather_cast
from tests.indicators.making import FIRST, LAST, Facts
from tests.journeys.making import session_with, somebody, walk

pytestmark = pytest.mark.django_db
K = StepKind
TO_THE_SEAT = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
THEN, NOW = date(2021, 3, 31), date(2021, 9, 30)


@pytest.fixture
def cast() -> Cast:
    return gather_cast()


@pytest.fixture
def facts(cast: Cast, tmp_path: Path) -> Facts:
    """Inès known in February; Omar of January known in June; Léa of May; the entry of Awa taken back in June."""
    session = session_with(cast, opened=9)
    told = (
        ("Inès", (2021, 1, 11), 2), ("Awa", (2021, 1, 12), 2), ("Omar", (2021, 1, 13), 6), ("Léa", (2021, 5, 10), 6),
    )  # fmt: skip
    for name, entered, month in told:
        with time_machine.travel(datetime(2021, month, 15, 8, tzinfo=UTC), tick=False):
            journey = somebody(cast, first_name=name)
            walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
            walk(cast["provider"].actor, journey, session, K.ENTERED, on=date(*entered))
    with acting_as(MACHINE):
        wrong = StepRow.objects.get(kind=K.ENTERED, happened_on=date(2021, 1, 12))
    provider = cast["provider"].actor
    with acting_as(provider), time_machine.travel(datetime(2021, 6, 20, 8, tzinfo=UTC), tick=False):
        given = StepGiven(K.ENTERED, date(2021, 1, 12), session.pk, corrects=wrong.pk, is_withdrawn=True)
        record_step(actor=provider, key=wrong.journey.key, given=given)
    made = Facts(cast, tmp_path / "facts")
    made.refresh()
    return made


def explained(facts: Facts, actor: Actor = MACHINE, since: date = THEN) -> Explanation:
    with acting_as(actor):
        return why_changed(
            actor=actor, host_id=facts.cast.region.pk, code="entries_by_session", since=since,
            question=Question(FIRST, LAST, NOW), place=facts.folder,
        )  # fmt: skip


def test_a_change_is_itemised(facts: Facts) -> None:
    found = explained(facts)
    assert (found.before.numerator, found.known_since.numerator, found.after.numerator) == (2, 2, 3)
    counts = {line.cause: line.count for line in found.lines}
    assert counts == {Cause.LATE: 1, Cause.NEW: 1, Cause.WITHDRAWN: 1}


def test_the_items_add_up_to_the_difference(facts: Facts) -> None:
    found = explained(facts)
    gained = {Cause.LATE: 1, Cause.NEW: 1, Cause.WITHDRAWN: -1}
    total = sum(gained[line.cause] * line.count for line in found.lines)
    assert total == (found.after.numerator or 0) - (found.before.numerator or 0)


def test_records_are_for_those_who_may_see_them(facts: Facts) -> None:
    assert len(explained(facts, facts.cast["analyst"].actor).records) == 3
    seen = explained(facts, facts.cast["state_reader"].actor)
    assert (seen.records, len(seen.lines)) == ((), 3)
    for part in ("provider", "adviser", "visitor", "intruder"):
        with pytest.raises(Unseen):
            explained(facts, facts.cast[part].actor)


def test_the_earlier_day_comes_first(facts: Facts) -> None:
    with pytest.raises(Invalid):
        explained(facts, since=NOW)
