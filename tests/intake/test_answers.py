"""What its sender answered with a file that waits: it can be changed, and the file is read again with it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial

import pytest

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.intake.catalog import file_kind
from pacte.intake.errors import KnownFile
from pacte.intake.models import ReceivedFile
from pacte.intake.queries import received_file_by_id
from pacte.intake.records import FileSender
from pacte.intake.services import answer_file_questions, discard_file, preview_file
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from tests.cast import MACHINE, Cast
from tests.intake.sending import receive

pytestmark = pytest.mark.django_db
ROME = b"code_rome,code_fiche_em,code_ogr,libelle_rome,statut\nN1101,1,1,Conduite,1\n"


def reference(cast: Cast, edition: str) -> ReceivedFile:
    sender = FileSender(cast.observatory, cast.region)
    options = {"edition": edition} if edition else {}
    return receive("reference", ROME, actor=cast["analyst"].actor, sender=sender, name="rome.csv", options=options)


def answer(actor: Actor, file: ReceivedFile, answers: Mapping[str, str]) -> ReceivedFile:
    with acting_as(actor):
        answer_file_questions(actor=actor, file=file, answers=answers)
    with acting_as(MACHINE):
        return received_file_by_id(actor=MACHINE, kind=file_kind(file.kind), identifier=file.pk)


def test_another_answer_makes_another_preview_of_the_same_line(cast: Cast) -> None:
    actor, file = cast["analyst"].actor, reference(cast, "")
    with acting_as(actor):
        before = preview_file(actor=actor, file=file)
    assert before is not None
    assert before.is_blocked
    file = answer(actor, file, {"edition": "3.47"})
    with acting_as(actor):
        after = preview_file(actor=actor, file=file)
    assert after is not None
    assert "édition 3.47" in after.facts[0]
    assert file.options == {"edition": "3.47"}
    with acting_as(MACHINE):
        entry = AuditEntry.objects.get(act="intake.answer_file")
    assert (entry.subject_id, entry.detail) == (str(file.pk), {"changed": "edition"})


def test_the_name_drawn_for_a_temporary_folder_is_no_edition(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryDirectory", partial(tempfile.TemporaryDirectory, suffix="-v7"))
    actor, file = cast["analyst"].actor, reference(cast, "")
    with acting_as(actor):
        preview = preview_file(actor=actor, file=file)
    assert preview is not None
    assert [defect.code for defect in preview.defects] == ["edition_missing"]


def test_an_answer_that_is_emptied_is_forgotten(cast: Cast) -> None:
    assert answer(cast["analyst"].actor, reference(cast, "3.47"), {"edition": ""}).options == {}


def test_answers_that_make_it_a_file_that_was_dropped_lead_to_that_one(cast: Cast) -> None:
    other, file = reference(cast, "3.47"), reference(cast, "4.60")
    with pytest.raises(KnownFile) as refusal:
        answer(cast["analyst"].actor, file, {"edition": "3.47"})
    assert refusal.value.file_id == other.pk
    assert refusal.value.hint
    with acting_as(MACHINE):
        file.refresh_from_db()
        assert not AuditEntry.objects.filter(act="intake.answer_file").exists()
    assert file.options == {"edition": "4.60"}
    # The same bytes with the former answer are still the same line.
    assert reference(cast, "4.60").pk == file.pk


def test_an_answer_that_is_wrong_changes_nothing(cast: Cast) -> None:
    sender = FileSender(cast.region, cast.region)
    file = receive("trainees", b"a;b\n1;2\n", actor=cast["pilot"].actor, sender=sender)
    with pytest.raises(ValidationError) as refusal:
        answer(cast["pilot"].actor, file, {"network": "Réseau inconnu"})
    assert refusal.value.code == "network"
    with acting_as(MACHINE):
        file.refresh_from_db()
    assert file.options == {}


def test_only_its_sender_answers_while_it_waits(cast: Cast) -> None:
    file = reference(cast, "3.47")
    with pytest.raises(PermissionDenied):
        answer(cast["visitor"].actor, file, {"edition": "4.60"})
    actor = cast["analyst"].actor
    with acting_as(actor):
        discard_file(actor=actor, file=file)
    with pytest.raises(Conflict):
        answer(actor, file, {"edition": "4.60"})
