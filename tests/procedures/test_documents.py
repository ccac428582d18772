"""Attachments of cases: what is kept, what waits for the antivirus, what is lost, and who is told."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.infra.antivirus.simulator import EICAR
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.notifications.models import Notification
from pacte.procedures.models import Case, CaseDocument, DocumentCheck, IntegrityPass
from pacte.procedures.queries import document_bytes, document_state, document_states
from pacte.procedures.records.documents import DocumentState
from pacte.procedures.rules.document_states import document_state_of, refuse_unless_readable
from pacte.procedures.services import add_document, document_checks, open_case, scan_next_document
from pacte.workflows.check_documents import check_documents, scan_waiting_documents
from tests.cast import MACHINE
from tests.infra.attachments.samples import docx, pdf, photo
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

OPENED = date(2020, 1, 6)
DOWN = "unix:/nonexistent/clamd.ctl"
VIRUS = b"un texte " + EICAR

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture
def case(stage: Stage) -> Case:
    """A case whose owner is the analyst."""
    with acting_as(MACHINE):
        return open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code="assistance_study",
            title="Étude", on=OPENED, owner=stage.cast["analyst"].person,
        )  # fmt: skip


def added(case: Case, name: str, data: bytes, *, actor: Actor = MACHINE) -> CaseDocument:
    with acting_as(actor):
        return add_document(actor=actor, case=case, kind="other", title="Pièce", on=OPENED, name=name, data=data)


def state(document: CaseDocument) -> DocumentState:
    with acting_as(MACHINE):
        return document_state(actor=MACHINE, document=document)


def told() -> list[tuple[int, str]]:
    with acting_as(MACHINE):
        return list(Notification.objects.order_by("pk").values_list("person_id", "subject"))


def put_in_store(case: Case, data: bytes | None, digest: str) -> CaseDocument:
    """A document as a damaged store would give it: rows may be added so, never changed."""
    with acting_as(MACHINE):
        return CaseDocument.objects.create(
            organisation_id=case.organisation_id, case=case, kind="other", title="Pièce", name="p.txt",
            media_type="text/plain", size=1, digest=digest, data=data, dated_on=OPENED, recorded_at=now(),
            person_name="x",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("digest", "scan", "integrity", "scanner", "expected"),
    [
        (False, "", "", True, "elsewhere"),
        (True, "", "", False, "unscanned"),
        (True, "", "", True, "waiting"),
        (True, "clean", "", False, "clean"),
        (True, "clean", "altered", True, "altered"),
        (True, "clean", "intact", True, "clean"),
        (True, "", "lost", False, "lost"),
        (True, "infected", "lost", True, "infected"),
    ],
)
def test_a_document_is_read_when_clean_or_where_no_antivirus_is_expected(
    digest: bool, scan: str, integrity: str, scanner: bool, expected: str
) -> None:
    found = document_state_of(has_digest=digest, scan=scan, integrity=integrity, has_scanner=scanner)
    assert found == expected
    if expected in ("clean", "unscanned"):
        refuse_unless_readable(found)
    else:
        with pytest.raises(Conflict) as caught:
            refuse_unless_readable(found)
        assert caught.value.code == f"document_{expected}"
        assert caught.value.hint


@pytest.mark.django_db
def test_a_hostile_attachment_is_refused_and_nothing_is_kept(case: Case, settings: LazySettings) -> None:
    settings.ANTIVIRUS = "simulator"
    for name, data, code in (
        ("a.docx", docx(**{"word/vbaProject.bin": b"x"}), "attachment_macro"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 with a password", "file_locked"),
        ("a.txt", VIRUS, "document_infected"),
    ):
        with pytest.raises(ValidationError) as caught:
            added(case, name, data)
        assert caught.value.code == code
    with acting_as(MACHINE):
        assert not CaseDocument.objects.exists()


@pytest.mark.django_db
def test_a_photo_is_kept_without_its_place_and_its_digest_is_that_of_what_is_kept(case: Case) -> None:
    sent = photo()
    document = added(case, "chantier.jpg", sent)
    assert b"Exif" in sent
    assert b"Exif" not in document.data
    assert document.digest == hashlib.sha256(document.data).hexdigest()
    assert added(case, "encore.jpg", sent).pk == document.pk, "the same photo twice is one"


@pytest.mark.django_db
def test_the_antivirus_is_down_on_the_last_evening(stage: Stage, case: Case, settings: LazySettings) -> None:
    """Case 9: sending is accepted at its hour, reading waits; infected, its bytes go and its name and digest stay."""
    settings.ANTIVIRUS = DOWN
    before = now()
    sound, infected = added(case, "p.pdf", pdf()), added(case, "v.txt", VIRUS)
    assert sound.recorded_at >= before
    assert state(sound) is DocumentState.WAITING
    with acting_as(MACHINE), pytest.raises(Conflict, match="antivirus"):
        document_bytes(actor=MACHINE, document=sound)
    assert scan_waiting_documents(actor=MACHINE) == 0, "still down: what waits keeps its place"
    settings.ANTIVIRUS = "simulator"
    assert scan_waiting_documents(actor=MACHINE) == 2
    assert scan_waiting_documents(actor=MACHINE) == 0
    assert (state(sound), state(infected)) == (DocumentState.CLEAN, DocumentState.INFECTED)
    with acting_as(MACHINE):
        assert document_bytes(actor=MACHINE, document=sound) == pdf()
        gone = CaseDocument.objects.get(pk=infected.pk)
        stage_now = Case.objects.get(pk=case.pk).stage
    assert (gone.data, gone.name, gone.digest) == (None, "v.txt", hashlib.sha256(VIRUS).hexdigest())
    assert stage_now == case.stage
    assert told() == [(stage.cast["analyst"].person.pk, "Une pièce est infectée : Pièce")]
    settings.ANTIVIRUS = DOWN
    with pytest.raises(ValidationError) as caught:
        added(case, "v.txt", VIRUS)
    assert caught.value.code == "document_infected", "known, even while the antivirus is down"


@pytest.mark.django_db
def test_a_document_lost_or_altered_in_the_store_is_found_at_night(
    stage: Stage, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 8: the document is flagged once, its owner told, the stage unchanged; the same file given again heals it."""
    monkeypatch.setattr(document_checks, "BLOCK", 2)
    whole = added(case, "a.txt", b"entier")
    lost = put_in_store(case, None, hashlib.sha256(b"perdu").hexdigest())
    altered = put_in_store(case, b"falsifi\xc3\xa9", hashlib.sha256(b"vrai").hexdigest())
    with acting_as(MACHINE), pytest.raises(Conflict, match="perdu"):
        document_bytes(actor=MACHINE, document=lost)
    with acting_as(MACHINE), pytest.raises(Conflict, match="n’est plus celui"):
        document_bytes(actor=MACHINE, document=altered)
    for _ in range(2):
        assert check_documents(actor=MACHINE) == 1
    assert [state(each) for each in (whole, lost, altered)] == ["unscanned", "lost", "altered"]
    owner = stage.cast["analyst"].person.pk
    assert told() == [
        (owner, "Le contenu d’une pièce est perdu : Pièce"), (owner, "Le contenu d’une pièce a changé : Pièce"),
    ]  # fmt: skip
    with acting_as(MACHINE):
        passes = list(IntegrityPass.objects.order_by("pk").values_list("checked_count", "flawed_count"))
        assert passes == [(3, 2), (3, 2)]
        assert not IntegrityPass.objects.filter(ended_at=None).exists()
        assert DocumentCheck.objects.count() == 2, "a night without news adds no verdict"
        assert Case.objects.get(pk=case.pk).stage == case.stage
    for document, data in ((lost, b"perdu"), (altered, b"vrai")):
        assert added(case, "p.txt", data).pk == document.pk
        assert state(document) is DocumentState.UNSCANNED


