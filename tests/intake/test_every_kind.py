"""The same trials on every kind of file: nothing lost, nothing doubled, nothing of anybody else's, nothing hostile."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.rejected_rows_file import write_rejected_rows
from pacte.exchange.errors import UnreadableFile
from pacte.intake.catalog import file_kinds
from pacte.intake.models import ReceivedContent, ReceivedFile, RefusedRow
from pacte.intake.queries import received_file_by_id, received_files, refused_rows
from pacte.intake.records import FileContext, FileState, Outcome, Preview
from pacte.intake.services import (
    answer_file_questions,
    discard_file,
    preview_content,
    preview_file,
    receive_file,
    start_writing,
    undo_file,
    write_received_file,
)
from pacte.intake.services.writing import WritingLedger
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.returned_rows import MARK_HEADING, REASON_HEADING
from tests.cast import MACHINE
from tests.effort import tries_all
from tests.exchange.hostile import CORPUS
from tests.intake.kind_trials import AGREED, FORMULA, REFUSING_NO_ROW, TRIALS, KindTrial
from tests.kept import taken_back

pytestmark = pytest.mark.django_db
REFUSING_ROWS = sorted(set(file_kinds()) - REFUSING_NO_ROW)


@pytest.fixture(params=sorted(file_kinds()))
def trial(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> KindTrial:
    return made_trial(request.param, monkeypatch)


def made_trial(code: str, monkeypatch: pytest.MonkeyPatch) -> KindTrial:
    trial = TRIALS[code]()
    if trial.today:
        monkeypatch.setattr(f"pacte.intake.kinds.{code}.today", lambda: trial.today)
    return trial


def receive(trial: KindTrial, data: bytes | None = None, name: str = "") -> ReceivedFile:
    with acting_as(trial.actor) as actor:
        return receive_file(
            actor=actor, kind=trial.kind, sender=trial.sender, file_name=name or trial.file_name,
            data=trial.good if data is None else data, options=trial.options,
        )  # fmt: skip


def preview(trial: KindTrial, file: ReceivedFile) -> Preview:
    with acting_as(trial.actor) as actor:
        seen = preview_file(actor=actor, file=file)
    assert seen is not None
    return seen


def write(trial: KindTrial, file: ReceivedFile) -> ReceivedFile:
    agreements = {each.name: "on" for each in preview(trial, file).agreements}
    with acting_as(trial.actor) as actor:
        file = start_writing(actor=actor, file=file, agreements=agreements)
    return write_received_file(actor=trial.actor, file=file)


def counts(file: ReceivedFile) -> Mapping[str, int]:
    return {each: int(file.counts.get(each, 0)) for each in Outcome}


def waiting_count(file: ReceivedFile) -> int:
    with acting_as(MACHINE):
        return int(received_files(actor=MACHINE).get(pk=file.pk).waiting_count)


def test_every_kind_is_tried() -> None:
    assert set(TRIALS) == set(file_kinds())


def test_a_preview_says_what_would_change_and_writes_nothing(trial: KindTrial) -> None:
    before = trial.written()
    seen = preview(trial, receive(trial))
    assert not seen.is_blocked, seen.defects
    assert seen.written_count > 0
    assert seen.counts[Outcome.REFUSED] == 0
    assert trial.written() == before


def test_what_is_written_is_what_was_shown(trial: KindTrial) -> None:
    file = receive(trial)
    shown, before = preview(trial, file), trial.written()
    file = write(trial, file)
    assert file.state == FileState.DONE
    assert counts(file) == {each: shown.counts[each] for each in Outcome}
    assert trial.written() != before
    with acting_as(MACHINE):
        assert not ReceivedContent.objects.filter(file=file).exists()


def test_the_same_file_again_is_the_same_line_and_changes_nothing(trial: KindTrial) -> None:
    first = write(trial, receive(trial))
    after = trial.written()
    again = receive(trial, name="renommé.xlsx")
    assert again.pk == first.pk
    assert preview(trial, again).written_count == 0
    write(trial, again)
    assert trial.written() == after


def test_a_writing_that_stopped_before_it_was_said_is_said_and_not_done_again(
    trial: KindTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last transaction and the end of the file."""
    data = trial.refused or trial.good
    with taken_back():
        undisturbed = write(trial, receive(trial, data))
    file = receive(trial, data)
    agreements = {each.name: "on" for each in preview(trial, file).agreements}
    with acting_as(trial.actor) as actor:
        file = start_writing(actor=actor, file=file, agreements=agreements)
    with monkeypatch.context() as patch:
        patch.setattr(WritingLedger, "complete", lambda self, **result: None)
        write_received_file(actor=trial.actor, file=file)
    with acting_as(MACHINE):
        stopped = ReceivedFile.objects.select_related("organisation", "host").get(pk=file.pk)
    after, seen = trial.written(), counts(stopped)
    assert (stopped.state, seen[Outcome.REFUSED]) == (FileState.WRITING, int(bool(trial.refused)))
    file = write_received_file(actor=trial.actor, file=stopped)
    assert (file.state, counts(file), trial.written()) == (FileState.DONE, seen, after)
    assert (file.note, file.result) == (undisturbed.note, undisturbed.result)


