"""Public figures: readable without an account, hidden cells are marked, files hold the same content."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from pacte.indicators.rules.disclosure import TOTAL
from tests.cast import Cast, gather_cast
from tests.web.access_checks import check_small_counts_hidden
from tests.web.plan_stage import plain
from tests.web.world_published import YEAR, published_of_the_world

pytestmark = pytest.mark.django_db
TABLE = f"/chiffres-publics/entries_by_department/{YEAR}/"


@pytest.fixture
def cast() -> Cast:
    return gather_cast()


@pytest.fixture
def reader(cast: Cast) -> Client:
    published_of_the_world(cast)
    return Client()


def test_a_table_answers_its_question_first(reader: Client) -> None:
    page = reader.get(TABLE).content.decode()
    assert "154 entrées" in re.sub(r"[\u00a0\u202f]", " ", page)
    assert "Cher" in page
    assert "masqué" in page
    assert ">4<" not in page


def test_the_list_leads_to_each_table(reader: Client) -> None:
    assert f'href="{TABLE}"' in reader.get("/chiffres-publics/").content.decode()


def test_the_list_opens_the_last_year_in_which_somebody_is_counted(cast: Cast, reader: Client) -> None:
    published_of_the_world(cast, YEAR + 1, {})
    page = reader.get("/chiffres-publics/").content.decode()
    assert f'href="{TABLE}"' in page
    assert f"jusqu’à l’année {YEAR}." in page
    assert str(YEAR + 1) not in page.partition("<main")[2].partition("</main")[0]
    assert "0 entrée" in plain(reader.get(TABLE.replace(str(YEAR), str(YEAR + 1))).content.decode())


def test_each_table_has_a_chart_of_its_classes_with_the_numbers_of_the_table(reader: Client) -> None:
    page = plain(reader.get(TABLE).content.decode())
    drawn = page.partition('id="par-sex-barres-d">')[2].partition("</svg>")[0]
    described = drawn.partition("</desc>")[0]
    assert described in ("femmes : 90 ; hommes : 64", "femmes : masqué ; hommes : masqué")
    assert drawn.count("<rect") == 2
    assert page.count('<svg class="bars"') == 1  # a single level compares nothing


def test_classes_joined_for_a_handful_say_so(cast: Cast, reader: Client) -> None:
    counts = {(zone, "low", sex): 300 for zone in ("18", "36") for sex in ("f", "m")} | {("18", "low", "unknown"): 3}
    published_of_the_world(cast, YEAR + 1, counts)
    page = plain(reader.get(TABLE.replace(str(YEAR), str(YEAR + 1))).content.decode())
    assert "« femmes ou non connu » : peu de situations ne sont pas connues" in page
    assert "femmes ou non connu : 603 ; hommes : 600" in page
    assert "masqué" not in page.partition("<main")[2].partition('id="lecture"')[0]


def test_before_anything_is_published_the_list_says_so(client: Client) -> None:
    gather_cast()
    assert "Aucun tableau n’est encore publié" in client.get("/chiffres-publics/").content.decode()


def test_files_hold_every_cell_and_no_small_count(reader: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(reader.get(TABLE[:-1] + ".csv").content.decode("utf-8-sig")), delimiter=";"))
    told = json.loads(reader.get(TABLE[:-1] + ".json").content)
    assert len(rows) == len(told["cells"]) == 18
    assert {row["cachee"] for row in rows} == {"oui", "non"}
    check_small_counts_hidden(told)
    whole = next(cell for cell in told["cells"] if set(cell["keys"]) == {TOTAL})
    assert whole["count"] == 154
    assert told["synthetic"] is True


def test_reading_costs_the_same_whatever_the_table_holds(reader: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(12):
        reader.get(TABLE)
