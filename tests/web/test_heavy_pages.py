"""Pages that take seconds are declared heavy, and share a limited number of turns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from pacte.kernel.actor import NOBODY, Actor
from pacte.web.heavy_views import heavy_view
from tests.plan.contents import small_plan
from tests.web.plan_stage import staged

HEAVY = {
    "applications:guest_letter", "applications:letter",
    "plan:euro", "plan:download", "plan:action_sheet", "plan:year_file", "plan:state_report", "money:download",
    "committees:pack_file", "committees:statement_file", "committees:register_file", "experiments:table",
    "experiments:print", "figures:everything", "figures:indicator", "figures:indicator_file", "figures:answer_file",
    "figures:publics", "figures:compare", "outcomes:places_file", "outcomes:risk_file", "published:file", "feeds:lheo",
    "outcomes:flows_file", "outcomes:waiting_file", "outcomes:leaving",
    "feeds:csv", "sessions:places_file", "sessions:purchases_file", "territory:file", "attendance:presences_file",
    "attendance:paper_sheet",
    "intake:drop", "intake:file", "intake:refused", "cases:list_file", "cases:paper", "cases:sign_file",
    "applications:sign_file", "published:subsidies", "published:register", "cases:orders_file",
}  # fmt: skip
# Files that are small whatever the Region: of one person, one appointment, one disagreement, one map.
LIGHT_FILES = {
    "disputes:gaps", "plan:coverage_file", "advisers:people_file", "advisers:never_entered_file", "meetings:texts",
    "learner_portal:calendar", "learner_portal:my_calendar", "learner_portal:attestation", "learner_portal:export",
    "attendance:attestation", "advisers:judge_sheet",
}  # fmt: skip


def _views(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, str, object]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", str(pattern.pattern), pattern.callback


def test_these_pages_are_heavy_and_no_other() -> None:
    assert {name for name, _, view in _views() if getattr(view, "is_heavy", False)} == HEAVY


def test_a_page_that_gives_a_file_says_whether_it_is_heavy() -> None:
    """Every address that serves a file is either heavy or in ``LIGHT_FILES``."""
    forms = (".pdf", ".xlsx", ".csv", ".xml", ".pptx", ".zip", ".ics", "<slug:extension>")
    files = {name for name, pattern, _ in _views() if pattern.endswith(forms)}
    assert files - HEAVY == LIGHT_FILES


@pytest.fixture
def place(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.TURNS_FOLDER = tmp_path / "turns"
    settings.HEAVY_PAGES = 1
    monkeypatch.setattr("pacte.web.heavy_views.MAX_WAIT_SECONDS", 0.0)
    return tmp_path


def _request(actor: Actor = NOBODY) -> HttpRequest:
    request = RequestFactory().get("/chiffres/tout.xlsx")
    request.actor, request.session = actor, SessionStore()  # type: ignore[attr-defined]
    return request


@pytest.mark.django_db
def test_who_comes_too_many_reads_that_the_page_waits_and_asks_again_by_itself(place: Path) -> None:
    @heavy_view
    def inner(request: HttpRequest) -> HttpResponse:
        return HttpResponse("never")

    @heavy_view
    def outer(request: HttpRequest) -> HttpResponse:
        return inner(_request(Actor(person_id=2)))  # type: ignore[return-value]

    told = outer(_request())
    assert told.status_code == 503
    assert told["Retry-After"] == "5"
    page = told.content.decode()  # type: ignore[attr-defined]
    assert 'http-equiv="refresh" content="5"' in page
    assert "cette page redemande toute seule" in page
    assert inner(_request()).status_code == 200


def test_a_page_that_fails_gives_its_turn_back(place: Path) -> None:
    @heavy_view
    def fails(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            fails(_request())


@pytest.mark.django_db
@pytest.mark.parametrize("reads", [True, False])
def test_a_file_written_as_it_is_read_holds_its_turn_to_the_end(place: Path, reads: bool) -> None:
    @heavy_view
    def streams(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(iter(["a", "b"]))

    first = streams(_request(Actor(person_id=1)))
    assert streams(_request(Actor(person_id=2))).status_code == 503
    if reads:
        assert list(first) == [b"a", b"b"]
    first.close()
    assert streams(_request(Actor(person_id=2))).status_code == 200


def test_without_a_place_for_locks_pages_are_given_all_the_same(settings: Any, tmp_path: Path) -> None:
    settings.TURNS_FOLDER = tmp_path / "file" / "turns"
    (tmp_path / "file").write_text("")

    @heavy_view
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("here")

    assert page(_request()).status_code == 200


@pytest.mark.django_db
def test_the_plan_is_made_into_a_pdf_once(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DOCUMENTS_FOLDER = tmp_path
    made: list[str] = []

    def make(template: str, said: object, as_of: object) -> bytes:
        made.append(template)
        return b"%PDF"

    monkeypatch.setattr("pacte.exchange.documents.pdf_cache.render_pdf", make)
    stage = staged(small_plan())
    for _ in range(3):
        answer = stage.client().get(stage.address("telecharger/pdf"))
        assert answer.status_code == 200
        assert answer.content == b"%PDF"
    assert made == ["plan.typ"]
    assert len(list(tmp_path.glob("*.pdf"))) == 1
