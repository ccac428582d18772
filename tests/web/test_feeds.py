"""Open data: same answers as the pages, files that can be read back, an API that no request breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from lxml import etree
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from pacte.accounts.row_context import acting_as
from pacte.offer.services.search import refresh_search
from tests.cast import MACHINE
from tests.effort import few
from tests.kept import kept_for_module
from tests.offer.world import Offer, gather_offer

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
SESSION = "/api/sessions/24_118402/24_1530117/24_407731"


def made_offer() -> Offer:
    made = gather_offer()
    with acting_as(MACHINE):
        refresh_search(actor=MACHINE, host_id=made.host_id)
    return made


kept_offer = kept_for_module(made_offer)


@pytest.mark.usefixtures("offer")
def test_a_session_is_read_by_its_triplet(client: Client) -> None:
    answer = client.get(SESSION)
    assert answer.status_code == 200
    read = answer.json()
    assert read["triplet"] == {"training": "24_118402", "training_action": "24_1530117", "session": "24_407731"}
    assert read["town"] == "Vierzon"


@pytest.mark.usefixtures("offer")
def test_a_training_says_what_it_leads_to_and_an_unknown_one_says_so(client: Client) -> None:
    assert client.get("/api/formations/24_118402").json()["certifications"] == ["RNCP34502"]
    unknown = client.get("/api/formations/24_0")
    assert unknown.status_code == 404
    assert unknown.json()["code"] == "unseen"


@pytest.mark.usefixtures("offer")
def test_a_parameter_out_of_bounds_gets_a_sentence(client: Client) -> None:
    answer = client.get("/api/formations?km=-3")
    assert answer.status_code == 422
    assert "km" in answer.json()["message"]


@pytest.mark.usefixtures("offer")
@pytest.mark.parametrize("day", ["0", "1609455600", "0001-01-01", "9999-12-31", "2021-02-30", "2021-1-5", "null"])
@pytest.mark.parametrize("name", ["starts_from", "starts_before"])
def test_a_day_that_is_none_or_absurd_is_refused_by_its_name(client: Client, name: str, day: str) -> None:
    answer = client.get(f"/api/formations?{name}={day}")
    assert answer.status_code == 422
    assert f"refusé : {name}." in answer.json()["message"]


@pytest.mark.usefixtures("offer")
@pytest.mark.parametrize("wrong", ["exact=yes", "level=1_0", "level=null", "km=nan", "page=0", "latitude=null"])
def test_a_value_that_the_description_does_not_allow_is_refused(client: Client, wrong: str) -> None:
    assert client.get(f"/api/formations?{wrong}").status_code == 422


@pytest.mark.usefixtures("offer")
def test_a_refused_value_of_a_list_is_named_after_its_parameter(client: Client) -> None:
    answer = client.get("/api/formations?b=places&b=xyzzy&b=abc")
    assert (answer.status_code, answer.json()["code"]) == (422, "parameters")
    assert "refusé : b." in answer.json()["message"]


def test_the_description_says_exactly_what_the_answers_can_be(client: Client) -> None:
    said = client.get("/api/openapi.json").json()
    answers = {path: sorted(each["get"]["responses"]) for path, each in said["paths"].items()}
    assert answers == {
        "/api/formations": ["200", "422"],
        "/api/formations/{number}": ["200", "404", "422"],
        "/api/sessions/{training}/{action}/{session}": ["200", "404", "422"],
    }
    search = said["paths"]["/api/formations"]["get"]
    assert not any("null" in str(each["schema"]) for each in search["parameters"])
    for shape in said["components"]["schemas"].values():
        assert "properties" not in shape or shape["required"] == list(shape["properties"]), "all is always there"


@pytest.mark.usefixtures("offer")
def test_an_occupation_that_nobody_knows_is_said_to_a_program(client: Client) -> None:
    answer = client.get("/api/formations?occupation=xyzzy")
    assert (answer.status_code, answer.json()["code"]) == (422, "occupation")


@pytest.mark.usefixtures("offer")
def test_the_csv_has_a_heading_and_no_formula(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.web.pages.feeds.offer_files.today", lambda: date(2021, 1, 5))
    answer = client.get("/donnees/sessions.csv")
    assert answer.streaming
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["numero_formation", "numero_action", "numero_session"]
    assert [row[9] for row in rows[1:]] == sorted(row[9] for row in rows[1:]), "in the order of their beginning"
    assert len(rows) == 6
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)


@pytest.mark.usefixtures("offer")
def test_the_catalogue_is_a_lheo_file(client: Client) -> None:
    answer = client.get("/donnees/catalogue.xml")
    assert answer.status_code == 200
    assert answer.streaming
    root = etree.fromstring(b"".join(answer.streaming_content))
    assert etree.QName(root).localname == "lheo"
    assert len(root.findall("{*}offres/{*}formation")) == 3


@pytest.fixture
def same_connection() -> Iterator[None]:
    """Keeps the connection of the test open between two requests."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.mark.usefixtures("offer", "same_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_that_the_description_allows_or_forbids_breaks_the_interface(mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) == 3
    # Any text is valid in a path: only the query string can be refused.
    refusable = [each for each in operations if each.query]
    for operation in operations if mode is GenerationMode.POSITIVE else refusable:

        @settings(max_examples=few(20), deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def play(case: schemathesis.Case) -> None:
            answer = case.call()
            assert answer.status_code in (200, 404, 422), answer.text[:300]
            wanted = [*CHECKS, negative_data_rejection] if mode is GenerationMode.NEGATIVE else CHECKS
            case.validate_response(answer, checks=wanted)

        play()