@pytest.mark.django_db
def test_an_interrupted_pass_resumes_where_it_stopped(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_checks, "BLOCK", 2)
    for text in (b"un", b"deux", b"trois"):
        added(case, "a.txt", text)
    with acting_as(MACHINE):
        goes_on = [
            document_checks.check_next_documents(
                actor=MACHINE, address_of=lambda code, number: "", organisation_id=case.organisation_id
            )
            for _ in range(2)
        ]
        only = IntegrityPass.objects.get()
    assert goes_on == [True, False]
    assert (only.checked_count, only.flawed_count) == (3, 0)


@pytest.mark.django_db
def test_bytes_never_change_by_another_way(case: Case) -> None:
    document = added(case, "a.txt", b"un")
    for change in ({"data": b"deux"}, {"data": None}, {"digest": "0" * 64}, {"title": "autre"}):
        with acting_as(MACHINE), pytest.raises(DatabaseError), transaction.atomic():
            CaseDocument.objects.filter(pk=document.pk).update(**change)


@pytest.mark.django_db
def test_the_checks_are_the_machines_and_verdicts_stay_in_the_region(stage: Stage, case: Case) -> None:
    put_in_store(case, None, "0" * 64)
    with acting_as(MACHINE):
        assert document_checks.organisations_with_documents(actor=MACHINE) == [case.organisation_id]
    check_documents(actor=MACHINE)
    for part in ("pilot", "intruder"):
        actor = stage.cast[part].actor
        with acting_as(actor), pytest.raises(NotFound):
            scan_next_document(actor=actor, address_of=lambda code, number: "")
        set_row_context(actor)
        assert DocumentCheck.objects.exists() is (part == "pilot")


@pytest.mark.django_db
def test_states_of_a_list_take_one_query(case: Case, settings: LazySettings) -> None:
    settings.ANTIVIRUS = "simulator"
    documents = [added(case, f"{n}.txt", f"texte {n}".encode()) for n in range(3)]
    with acting_as(MACHINE), CaptureQueriesContext(connection) as queries:
        states = document_states(actor=MACHINE, documents=documents)
    assert len(queries) == 1
    assert set(states.values()) == {DocumentState.CLEAN}
