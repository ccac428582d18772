"""The pages of whoever applies, of any procedure: the public page, the door of a guest, the desk of an account."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.notifications.models import GuestLetter
from pacte.procedures.models import Application, Case
from pacte.procedures.rules.applicant_addresses import account_address, case_address, guest_tail
from pacte.procedures.rules.retention import retention_text
from pacte.procedures.services import move_case
from tests.accounts.guests_at_hand import guest_of, secret_for, send_waiting_letters
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import CODE, FIRST, SECOND, offer
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture(autouse=True)
def _offered(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False
    offer(monkeypatch, FIRST)


class Visitor:
    """Somebody under one address: the door of a guest, or the desk of an account."""

    def __init__(self, client: Client, base: str) -> None:
        self.client, self.base = client, base

    def get(self, rest: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{self.base}{rest}", follow=True)
        assert answer.status_code == status, answer.content.decode()[-1500:]
        return plain(answer.content.decode())

    def post(self, rest: str, status: int = 302, **data: object) -> str:
        answer = self.client.post(f"{self.base}{rest}", data)
        assert answer.status_code == status, plain(answer.content.decode())[-1500:]
        return answer.get("Location", "") or plain(answer.content.decode())


def applied(visitor: Visitor, begin: str, one: str, **more: str) -> str:
    """Begins, answers both parts and sends. Returns the address of the application under the visitor's."""
    address = visitor.post(begin, **more)
    found = re.search(r"demandes/(\d+)/", address)
    assert found
    base = one.format(found[1])
    visitor.post(f"{base}partie/who/", title="Notre demande", body="Commune", contact="Jeanne", seen="0")
    visitor.post(f"{base}partie/need/", people="12", helped="no")
    assert visitor.post(f"{base}relire/").endswith("recepisse/")
    return base


def test_the_public_page_says_what_is_asked_and_a_letter_opens_the_form(stage: Stage) -> None:
    assert FIRST.title in stage.get("dispositifs/")
    page = stage.get(f"dispositifs/{CODE}/")
    for words in (FIRST.purpose, "une commune", "À l’étude", "Personne à joindre", "répondre", "5 ans", "30 jours"):
        assert words in page
    assert "Lecture" not in page, "the stage in the words of who applies"
    assert "Personne à joindre" in stage.get(f"dispositifs/{CODE}/formulaire/")
    answer = Client().post(stage.address(f"dispositifs/{CODE}/demander/"), {"email": "Mairie@exemple.fr"})
    assert answer.status_code == 302
    (secret,) = send_waiting_letters()
    tail = str(mail.outbox[-1].body).partition(secret)[2].split()[0]
    door = Visitor(Client(), f"/mon-dossier/{secret}")
    assert "Commencer une demande" in door.get(tail)
    assert "Vous n’avez rien commencé" in door.get("/")
    with acting_as(MACHINE):
        assert not Application.objects.exists(), "reading creates nothing"


def test_a_guest_writes_sends_once_corrects_writes_and_withdraws(stage: Stage) -> None:
    guest = guest_of(stage.cast.region)
    door = Visitor(Client(), f"/mon-dossier/{secret_for(guest)}/")
    one = applied(door, f"nouvelle/{stage.plan.code}/{CODE}/", "demandes/{}/", name="Commune")
    assert door.post(f"{one}relire/").endswith("recepisse/"), "again: the same receipt"
    receipt = door.get(f"{one}recepisse/")
    assert "heure de Paris" in receipt
    assert plain(retention_text(FIRST)) in receipt
    with acting_as(MACHINE):
        case = Case.objects.get()
        assert GuestLetter.objects.count() == 1
    assert f"{case.number}" in receipt
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        move_case(actor=pilot, case=case, transition="ask", on=today(), reason="Combien ?")
    waiting = door.get(f"{one}effacer/")
    assert "Retirez-la d’abord" in waiting
    assert "Effacer pour toujours" not in waiting
    assert "Retirez-la d’abord" in door.post(f"{one}effacer/", 422)
    page = door.get(one)
    assert "Une correction vous est demandée" in page
    assert "Combien ?" in page
    door.post(f"{one}partie/who/", 409, body="Autre")
    door.post(f"{one}partie/need/", people="8", helped="no")
    door.post(f"{one}pas/resend/")
    door.post(f"{one}message/", text="C’est corrigé.")
    desk = Visitor(stage.client("pilot"), stage.address(f"dossiers/{case.number}/"))
    assert "C’est corrigé." in desk.get()
    desk.post("acte/message/", text="Merci.")
    assert "Merci." in door.get(one)
    door.post(f"{one}pas/withdraw/", 422)
    door.post(f"{one}pas/withdraw/", reason="projet reporté")
    assert "C’est terminé." in door.get(one)
    assert "Notre demande" in door.get()
    assert "Effacer ce que j’ai donné" in door.get(one)
    assert "Restent le numéro du dossier" in door.get(f"{one}effacer/")
    assert "Ce que vous aviez donné est effacé." in door.get(door.post(f"{one}effacer/").removeprefix(door.base))
    door.get(one, 404)
    assert "demande de la personne qui a déposé" in desk.get()


