"""On the page of a file that waits, a fold shows what was answered with it, and changes it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.exchange.formats import kairos_organisations, trainees_idf
from pacte.intake.models import ReceivedFile
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
ROME = b"code_rome,code_fiche_em,code_ogr,libelle_rome,statut\nN1101,1,1,Conduite,1\n"


@pytest.fixture
def analyst(cast: Cast) -> Client:
    return entered(cast["analyst"])


def drop(client: Client, kind: str, data: bytes, name: str, **answers: str) -> str:
    sent = {"act": "check", "file": SimpleUploadedFile(name, data), **answers}
    answer = client.post(f"/fichiers/{kind}/", sent)
    assert answer.status_code == 302, answer.content[-1500:]
    return str(answer["Location"])


def page(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return plain(answer.content.decode())


def test_the_fold_shows_the_present_answer_and_changes_it(analyst: Client) -> None:
    address = drop(analyst, "reference", ROME, "rome.csv", edition="3.47")
    before = page(analyst.get(address))
    assert "<summary>Réponses</summary>" in before
    assert re.search(r'<input[^>]* name="edition"[^>]* value="3.47"', before)
    assert "édition 3.47" in before
    after = analyst.post(address, {"act": "answer", "edition": "4.60"}, follow=True)
    assert after.redirect_chain == [(address, 302)]
    assert "édition 4.60" in page(after)
    assert re.search(r'<input[^>]* name="edition"[^>]* value="4.60"', page(after))


def test_answers_of_a_file_dropped_before_lead_to_it(analyst: Client) -> None:
    other = drop(analyst, "reference", ROME, "rome.csv", edition="3.47")
    address = drop(analyst, "reference", ROME, "rome.csv", edition="4.60")
    answer = analyst.post(address, {"act": "answer", "edition": "3.47"})
    assert answer.status_code == 422
    shown = page(answer)
    assert "Ce même fichier a déjà été déposé avec ces réponses." in shown
    assert f'href="{other}"' in shown
    assert re.search(r'<input[^>]* name="edition"[^>]* value="3.47"', shown)
    assert "édition 4.60" in shown


def test_a_wrong_answer_is_said_at_its_question(cast: Cast) -> None:
    client = entered(cast["finance"])
    address = drop(client, "accounts", "N° engagement;Montant engagé\nE1;100\n".encode(), "compta.csv")
    answer = client.post(address, {"act": "answer", "extracted_on": "demain", "plan": "inconnu"})
    assert answer.status_code == 422
    shown = page(answer)
    assert re.search(r'<a href="#id_extracted_on">', shown)
    assert re.search(r'<a href="#id_plan">', shown)
    assert re.search(r"<details[^>]* open>\s*<summary>Réponses", shown)


def test_what_only_the_kind_knows_is_said_at_its_question_too(cast: Cast) -> None:
    client = entered(cast["pilot"])
    trainees = ";".join(each.heading for each in trainees_idf.COLUMNS).encode()
    address = drop(client, "trainees", trainees, "stagiaires.csv")
    answer = client.post(address, {"act": "answer", "network": "Réseau inconnu"})
    assert answer.status_code == 422
    assert re.search(r'<a href="#id_network">[^<]*« Réseau inconnu » n’est pas dans l’annuaire.', page(answer))


def test_a_kind_that_asks_nothing_and_a_file_that_is_written_have_no_fold(cast: Cast, analyst: Client) -> None:
    address = drop(analyst, "reference", ROME, "rome.csv", edition="3.47")
    analyst.post(address, {"act": "write"})
    assert "Réponses" not in page(analyst.get(address))
    assert analyst.post(address, {"act": "answer", "edition": "4.60"}).status_code == 422
    with acting_as(MACHINE):
        assert ReceivedFile.objects.get().options == {"edition": "3.47"}
    pilot = entered(cast["pilot"])
    conventions = ";".join(each.heading for each in kairos_organisations.COLUMNS).encode()
    address = drop(pilot, "conventions", conventions, "conventions.csv")
    assert "Réponses" not in page(pilot.get(address))
