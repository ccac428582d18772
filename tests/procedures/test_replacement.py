"""Edge case 8 of the lessons, for who applied: one flawed piece is given again by its link, nothing else."""

from __future__ import annotations

import hashlib
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound
from pacte.notifications.models import Notification
from pacte.procedures.models import Application, Case, CaseDocument, DocumentCheck
from pacte.procedures.queries import document_bytes, document_state
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.queries.flawed_documents import flawed_by_application
from pacte.procedures.records.documents import DocumentState
from pacte.procedures.rules.applicant_addresses import guest_tail, replacement_page
from pacte.procedures.services import document_checks
from pacte.procedures.services.applications import save_section, send_application
from pacte.procedures.services.attachments import add_attachment, remove_attachment
from pacte.procedures.services.document_replacement import replace_document
from pacte.workflows.check_documents import check_documents
from tests.accounts.guests_at_hand import guest_of, send_waiting_letters
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import FIRST, as_guest, begun, offer, written_by
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))
QUOTE, PLAN = b"un devis", b"un plan"


@pytest.fixture
def mayor(stage: Stage) -> Actor:
    return as_guest(guest_of(stage.cast.region))


@pytest.fixture
def application(stage: Stage, mayor: Actor, monkeypatch: pytest.MonkeyPatch) -> Application:
    """Sent with one document, whose receipt was read."""
    offer(monkeypatch, FIRST)
    draft = written_by(mayor, begun(stage.plan, mayor))
    need = FIRST.form[1]
    with acting_as(mayor):
        helped = {"people": 12, "helped": True, "help": "un prêt"}
        save_section(actor=mayor, application=draft, section=need, values=helped, title="Notre demande")
        add_attachment(actor=mayor, application=draft, field="proof", name="devis.txt", data=QUOTE)
        send_application(actor=mayor, application=draft, arrived_at=now())
    send_waiting_letters()
    with acting_as(MACHINE):
        Case.objects.update(owner=stage.cast["analyst"].person)
        return Application.objects.select_related("case").get(pk=draft.pk)


def night(result: DocumentState = DocumentState.LOST) -> CaseDocument:
    """The nightly pass finds the only document in that state: bytes in the store cannot be spoilt from here."""
    with patch.object(document_checks, "_integrity_of", return_value=result):
        check_documents(actor=MACHINE)
    with acting_as(MACHINE):
        return CaseDocument.objects.order_by("pk").first()


def state(document: CaseDocument) -> DocumentState:
    with acting_as(MACHINE):
        return document_state(actor=MACHINE, document=document)


def given(actor: Actor, application: Application, document: CaseDocument, data: bytes) -> CaseDocument:
    with acting_as(actor):
        return replace_document(
            actor=actor, application=application, document_id=document.pk, name="plan.txt", data=data
        )


def test_case_8_the_applicant_is_asked_for_that_piece_alone_and_replaces_it(
    stage: Stage, mayor: Actor, application: Application
) -> None:
    before = Case.objects.filter(pk=application.case_id).values("stage", "values", "sent_at", "title")
    with acting_as(MACHINE):
        untouched = before.get()
    flawed = night()
    (secret,) = send_waiting_letters()
    letter = mail.outbox[-1]
    assert letter.subject == "Une pièce à redonner : votre demande n° 1"
    tail = str(letter.body).partition(f"{secret}/")[2].split()[0]
    assert tail == guest_tail(application.pk, replacement_page(flawed.pk))
    address, cover = f"/mon-dossier/{secret}/{tail}", f"/mon-dossier/{secret}/{guest_tail(application.pk)}"
    assert "Vous avez 1 pièce à redonner." in plain(Client().get(cover).content.decode())
    assert "garde sa date et son étape" in plain(Client().get(address).content.decode())
    answer = Client().post(address, {"file": SimpleUploadedFile("plan.pdf", PLAN, "application/pdf")})
    assert answer.status_code == 422, "inspected like any attachment"
    answer = Client().post(address, {"file": SimpleUploadedFile("plan.txt", PLAN, "text/plain")})
    assert answer.status_code == 302
    assert Client().get(address).status_code == 404, "nobody asks for it any more"
    with acting_as(MACHINE):
        former, document = CaseDocument.objects.order_by("pk")
        assert (former.name, former.digest) == ("devis.txt", hashlib.sha256(QUOTE).hexdigest())
        assert (document.name, document.digest) == ("plan.txt", hashlib.sha256(PLAN).hexdigest())
        assert DocumentCheck.objects.filter(document=former).last().detail == document.digest
        assert document_bytes(actor=MACHINE, document=document) == PLAN
        with pytest.raises(Conflict, match="remplacée"):
            document_bytes(actor=MACHINE, document=former)
        assert before.get() == untouched, "neither the stage nor an answer"
        subjects = list(Notification.objects.order_by("pk").values_list("subject", flat=True))
    assert "Pièce redonnée : Notre demande" in subjects
    with acting_as(mayor):
        detail = application_by_id(actor=mayor, application_id=application.pk, on=today())
    assert [each.name for each in detail.sent_attachments] == ["plan.txt"]
    assert resolve(address).url_name == "guest_replace"


