"""Pages of disputes: both figures, differences between definitions and lists, the arbiter, the outcome."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import Dispute, DisputeRecord, DisputeSide
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast
from tests.web.world_diagnosis import told_dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast: Cast) -> str:
    return f"/desaccords/{told_dispute(cast).number}/"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def test_both_figures_are_shown_with_what_they_count(cast: Cast, page: str) -> None:
    told = text(entered(cast["adviser"]), page)
    assert "120" in told
    assert "118" in told
    assert "2 d’écart" in told
    assert "les définitions diffèrent sur" in told
    assert "commune de résidence" in told


def test_lists_are_compared_line_by_line_and_given_as_a_file(cast: Cast, page: str) -> None:
    client = entered(cast["provider"])
    told = text(client, page)
    assert "1 ligne chez Organisme de formation du Cher seulement" in told
    assert "P1" in told
    rows = client.get(f"{page}ecarts.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "P3;valeurs différentes;fin;terme;abandon" in rows


def test_a_side_says_its_figure_and_gives_its_list(cast: Cast, page: str) -> None:
    client = entered(cast["provider"])
    side = f"{page}chiffre/{cast.provider.pk}/"
    assert client.get(side).status_code == 200
    given = {
        "value": "121", "known_on": "2021-05-01", "source": "logiciel", "counted": "une entrée",
        "territory_rule": "session", "date_rule": "première présence", "funders": "", "status_rule": "",
    }  # fmt: skip
    assert client.post(side, given).status_code == 302
    file = SimpleUploadedFile("liste.csv", b"parcours;fin\nP1;terme\nP7;terme\n")
    assert client.post(f"{page}liste/{cast.provider.pk}/", {"file": file}).status_code == 302
    with acting_as(MACHINE):
        assert DisputeSide.objects.filter(body=cast.provider).count() == 2
        assert set(DisputeRecord.objects.filter(body=cast.provider).values_list("key", flat=True)) == {"P1", "P7"}


def test_a_list_with_names_is_refused_and_nothing_is_kept(cast: Cast, page: str) -> None:
    client = entered(cast["provider"])
    file = SimpleUploadedFile("liste.csv", "parcours;Prénom\nP1;Ada\n".encode())
    answer = client.post(f"{page}liste/{cast.provider.pk}/", {"file": file})
    assert answer.status_code == 422
    assert "qui est la personne" in answer.content.decode()
    with acting_as(MACHINE):
        assert DisputeRecord.objects.filter(body=cast.provider).count() == 3


def test_the_arbiter_settles_on_a_page_and_the_outcome_stays(cast: Cast, page: str) -> None:
    client = entered(cast["state_lead"])
    answer = client.post(
        f"{page}trancher/", {"outcome": "second", "reason": "La résidence fait foi.", "decision": "COPIL 4"}
    )
    assert answer.status_code == 302
    told = text(entered(cast["provider"]), page)
    assert "le second chiffre est retenu" in told
    assert "La résidence fait foi." in told
    assert "120" in told
    assert "Elles ont été effacées" in told
    assert client.get(f"{page}trancher/").status_code == 409


def test_one_is_opened_by_a_form_and_told_what_is_wrong(cast: Cast) -> None:
    client = entered(cast["provider"])
    given = {
        "subject": "Entrées 2021", "first": cast.provider.pk, "second": cast.provider.pk, "first_on": "2021-01-01",
        "last_on": "2021-12-31", "due_on": "2030-01-01",
    }  # fmt: skip
    answer = client.post("/desaccords/ouvrir/", given)
    assert answer.status_code == 422
    assert "ne se contredit pas lui-même" in answer.content.decode()
    assert client.post("/desaccords/ouvrir/", given | {"second": cast.network.pk}).status_code == 302
    with acting_as(MACHINE):
        assert Dispute.objects.get().subject == "Entrées 2021"
    assert "Entrées 2021" in text(client, "/desaccords/")


def test_the_pilot_appoints_somebody_of_neither_side(cast: Cast, page: str) -> None:
    client = entered(cast["pilot"])
    given = {"person": str(cast["analyst"].person.pk), "due_on": "2030-01-01"}
    assert client.post(f"{page}arbitre/", given).status_code == 302
    assert str(cast["analyst"].person) in text(client, page)
