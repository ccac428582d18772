"""Pages of the register of missing indicators and of its surveys."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import MissingIndicator, Survey
from pacte.indicators.services import refresh_facts
from pacte.indicators.services.found_gaps import find_gaps
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from pacte.plan.services import put_in_force, sign, vote
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast
from tests.plans_at_hand import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(cast: Cast) -> str:
    with acting_as(MACHINE):
        made = written(actor=MACHINE, host=cast.region)
        vote(actor=MACHINE, version=made, assembly="assemblée", number="1", on=date(2019, 1, 22))
        sign(actor=MACHINE, version=made, on=date(2019, 1, 22))
        put_in_force(actor=MACHINE, version=made, on=date(2019, 1, 22))
    return f"/plan/{made.plan.code}/"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def night(folder: Path) -> None:
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=folder)
        find_gaps(actor=MACHINE, plan=Plan.objects.get(), on=today(), facts_dir=folder)


def test_a_gap_is_noted_a_survey_bought_and_its_answers_fill_it(cast: Cast, base: str) -> None:
    client = entered(cast["analyst"])
    given = {
        "label": "Adultes en illettrisme",
        "needed_for": "parcours de base",
        "owed_by": "ANLCI",
        "action_number": 6,
    }
    assert client.post(f"{base}indicateurs-manquants/noter/", given).status_code == 302
    with acting_as(MACHINE):
        gap = MissingIndicator.objects.get()
    bought = {
        "title": "Lire", "gaps": [str(gap.number)], "population": "16 à 65 ans", "questionnaire": "1. Lisez-vous ?",
        "asked": "900", "cost_cents": "48 500", "order_reference": "BC-1", "supplier": "Cabinet",
    }  # fmt: skip
    assert client.post(f"{base}enquetes/acheter/", bought).status_code == 302
    with acting_as(MACHINE):
        survey = Survey.objects.get()
    assert survey.cost_cents == 48_500_00
    path = f"{base}enquetes/{survey.number}/"
    answers = {"on": "2021-06-30", "strata": "ville ; 9 000 ; 100 ; 10\ncampagne ; 1 000 ; 100 ; 30"}
    assert client.post(f"{path}reponses/{gap.number}/", answers).status_code == 302
    told = text(entered(cast["state_reader"]), path)
    assert "12,0 % ± 5,4 points" in told
    assert "sans pondération, 20,0 %" in told
    assert "22,2 % des personnes interrogées" in told
    register = text(client, f"{base}indicateurs-manquants/")
    assert "1 manque au registre (0 relevé par le registre, 1 noté), dont 1 désormais renseigné (1 / 1 = 100,0 %)" in (
        register
    )
    assert "48 500" in register


def test_wrong_strata_come_back_with_their_line(cast: Cast, base: str) -> None:
    client = entered(cast["pilot"])
    client.post(f"{base}indicateurs-manquants/noter/", {"label": "A", "needed_for": "b", "owed_by": "c"})
    client.post(f"{base}enquetes/acheter/", {"title": "E", "gaps": ["1"], "population": "p", "questionnaire": "q"})
    answer = client.post(f"{base}enquetes/1/reponses/1/", {"on": "2021-06-30", "strata": "ville ; cent"})
    assert answer.status_code == 422
    assert "Ligne 1" in answer.content.decode()


def test_what_the_register_finds_is_listed_with_who_owes_it(cast: Cast, base: str, tmp_path: Path) -> None:
    night(tmp_path)
    page = text(entered(cast["lead"]), f"{base}indicateurs-manquants/")
    assert "relevé par le registre le" in page
    assert "cible de l’action 2" in page
    assert "0 noté), dont 0 désormais renseigné" in page
    assert "Noter un manque" not in page


def test_what_the_register_found_can_be_given_up_and_no_more(cast: Cast, base: str, tmp_path: Path) -> None:
    night(tmp_path)
    client = entered(cast["pilot"])
    path = f"{base}indicateurs-manquants/1/fermer/"
    assert "Il est renseigné" not in text(client, path)
    assert client.post(path, {"end": "filled", "reason": "fait"}).status_code == 422
    assert client.post(path, {"end": "dropped", "reason": "trop cher"}).status_code == 302
    assert "Inscrire une enquête" not in text(client, f"{base}indicateurs-manquants/"), "nothing noted to ask about"


def test_a_gap_is_given_up_with_its_reason(cast: Cast, base: str) -> None:
    client = entered(cast["pilot"])
    client.post(f"{base}indicateurs-manquants/noter/", {"label": "A", "needed_for": "b", "owed_by": "c"})
    given = {"end": "dropped", "reason": "trop cher", "series_code": ""}
    assert client.post(f"{base}indicateurs-manquants/1/fermer/", given).status_code == 302
    assert "abandonné le" in text(client, f"{base}indicateurs-manquants/")
