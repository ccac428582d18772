"""A file of public series is dropped on a page: checked without writing, then imported, by who keeps the diagnosis."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import SeriesImport, SeriesPoint
from pacte.reference.services import load_shipped_territory
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.test_series import GOOD, bmo
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
PAGE = "/chiffres/series/fichier/"
WRONG = "2024,A0X41,Éleveurs,18,2401,BOURGES,beaucoup,1,2"


def made_cast() -> Cast:
    made = gather_cast()
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    return made


cast = kept_for_module(made_cast)


def drop(client: Client, data: bytes, name: str = "bmo_2024.csv") -> HttpResponse:
    return client.post(PAGE, {"act": "check", "file": SimpleUploadedFile(name, data)})  # type: ignore[return-value]


def plain_text(answer: HttpResponse) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def token_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def stored() -> int:
    with acting_as(MACHINE):
        return SeriesPoint.objects.count()


def test_a_file_is_checked_without_writing_then_imported(cast: Cast) -> None:
    client = entered(cast["analyst"])
    answer = drop(client, bmo(GOOD, WRONG))
    page = plain_text(answer)
    assert answer.status_code == 200
    assert "3 valeurs nouvelles" in page
    assert "1 ligne restera de côté" in page
    assert "n’est pas un nombre" in page
    assert "Licence Ouverte" in page
    assert stored() == 0
    written = client.post(PAGE, {"act": "write", "kept": token_in(page)}, follow=True)
    assert "3 valeurs nouvelles, 0 corrigée ; 1 ligne laissée de côté." in plain_text(written)
    assert stored() == 3
    with acting_as(MACHINE):
        (kept,) = SeriesImport.objects.all()
    assert kept.file_name == "bmo_2024.csv"
    assert "bmo_2024.csv" in plain_text(client.get(PAGE))


def test_a_second_file_says_what_it_corrects(cast: Cast) -> None:
    client = entered(cast["pilot"])
    client.post(PAGE, {"act": "write", "kept": token_in(plain_text(drop(client, bmo(GOOD))))})
    page = plain_text(drop(client, bmo(GOOD.replace("253", "260"))))
    assert "0 valeur nouvelle, 1 corrigée" in page
    same = plain_text(drop(client, bmo(GOOD)))
    assert "Toutes ses valeurs sont déjà connues." in same
    again = client.post(PAGE, {"act": "write", "kept": token_in(same)}, follow=True)
    assert "Ce fichier était déjà connu" in plain_text(again)


@pytest.mark.parametrize(("data", "reason"), [(b"a,b\n1,2\n", "Aucune source connue"), (b"%PDF-1.7", "")])
def test_a_file_that_no_source_gives_writes_nothing_and_says_why(cast: Cast, data: bytes, reason: str) -> None:
    answer = drop(entered(cast["analyst"]), data)
    page = plain_text(answer)
    assert answer.status_code == 422
    assert "n’apporte aucune valeur" in page
    assert reason in page
    assert 'name="kept"' not in page
    assert stored() == 0


def test_nothing_dropped_is_said_on_the_field(cast: Cast) -> None:
    answer = entered(cast["analyst"]).post(PAGE, {"act": "check"})
    assert answer.status_code == 422
    assert "Choisissez le fichier" in answer.content.decode()


def test_the_file_of_somebody_else_is_not_imported(cast: Cast) -> None:
    token = token_in(plain_text(drop(entered(cast["analyst"]), bmo(GOOD))))
    answer = entered(cast["pilot"]).post(PAGE, {"act": "write", "kept": token})
    assert answer.status_code == 422
    assert stored() == 0


def test_who_does_not_keep_the_diagnosis_does_not_find_the_page(cast: Cast) -> None:
    assert entered(cast["lead"]).get(PAGE).status_code == 404
    assert drop(entered(cast["lead"]), bmo(GOOD)).status_code == 404
