"""« Pourquoi ça a changé »: new facts, late ones, corrections, due dates; records only for readers with the right."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import time_machine

from bench.invented.facts import write_facts
from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import explain_change, indicator
from pacte.indicators.queries.changes import compute_explanation as explained_of
from pacte.indicators.queries.examples import UNLIMITED_SCOPE
from pacte.indicators.queries.store import MANIFEST
from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.records.changes import ChangeExplanation, FigureChangeCause
from pacte.indicators.records.manifest import FactFile
from pacte.journeys.models import Step as StepRow
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput, record_step
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError
from tests.cast import MACHINE, Cast
from tests.indicators.making import FIRST, LAST, Facts
from tests.journeys.making import session_with, somebody, walk

pytestmark = pytest.mark.django_db
K = StepKind
TO_THE_SEAT = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
THEN, NOW = date(2021, 3, 31), date(2021, 9, 30)


@pytest.fixture
def facts(cast: Cast, tmp_path: Path) -> Facts:
    """Inès and Awa known in February, Omar (January) and Léa (May) known in June; Awa's entry is withdrawn in June."""
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
        given = StepInput(K.ENTERED, date(2021, 1, 12), session.pk, corrects=wrong.pk, is_withdrawn=True)
        record_step(actor=provider, key=wrong.journey.key, step_input=given)
    made = Facts(cast, tmp_path / "facts")
    made.refresh()
    return made


def explained(
    facts: Facts, actor: Actor = MACHINE, since: date = THEN, **asked: tuple[tuple[str, tuple[str, ...]], ...]
) -> ChangeExplanation:
    with acting_as(actor):
        return explain_change(
            actor=actor, host_id=facts.cast.region.pk, code="entries_by_session", since=since,
            question=IndicatorQuestion(FIRST, LAST, NOW, **asked), facts_dir=facts.folder,
        )  # fmt: skip


def test_a_change_is_itemised(facts: Facts) -> None:
    found = explained(facts)
    assert (found.before.numerator, found.known_since.numerator, found.after.numerator) == (2, 2, 3)
    counts = {line.cause: line.count for line in found.changes}
    assert counts == {FigureChangeCause.LATE: 1, FigureChangeCause.NEW: 1, FigureChangeCause.WITHDRAWN: 1}


@pytest.mark.parametrize(
    ("where", "entries"),
    [((("fund", ("unknown",)),), 3), ((("action", ("unknown",)),), 3), ((("fund", ("pact",)),), 0),
     ((("action", ("4",)),), 0)],
)  # fmt: skip
def test_a_change_is_itemised_for_one_payer(
    facts: Facts, where: tuple[tuple[str, tuple[str, ...]], ...], entries: int
) -> None:
    """No line buys the session."""
    found = explained(facts, where=where)
    assert (found.after.numerator or 0) == entries
    assert len(found.changes) == (3 if entries else 0)


def test_the_items_add_up_to_the_difference(facts: Facts) -> None:
    found = explained(facts)
    gained = {FigureChangeCause.LATE: 1, FigureChangeCause.NEW: 1, FigureChangeCause.WITHDRAWN: -1}
    total = sum(gained[line.cause] * line.count for line in found.changes)
    assert total == (found.after.numerator or 0) - (found.before.numerator or 0)


def test_records_are_for_those_who_may_see_them(facts: Facts) -> None:
    assert len(explained(facts, facts.cast["analyst"].actor).records) == 3
    seen = explained(facts, facts.cast["state_reader"].actor)
    assert (seen.records, len(seen.changes)) == ((), 3)
    for part in ("provider", "adviser", "visitor", "intruder"):
        with pytest.raises(NotFound):
            explained(facts, facts.cast[part].actor)


