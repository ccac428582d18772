"""Purchases by domain, nature, territory and year; quality of the catalogue."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.queries import organisation_names
from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.offer.models import Training, UnmetSearch
from pacte.offer.records import ChangeCause, ProviderInput
from pacte.offer.records.inputs import CompetenceItem
from pacte.offer.rules.quality import MIN_COMPETENCES
from pacte.offer.services import refresh_quality, set_competences, store_provider, store_trainings
from pacte.offer.services.description_counts import keep_description_counts
from tests.cast import MACHINE, hire_buyer
from tests.kept import kept_for_module
from tests.offer.world import (
    WELDING,
    cut_from_order,
    order_of,
)
from tests.web.supply_stage import Stage, supply_stage

pytestmark = pytest.mark.django_db

BY_ALL = "?par=domaine&par=nature&par=territoire&par=annee"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def made_stage() -> Stage:
    """15 places bought in 2020, three of them cut; 10 in 2021 in the same department, none in another."""
    made = supply_stage()
    order_of(made.offer, ("24_407732", 10, 6650), number="2021-0100", signed_on=date(2021, 2, 1))
    buyer = made.offer.cast["buyer"].actor
    with acting_as(buyer):
        cut_from_order(
            actor=buyer, order=made.order, session=made.offer.session(), signed_on=date(2020, 10, 1), places=3,
            cause=ChangeCause.NEED_CHANGED, reason="Besoin revu.",
        )  # fmt: skip
    return made


kept_stage = kept_for_module(made_stage)


def sheet(stage: Stage, query: str) -> list[tuple[object, ...]]:
    answer = stage.client("buyer").get(f"/sessions/achats.xlsx{query}")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [row for row in book.worksheets[0].iter_rows(values_only=True) if any(cell is not None for cell in row)]


def test_purchases_by_nature_and_year_say_the_whole_with_its_losses(stage: Stage) -> None:
    told = stage.get("buyer", "/sessions/achats/").replace("\u202f", " ")
    assert "25 places et 16 625 h achetées pour 141 312,50 €" in told
    assert "Part des heures certifiantes : 100 % en 2020, 100 % en 2021." in told


@pytest.mark.parametrize("dimension", ["domaine", "nature", "territoire", "acheteur", "annee"])
def test_whatever_the_dimension_the_lines_add_up_to_the_whole(stage: Stage, dimension: str) -> None:
    rows = sheet(stage, f"?par={dimension}")
    heading = next(rank for rank, row in enumerate(rows) if "Places" in row)
    at = rows[heading].index("Places")
    total = next(rank for rank, row in enumerate(rows) if row[0] == "Ensemble")
    assert sum(int(str(row[at])) for row in rows[heading + 1 : total]) == rows[total][at] == 25
    assert rows[total][at + 1] == 3


def test_each_buyer_has_its_line_under_its_name(stage: Stage) -> None:
    cast = stage.offer.cast
    cast.members["employment_buyer"] = hire_buyer(cast.region, cast.state, "pole-emploi@exemple.fr")
    order_of(stage.offer, ("24_407733", 5, 3325), number="PE-1", part="employment_buyer")
    rows = sheet(stage, "?par=domaine&par=acheteur")
    names = organisation_names(on=today())
    assert {row[1]: row[3] for row in rows if row[0] == "domaine 230"} == {
        names[cast.region.pk]: 25,
        names[cast.state.pk]: 5,
    }
    assert names[cast.state.pk] in stage.get("buyer", "/sessions/achats/?par=acheteur")


def test_a_year_can_be_that_of_the_session_rather_than_of_the_signature(stage: Stage) -> None:
    signed = sheet(stage, "?par=annee")
    held = sheet(stage, "?par=annee&annee_de=session")
    assert [row[0] for row in signed if str(row[0]).startswith("20")] == ["2020", "2021"]
    assert [row[0] for row in held if str(row[0]).startswith("20")] == ["2021"]


def test_the_files_hold_numbers_and_say_what_they_count(stage: Stage) -> None:
    rows = sheet(stage, BY_ALL)
    assert any(row[:4] == ("domaine 230", "Certifiante", "18", "2020") for row in rows), rows
    assert any("pertes comprises" in str(cell) for row in rows for cell in row)
    text = stage.client("buyer").get(f"/sessions/achats.csv{BY_ALL}").content.decode("utf-8-sig")
    assert any("2021" in row and "6650" in row for row in csv.reader(io.StringIO(text), delimiter=";"))
    assert stage.client("buyer").get("/sessions/achats.docx").status_code == 404


def test_purchases_are_summed_by_the_same_queries_whatever_their_number(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get("buyer", "/sessions/achats/")
        return len(seen)

    count()
    before = count()
    order_of(stage.offer, ("24_407733", 5, 3325), ("24_200003", 9, 900), number="2021-0200")
    assert count() == before


# The catalogue: quality, freshness, duplicates.


def test_quality_and_freshness_are_said_by_provider(stage: Stage) -> None:
    with acting_as(MACHINE):
        Training.objects.filter(number="24_118402").update(changed_in_source_on=today())
        refresh_quality(actor=MACHINE, host_id=stage.offer.host_id, on=today())
    told = stage.get("buyer", "/sessions/catalogue/")
    assert "1 fiche sur 3 a changé depuis moins de" in told
    assert "Métal Formation Berry" in told
    assert "Touraine Soudure" in told


def test_the_same_provider_entered_twice_is_shown(stage: Stage) -> None:
    with acting_as(MACHINE):
        for siret, name in (("73282932000074", "Métal Formation Berry"), ("73282932000082", "Metal formation Berry")):
            given = ProviderInput(siret, name, activity_number="24180000118")
            made = store_provider(actor=MACHINE, host_id=stage.offer.host_id, provider_input=given)
        given_twice = replace(WELDING, number="24_118499", actions=())
        store_trainings(actor=MACHINE, host_id=stage.offer.host_id, provider=made, trainings=[given_twice])
    told = stage.get("buyer", "/sessions/catalogue/")
    assert "73282932000074" in told
    assert "73282932000082" in told


def test_the_same_training_entered_twice_is_looked_for_when_asked(stage: Stage) -> None:
    action = WELDING.actions[0]
    session = replace(action.sessions[0], number="24_407799")
    double = replace(WELDING, number="24_118403", actions=(replace(action, number="24_99", sessions=(session,)),))
    with acting_as(MACHINE):
        store_trainings(actor=MACHINE, host_id=stage.offer.host_id, provider=stage.offer.provider, trainings=[double])
    assert "24_118403" not in stage.get("buyer", "/sessions/catalogue/")
    assert "24_118403" in stage.get("buyer", "/sessions/catalogue/?doublons=oui")


def test_the_catalogue_tells_what_is_described_since_when_and_what_is_looked_for_in_vain(stage: Stage) -> None:
    host_id = stage.offer.host_id
    with acting_as(MACHINE):
        keep_description_counts(actor=MACHINE, on=date(2021, 1, 4))
        training = stage.offer.session().training
        set_competences(
            actor=MACHINE,
            training=training,
            items=[CompetenceItem(f"Souder {rank}") for rank in range(MIN_COMPETENCES)],
        )
        for term, searches in (("caces", 25), ("plomberie", 10)):
            UnmetSearch.objects.create(
                organisation_id=host_id, counted_on=today(), kind="word", term=term, searches=searches
            )
    page = stage.get("analyst", "/sessions/catalogue/")
    assert re.search(r"[1-9][0-9,]* % des fiches nomment au moins 3 compétences.*, contre 0,0 % le 4 janv", page)
    looked_for = page[page.index("Recherches sans aucune session") : page.index("Doublons")]
    assert "caces" in looked_for
    assert "25" in looked_for
    assert "plomberie" not in looked_for, "too few searches to be shown"
