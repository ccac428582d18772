"""« Quels fichiers manquent ? »: late files first, who owes them, and where to drop them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.intake.models import FileOwner
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast
from tests.intake.test_expected_files import cast_with_editions
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
PAGE = "/fichiers/attendus/"
ON = date(2027, 4, 2)
cast = kept_for_module(cast_with_editions)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.web.pages.intake.expected_page.today", lambda: ON)


def text(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"[\s\u00a0\u202f]+", " ", plain)


def test_it_says_what_is_late_since_when_and_where_to_drop_it(cast: Cast) -> None:
    answer = entered(cast["analyst"]).get(PAGE)
    page = text(answer)
    assert "1 fichier est en retard." in page
    assert "en retard de 1 jour" in page
    assert page.index("code officiel géographique") < page.index("RNCP et répertoire spécifique")
    assert "jamais reçu" in page
    assert f'href="{reverse("intake:drop", args=["reference"])}"' in answer.content.decode()


def test_its_url_is_not_that_of_a_kind() -> None:
    assert reverse("intake:expected") == PAGE


def test_the_analyst_of_the_observatory_names_a_person_of_the_pact(cast: Cast) -> None:
    client = entered(cast["analyst"])
    sent = {"source": "reference:territory", "person": str(cast["observatory_lead"].person.pk)}
    page = text(client.post(PAGE, sent, follow=True))
    assert f"{cast['observatory_lead'].person} répond désormais de ce fichier." in page
    with acting_as(MACHINE):
        assert FileOwner.objects.get().owner == cast["observatory_lead"].person


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"source": "reference:territory", "person": ""}, "Choisissez une personne."),
        ({"source": "", "person": "1"}, "Choisissez un fichier."),
    ],
)
def test_an_answer_that_misses_is_said_on_its_field(cast: Cast, sent: dict[str, str], reason: str) -> None:
    answer = entered(cast["pilot"]).post(PAGE, sent)
    assert answer.status_code == 422
    assert reason in text(answer)


@pytest.mark.parametrize("part", ["lead", "provider", "partner", "state_reader", "buyer", "auditor", "visitor"])
def test_nobody_else_finds_it(cast: Cast, part: str) -> None:
    assert entered(cast[part]).get(PAGE).status_code == 404
    assert "attendus" not in entered(cast[part]).get("/fichiers/").content.decode()


def test_another_region_sees_its_own_files_and_nobody_of_ours(cast: Cast) -> None:
    client = entered(cast["pilot"])
    client.post(PAGE, {"source": "reference:territory", "person": str(cast["analyst"].person.pk)})
    page = entered(cast["intruder"]).get(PAGE)
    assert page.status_code == 200
    assert str(cast["analyst"].person) not in text(page)


def test_the_page_of_files_leads_to_it(cast: Cast) -> None:
    assert f'href="{PAGE}"' in entered(cast["analyst"]).get("/fichiers/").content.decode()