def test_the_earlier_day_comes_first(facts: Facts) -> None:
    with pytest.raises(ValidationError):
        explained(facts, since=NOW)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated facts: some late, some withdrawn, some entries replaced with another residence and day."""
    place = tmp_path_factory.mktemp("facts") / "facts"
    made = write_facts(place, entries=1_000, on_progress=lambda _: None)
    with duckdb.connect() as connection:
        fresh = f"""select * replace (row + 1_000_000 as row, happened_on + cast(row % 700 as int) as happened_on,
            '37261' as residence, timestamp '2021-05-01' + to_days(cast(row % 300 as int)) as recorded_at)
            from read_parquet('{place}/entries-000001.parquet') where row % 20 = 3"""
        connection.execute(f"copy ({fresh}) to '{place}/entries-000002.parquet' (format parquet)")
        taken = f"""select row - 1_000_000 as row, recorded_at as replaced_at, row as by_row
            from read_parquet('{place}/entries-000002.parquet')"""
        connection.execute(f"copy ({taken}) to '{place}/replaced-000002.parquet' (format parquet)")
    parts = (
        FactFile("entries", "entries-000002.parquet", 50, "2"),
        FactFile("replaced", "replaced-000002.parquet", 50, "2"),
    )
    (place / MANIFEST).write_text(replace(made, parts=made.parts + parts).as_json())
    return place


@pytest.mark.parametrize(
    "code", ["entries_by_residence", "low_qualified_share", "completion", "in_job_6_months", "fill_in_hours"]
)
def test_what_causes_change_adds_up_to_the_whole_change(invented: Path, code: str) -> None:
    chance = random.Random(code)
    first, lasting = date(2018, 6, 1) + timedelta(days=chance.randrange(1_400)), chance.randint(30, 500)
    asked = indicator(code)
    question = IndicatorQuestion(date(2018, 1, 1), date(2023, 12, 31), first + timedelta(days=lasting), codes=(code,))
    found = explained_of(question, UNLIMITED_SCOPE, first, facts_dir=invented)
    told = found.contributions
    assert sum(each.numerator for each in told) == pytest.approx(
        (found.after.numerator or 0) - (found.before.numerator or 0)
    )
    if asked.is_rate:
        moved = (found.after.denominator or 0) - (found.before.denominator or 0)
        assert sum(each.denominator or 0 for each in told) == pytest.approx(moved)
    if found.before.number is not None and found.after.number is not None:
        assert sum(each.number or 0 for each in told) == found.after.number - found.before.number


@pytest.mark.parametrize("code", ["entries_by_session", "fill_of_places_bought", "completion", "pact_euros"])
@pytest.mark.parametrize("name", ["action", "fund", "lot"])
def test_a_change_is_explained_for_an_action_a_fund_or_a_lot(invented: Path, code: str, name: str) -> None:
    """The facts of people and of the states of sessions do not say what pays: the page failed."""
    where = ((name, ("unknown",)),) if code != "pact_euros" or name != "lot" else ()
    question = IndicatorQuestion(date(2018, 1, 1), date(2023, 12, 31), date(2021, 6, 30), codes=(code,), where=where)
    found = explained_of(question, UNLIMITED_SCOPE, date(2020, 6, 30), facts_dir=invented)
    assert found.code == code


def test_facts_that_no_action_pays_are_not_new_facts_of_it(invented: Path) -> None:
    def counted(action: str) -> int:
        question = IndicatorQuestion(
            date(2018, 1, 1), date(2023, 12, 31), date(2021, 6, 30), codes=("entries_by_session",),
            where=(("action", (action,)),),
        )  # fmt: skip
        found = explained_of(question, UNLIMITED_SCOPE, date(2020, 6, 30), facts_dir=invented)
        return sum(change.count for change in found.changes)

    assert counted("an action that buys nothing") == 0 < counted("unknown")


@pytest.mark.parametrize("since", [date(2019, 3, 31), date(2021, 6, 30)])
def test_each_cause_weighs_as_many_entries_as_it_has_facts(invented: Path, since: date) -> None:
    """In a plain count, late and new facts count one each; a withdrawal removes at most one."""
    question = IndicatorQuestion(
        date(2018, 1, 1), date(2024, 12, 31), since + timedelta(days=365), codes=("entries_by_session",)
    )
    found = explained_of(question, UNLIMITED_SCOPE, since, facts_dir=invented)
    counts = {line.cause: line.count for line in found.changes}
    told = {each.cause: each.numerator for each in found.contributions}
    assert told[FigureChangeCause.LATE] == counts[FigureChangeCause.LATE]
    assert told[FigureChangeCause.NEW] == counts[FigureChangeCause.NEW]
    assert -counts.get(FigureChangeCause.WITHDRAWN, 0) <= told.get(FigureChangeCause.WITHDRAWN, 0) <= 0
    assert told[FigureChangeCause.DUE] == counts.get(FigureChangeCause.DUE, 0)


def test_few_people_behind_a_cause_are_told_to_who_may_know(facts: Facts) -> None:
    assert {each.cause: each.numerator for each in explained(facts).contributions} == {
        FigureChangeCause.WITHDRAWN: -1, FigureChangeCause.LATE: 1, FigureChangeCause.DUE: 0, FigureChangeCause.NEW: 1,
    }  # fmt: skip
    assert explained(facts, facts.cast["state_reader"].actor).contributions == ()


def test_a_definition_that_changed_between_the_two_days_is_told_with_its_day(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tuple((on, f"règle du {on:%d/%m/%Y}") for on in (THEN, date(2021, 6, 1), NOW, date(2021, 10, 1)))
    redefined = replace(indicator("entries_by_session"), changes=notes)
    monkeypatch.setattr("pacte.indicators.queries.changes.indicator", lambda code: redefined)
    told = [line.note for line in explained(facts).changes if line.cause is FigureChangeCause.DEFINITION]
    assert told == ["règle du 01/06/2021", "règle du 30/09/2021"]
