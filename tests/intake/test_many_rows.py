"""Fifty thousand rows of every kind: read, shown, written job after job from where the last one stopped, none lost.

On each commit the first jobs are short; a full run writes everything.
"""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo import limits
from pacte.intake.background import ROWS_PER_JOB
from pacte.intake.catalog import file_kinds
from pacte.intake.kinds.lheo import LheoKind
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.intake.records import FileState, Outcome, Preview
from pacte.intake.services import start_writing, write_received_file
from pacte.intake.services import writing as writing_service
from pacte.intake.services.writing import MAX_REFUSED_ROWS
from pacte.intake.table_kind import TableKind
from tests.cast import MACHINE
from tests.effort import tries_all
from tests.intake.kind_trials import KindTrial
from tests.intake.test_every_kind import counts, made_trial, preview, receive, write
from tests.kept import taken_back

pytestmark = pytest.mark.django_db
ROWS = 50_000
JOB = ROWS_PER_JOB if tries_all() else 100
# Documents that are read whole in memory: an exercise of a Region, a plan.
READ_UP_TO = {"accounts": "5001", "plan": "5001"}
# Half a gigabyte: `bench lheo` writes as many.
CATALOGUES = {"lheo"}
TABLES = sorted(code for code, kind in file_kinds().items() if isinstance(kind, TableKind))
DOCUMENTS = sorted({*file_kinds()} - {*TABLES, *READ_UP_TO, *CATALOGUES})


@pytest.fixture(autouse=True)
def jobs_that_nothing_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing_service, "SECONDS_PER_JOB", 3_600, raising=False)


@pytest.fixture
def trial(code: str, monkeypatch: pytest.MonkeyPatch) -> KindTrial:
    return made_trial(code, monkeypatch)


def long_file(trial: KindTrial, rows: int) -> ReceivedFile:
    return receive(trial, trial.many(rows), "long.csv")


def started(trial: KindTrial, file: ReceivedFile, seen: Preview) -> ReceivedFile:
    agreements = {each.name: "on" for each in seen.agreements}
    with acting_as(trial.actor) as actor:
        return start_writing(actor=actor, file=file, agreements=agreements)


def next_job(trial: KindTrial, file: ReceivedFile) -> ReceivedFile:
    return write_received_file(actor=trial.actor, file=file, max_rows=JOB)


def kept_count(file: ReceivedFile) -> int:
    with acting_as(MACHINE):
        return RefusedRow.objects.filter(file=file).count()


def test_every_kind_is_a_table_a_document_or_read_up_to_a_limit() -> None:
    assert {*TABLES, *DOCUMENTS, *READ_UP_TO, *CATALOGUES} == {*file_kinds()}
    assert not {*TABLES} & {*READ_UP_TO}


@pytest.mark.drawn("code", TABLES, 2)
def test_a_long_table_is_read_then_written_job_after_job(trial: KindTrial) -> None:
    kind = trial.kind
    assert isinstance(kind, TableKind)
    rows = min(ROWS, kind.max_rows)
    before = trial.written()
    with taken_back():
        write(trial, long_file(trial, 2 * JOB))
        two_jobs = trial.written()
    file = long_file(trial, rows)
    seen = preview(trial, file)
    assert (seen.is_blocked, seen.is_compared, seen.row_count) == (False, False, rows)
    assert (trial.written(), seen.changes) == (before, [])
    file = started(trial, file, seen)
    for done in (JOB, 2 * JOB):
        file = next_job(trial, file)
        assert (file.state, file.position, sum(counts(file).values())) == (FileState.WRITING, done, done)
        assert kept_count(file) == counts(file)[Outcome.REFUSED]
    assert trial.written() == two_jobs
    while tries_all() and file.state == FileState.WRITING:
        file = next_job(trial, file)
        assert sum(counts(file).values()) == file.position
    if tries_all():
        assert (file.state, file.position) == (FileState.DONE, rows)
        assert kept_count(file) == min(counts(file)[Outcome.REFUSED], MAX_REFUSED_ROWS)


@pytest.mark.parametrize("code", sorted(CATALOGUES))
def test_a_long_catalogue_is_checked_then_written_job_after_job(
    trial: KindTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dropped on the site, it has at most twenty megabytes."""
    rows, job = (1_900, 500) if tries_all() else (90, 40)
    monkeypatch.setattr(LheoKind, "max_compared_trainings", rows // 2)
    monkeypatch.setattr(limits, "BATCH_CHARACTERS", 60_000)
    file = long_file(trial, rows)
    seen = preview(trial, file)
    assert (seen.is_blocked, seen.is_compared, seen.row_count) == (False, False, rows)
    file = started(trial, file, seen)
    jobs = 0
    while file.state == FileState.WRITING:
        before, jobs = file.position, jobs + 1
        file = write_received_file(actor=trial.actor, file=file, max_rows=job)
        assert file.position > before or file.state == FileState.DONE
        assert sum(counts(file).values()) == file.position
    assert (jobs > 2, file.position, counts(file)[Outcome.ADDED]) == (True, rows, rows)


@pytest.mark.drawn("code", TABLES, 2)
def test_one_row_more_than_the_most_is_refused_by_one_sentence(
    trial: KindTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, before = trial.kind, trial.written()
    assert isinstance(kind, TableKind)
    if not tries_all():
        monkeypatch.setattr(type(kind), "max_rows", 60)
    assert not preview(trial, long_file(trial, kind.max_rows)).is_blocked
    seen = preview(trial, long_file(trial, kind.max_rows + 1))
    assert (seen.is_blocked, seen.row_count) == (True, 0)
    (defect,) = seen.defects
    assert f"{kind.max_rows:_}".replace("_", "\u202f") in defect.message
    assert defect.hint
    assert trial.written() == before


@pytest.mark.drawn("code", DOCUMENTS, 2)
def test_a_long_document_is_compared_and_written_whole(trial: KindTrial) -> None:
    before = len(trial.written())
    file = long_file(trial, ROWS)
    seen = preview(trial, file)
    assert (seen.is_blocked, seen.defects) == (False, [])
    assert (seen.counts[Outcome.ADDED], seen.row_count) == (ROWS, ROWS)
    assert len(trial.written()) == before
    file = started(trial, file, seen)
    while file.state == FileState.WRITING:
        file = next_job(trial, file)
    assert counts(file) == {each: seen.counts[each] for each in Outcome}
    assert len(trial.written()) == before + ROWS
    if tries_all():
        again = preview(trial, long_file(trial, ROWS))
        assert again.counts[Outcome.UNCHANGED] == again.row_count == ROWS


@pytest.mark.parametrize("code", sorted(READ_UP_TO))
def test_a_document_beyond_its_limit_is_refused_by_one_sentence_that_says_it(trial: KindTrial, code: str) -> None:
    before = trial.written()
    seen = preview(trial, long_file(trial, ROWS))
    assert (seen.is_blocked, seen.row_count) == (True, 0)
    (defect,) = seen.defects
    assert READ_UP_TO[code] in defect.message
    assert defect.hint
    assert trial.written() == before