def test_case_8_the_same_file_heals_the_piece(mayor: Actor, application: Application) -> None:
    flawed = night(DocumentState.ALTERED)
    assert given(mayor, application, flawed, QUOTE).pk == flawed.pk
    assert state(flawed) is DocumentState.UNSCANNED
    with pytest.raises(NotFound):
        given(mayor, application, flawed, PLAN)


def test_case_8_a_replaced_piece_is_not_flagged_again_at_night(mayor: Actor, application: Application) -> None:
    flawed = night()
    given(mayor, application, flawed, PLAN)
    check_documents(actor=MACHINE)
    assert state(flawed) is DocumentState.REPLACED


def test_case_8_nobody_else_and_nothing_else(stage: Stage, mayor: Actor, application: Application) -> None:
    with acting_as(MACHINE):
        sound = CaseDocument.objects.get()
    with pytest.raises(NotFound):
        given(mayor, application, sound, PLAN)
    flawed = night()
    for other in (as_guest(guest_of(stage.cast.region, "autre@exemple.fr")), stage.cast["pilot"].actor):
        with pytest.raises(NotFound):
            given(other, application, flawed, PLAN)
    with acting_as(mayor):
        piece = application.attachments.get()
        with pytest.raises(Conflict, match="ne se modifie plus"):
            add_attachment(actor=mayor, application=application, field="proof", name="b.txt", data=b"autre")
        with pytest.raises(Conflict, match="ne se modifie plus"):
            remove_attachment(actor=mayor, application=application, attachment_id=piece.pk)


def test_case_8_the_list_says_which_application_has_a_piece_to_give_again(
    stage: Stage, mayor: Actor, application: Application, django_assert_max_num_queries: Any
) -> None:
    second = written_by(mayor, begun(stage.plan, mayor), title="Autre demande")
    with acting_as(mayor):
        send_application(actor=mayor, application=second, arrived_at=now())
    flawed = night()
    (secret,) = {*send_waiting_letters()[-1:]}
    page = Client().get(f"/mon-dossier/{secret}/").content.decode()
    link = f"/mon-dossier/{secret}/{guest_tail(application.pk, replacement_page(flawed.pk))}"
    assert page.count(f'href="{link}"') == 1
    assert "Vous avez 1 pièce à redonner." in plain(page)
    assert plain(page).count("pièce à redonner") == 2, "its sentence and its state: the other application says nothing"
    with acting_as(mayor):
        details = [application_by_id(actor=mayor, application_id=each.pk, on=today()) for each in (application, second)]
        counts = set()
        for several in (details[:1], details):
            with django_assert_max_num_queries(20) as counted:
                found = flawed_by_application(actor=mayor, details=several)
            assert {key: [each.pk for each in pieces] for key, pieces in found.items()} == {application.pk: [flawed.pk]}
            counts.add(len(counted))
    assert len(counts) == 1, "however many applications"