def test_a_file_that_is_being_written_is_not_written_by_another(trial: KindTrial) -> None:
    file = receive(trial)
    with acting_as(trial.actor) as actor:
        start_writing(actor=actor, file=file, agreements={})
        with pytest.raises(Conflict):
            start_writing(actor=actor, file=file, agreements={})
    with pytest.raises(Conflict):
        receive(trial)


def test_who_comes_after_the_end_is_told_of_it(trial: KindTrial) -> None:
    """Another process had read the same line of the ledger: the content is no longer there."""
    with acting_as(trial.actor) as actor:
        late = start_writing(actor=actor, file=receive(trial), agreements=AGREED)
    write_received_file(actor=trial.actor, file=late)
    after = trial.written()
    with pytest.raises(Conflict):
        write_received_file(actor=trial.actor, file=late)
    with acting_as(MACHINE):
        assert ReceivedFile.objects.get().state == FileState.DONE
    assert trial.written() == after


def test_who_fails_while_another_writes_does_not_stop_it(trial: KindTrial, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_as(trial.actor) as actor:
        late = start_writing(actor=actor, file=receive(trial), agreements=AGREED)

    def fail(*_: object) -> None:
        with acting_as(MACHINE):
            ReceivedFile.objects.update(position=1)
        raise UnreadableFile("file_unreadable", "Ce fichier ne se lit plus.")

    monkeypatch.setattr(type(trial.kind), "write", fail)
    with pytest.raises(Conflict):
        write_received_file(actor=trial.actor, file=late)
    with acting_as(MACHINE):
        assert ReceivedFile.objects.values_list("state", "note").get() == (FileState.WRITING, "")


def test_another_table_blocks_and_says_what_to_do(trial: KindTrial) -> None:
    before = trial.written()
    file = receive(trial, trial.another)
    seen = preview(trial, file)
    assert seen.is_blocked
    assert seen.defects
    assert all(each.message and each.hint for each in seen.defects)
    assert trial.written() == before


@pytest.mark.parametrize("part", ["intruder", "lead", "state_reader"])
def test_the_file_of_somebody_does_not_exist_for_another(trial: KindTrial, part: str) -> None:
    file = receive(trial)
    other = trial.cast[part].actor
    with acting_as(other):
        assert not received_files(actor=other).filter(pk=file.pk).exists()
        with pytest.raises(NotFound):
            received_file_by_id(actor=other, kind=trial.kind, identifier=file.pk)
        with pytest.raises(NotFound):
            receive_file(
                actor=other, kind=trial.kind, sender=trial.sender, file_name="x.xlsx", data=trial.good,
                options=trial.options,
            )  # fmt: skip
        with pytest.raises((NotFound, PermissionDenied)):
            discard_file(actor=other, file=file)
        # Row security knows organisations: it hides the content from all but those of the sender's own. In a Region,
        # people are read by its administrators and pilots alone.
        is_colleague = trial.sender.organisation.pk in other.organisation_ids
        is_about_people_of_region = trial.kind.is_personal and trial.sender.organisation == trial.sender.host
        assert ReceivedContent.objects.filter(file=file).exists() is (is_colleague and not is_about_people_of_region)


def test_a_colleague_who_does_not_send_such_files_has_none(trial: KindTrial) -> None:
    file = receive(trial)
    visitor = trial.cast["visitor"].actor
    with acting_as(visitor):
        assert not received_files(actor=visitor).filter(pk=file.pk).exists()
        with pytest.raises(PermissionDenied):
            discard_file(actor=visitor, file=file)


@pytest.mark.parametrize("code", REFUSING_ROWS)
def test_good_rows_are_written_and_the_refused_one_is_given_back_without_a_formula(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = made_trial(code, monkeypatch)
    file = write(trial, receive(trial, trial.refused))
    assert counts(file)[Outcome.REFUSED] == 1
    assert counts(file)[Outcome.ADDED] + counts(file)[Outcome.CHANGED] == 1
    with acting_as(trial.actor) as actor:
        (row,) = refused_rows(actor=actor, file=file)
    assert FORMULA in row.cells
    assert row.defects[0]["message"]
    assert (row.expires_at - file.written_at).days == pytest.approx(trial.kind.refused_delay.days, abs=1)  # type: ignore[operator]
    workbook = load_workbook(io.BytesIO(write_rejected_rows(file.headings, [row.cells], extension="xlsx")))
    assert all(cell.data_type != "f" for line in workbook.active.iter_rows() for cell in line)
    text = write_rejected_rows(file.headings, [row.cells], extension="csv").decode("utf-8-sig")
    cells = next(row for row in csv.reader(io.StringIO(text), delimiter=";") if FORMULA in "".join(row))
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("code", REFUSING_ROWS)
def test_a_mended_row_comes_back_and_leaves_the_quarantine(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = made_trial(code, monkeypatch)
    file = write(trial, receive(trial, trial.refused))
    with acting_as(MACHINE):
        mark = RefusedRow.objects.get(file=file).pk
    assert waiting_count(file) == 1
    assert trial.mended is not None
    write(trial, receive(trial, trial.mended(mark)))
    assert waiting_count(file) == 0


@pytest.mark.parametrize("code", [each for each in REFUSING_ROWS if ".xlsx" in file_kinds()[each].extensions])
def test_a_row_that_comes_back_as_it_was_is_refused_again_and_waits_once(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = made_trial(code, monkeypatch)
    file = write(trial, receive(trial, trial.refused))
    with acting_as(MACHINE):
        row = RefusedRow.objects.get(file=file)
    headings, cells = [*file.headings, REASON_HEADING, MARK_HEADING], (*row.cells, "à corriger", str(row.pk))
    again = receive(trial, write_rejected_rows(headings, [cells], extension="xlsx"), "refusées.xlsx")
    seen = preview(trial, again)
    assert (seen.counts[Outcome.REFUSED], seen.written_count) == (1, 0)
    assert ([each.cells for each in seen.refused], list(seen.headings)) == ([tuple(row.cells)], file.headings)
    if not seen.is_blocked:
        write(trial, again)
    waiting = waiting_count(file), waiting_count(again)
    assert waiting == ((1, 0) if seen.is_blocked else (0, 1))


def test_a_file_given_up_keeps_its_line_and_loses_its_content(trial: KindTrial) -> None:
    file = receive(trial)
    with acting_as(trial.actor) as actor:
        discard_file(actor=actor, file=file)
        assert preview_file(actor=actor, file=file) is None
    with acting_as(MACHINE):
        assert ReceivedFile.objects.get(pk=file.pk).state == FileState.DISCARDED


def test_what_is_answered_again_is_the_same_line_and_what_its_address_carries_is_no_question(trial: KindTrial) -> None:
    file = receive(trial)
    answers = {**trial.options, **dict.fromkeys(trial.kind.url_options, "1"), "recette": "tarte"}
    with acting_as(trial.actor) as actor:
        answer_file_questions(actor=actor, file=file, answers=answers)
    with acting_as(MACHINE):
        file.refresh_from_db()
    assert file.options == trial.options
    assert receive(trial).pk == file.pk


def test_what_cannot_be_undone_says_so(trial: KindTrial) -> None:
    file = receive(trial)
    with acting_as(trial.actor) as actor, pytest.raises(Conflict):
        undo_file(actor=actor, file=file)


@pytest.mark.parametrize("data", [b"", b"x" * (65 * 1024**2)], ids=["empty", "too big"])
def test_a_file_of_no_size_or_too_big_is_refused_at_once(trial: KindTrial, data: bytes) -> None:
    with pytest.raises(ValidationError):
        receive(trial, data)
    with acting_as(MACHINE):
        assert not ReceivedFile.objects.exists()


def test_a_hostile_file_is_a_defect_with_its_cause(trial: KindTrial) -> None:
    """Each kind goes through the readers that tests/exchange/test_hostile_files.py tries on the whole corpus."""
    before = trial.written()
    hostile = [each for each in CORPUS if each.name.endswith(".xlsx")]
    with acting_as(trial.actor) as actor:
        context = FileContext(actor, trial.sender, "x.xlsx", trial.options)
        for each in hostile if tries_all() else random.sample(hostile, 8):
            seen = preview_content(kind=trial.kind, data=each.make(), context=context)
            assert seen.is_blocked, each.name
            assert seen.defects[0].message, each.name
    assert trial.written() == before
