"""Public figures: readable without an account, hidden cells are marked, files hold the same content."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from pacte.indicators.rules.disclosure import TOTAL
from tests.cast import gather_cast
from tests.web.access_checks import check_small_counts_hidden
from tests.web.world_published import YEAR, published_of_the_world

pytestmark = pytest.mark.django_db
TABLE = f"/chiffres-publics/entries_by_department/{YEAR}/"


@pytest.fixture
def reader() -> Client:
    published_of_the_world(gather_cast())
    return Client()


def test_a_table_answers_its_question_first(reader: Client) -> None:
    page = reader.get(TABLE).content.decode()
    assert "154 entrées" in re.sub(r"[\u00a0\u202f]", " ", page)
    assert "Cher" in page
    assert "masqué" in page
    assert ">4<" not in page


def test_the_list_leads_to_each_table(reader: Client) -> None:
    assert f'href="{TABLE}"' in reader.get("/chiffres-publics/").content.decode()


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