def test_what_is_missing_and_what_is_left_out_is_said_before_sending(stage: Stage) -> None:
    door = Visitor(Client(), f"/mon-dossier/{secret_for(guest_of(stage.cast.region))}/")
    base = door.post(f"nouvelle/{stage.plan.code}/{CODE}/", name="Commune").partition("/demandes/")[2]
    one = f"demandes/{base}"
    door.post(f"{one}partie/need/", people="douze", status=422)
    door.post(f"{one}partie/need/", people="12", helped="yes", help="un prêt")
    file = SimpleUploadedFile("devis.txt", b"un devis", "text/plain")
    door.post(f"{one}piece/proof/", file=file)
    assert "devis.txt" in door.get(f"{one}piece/proof/")
    liar = SimpleUploadedFile("devis.pdf", b"un devis", "application/pdf")
    with acting_as(MACHINE):
        kept = Application.objects.get().attachments.get()
    door.post(f"{one}pieces/{kept.pk}/retirer/")
    door.post(f"{one}piece/proof/", 422, file=liar)
    door.post(f"{one}partie/need/", people="12", helped="no", help="un prêt")
    review = door.get(f"{one}relire/")
    assert "Organisme : il manque la réponse" in review
    assert f'href="/mon-dossier/{door.base.split("/")[2]}/{one}partie/who/"' in review
    assert "Des réponses ne partiront pas" in review
    assert "« Quelle aide ? »" in review
    assert "il manque" in door.post(f"{one}relire/", 422)


def test_two_windows_do_not_overwrite_each_other(stage: Stage) -> None:
    door = Visitor(Client(), f"/mon-dossier/{secret_for(guest_of(stage.cast.region))}/")
    one = "demandes/" + door.post(f"nouvelle/{stage.plan.code}/{CODE}/", name="Commune").partition("/demandes/")[2]
    door.post(f"{one}partie/who/", body="Première fenêtre", seen="0")
    page = door.post(f"{one}partie/who/", 422, body="Seconde fenêtre", seen="0")
    assert "a changé entre-temps" in page
    assert "Seconde fenêtre" in page, "what was typed stays"


def test_the_same_pages_serve_an_account_for_its_organisation(stage: Stage) -> None:
    desk = Visitor(stage.client("provider"), stage.address("demandes/"))
    assert "Demander au nom de mon organisme" in stage.get(f"dispositifs/{CODE}/", "provider")
    body = str(stage.cast.provider.pk)
    one = applied(desk, f"nouvelle/{CODE}/", "{}/", body=body)
    assert "Notre demande" in desk.get()
    assert "Votre demande est arrivée" in desk.get(f"{one}recepisse/")
    for part in ("adviser", "pilot", "intruder"):
        other = Visitor(stage.client(part), stage.address("demandes/"))
        other.get(one, 404)
        other.get(f"nouvelle/{CODE}/", 404)


def test_a_draft_is_shared_carried_to_a_newer_form_and_deleted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    door = Visitor(Client(), f"/mon-dossier/{secret_for(guest_of(stage.cast.region))}/")
    one = "demandes/" + door.post(f"nouvelle/{stage.plan.code}/{CODE}/", name="Commune").partition("/demandes/")[2]
    door.post(f"{one}partie/who/", body="Commune", contact="Jeanne")
    door.post(f"{one}avec/", email="architecte@exemple.fr")
    (secret,) = send_waiting_letters()
    friend = Visitor(Client(), f"/mon-dossier/{secret}/")
    assert "Écrire cette demande à plusieurs" in friend.get(one), "reading does not accept"
    friend.post(f"{one}accepter/")
    assert "Vous l’écrivez avec la personne qui l’enverra" in friend.get()
    friend.get(f"{one}avec/", 404)
    friend.get(f"nouvelle/{stage.plan.code}/{CODE}/", 404)
    offer(monkeypatch, FIRST, SECOND)
    assert "Le formulaire a changé" in door.get(one)
    assert "Personne à joindre" in door.get(f"{one}formulaire/")
    door.post(f"{one}formulaire/", edition="2")
    assert "Pourquoi ?" in door.get(f"{one}partie/need/")
    assert door.post(f"{one}effacer/").endswith("?fait=efface")
    friend.get(one, 404)


def test_an_address_changes_once_the_new_one_confirms(stage: Stage) -> None:
    door = Visitor(Client(), f"/mon-dossier/{secret_for(guest_of(stage.cast.region))}/")
    applied(door, f"nouvelle/{stage.plan.code}/{CODE}/", "demandes/{}/", name="Commune")
    send_waiting_letters()
    door.post("adresse/", email="nouvelle@exemple.fr")
    (secret,) = send_waiting_letters()
    tail = str(mail.outbox[-1].body).partition(f"{secret}/")[2].split()[0]
    new = Visitor(Client(), f"/mon-dossier/{secret}/")
    assert "Notre demande" not in new.get()
    new.post(tail)
    assert "Notre demande" in new.get()
    door.get(status=404)
    with acting_as(MACHINE):
        assert Guest.objects.count() == 2


def test_letters_lead_to_pages_that_exist() -> None:
    assert resolve(f"/mon-dossier/x/{guest_tail(12)}").url_name == "guest_cover"
    assert resolve(f"/mon-dossier/x/{guest_tail(12, 'recepisse/')}").url_name == "guest_receipt"
    assert resolve(account_address("plan", 12)).url_name == "cover"
    assert resolve(case_address("plan", 12)).view_name == "cases:file"
