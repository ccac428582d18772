"""Pages of a reader in the bench: those that links reach, each name at most twice, without files and refusals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from bench.measuring.crawl import ReachedPage, reach_pages
from bench.measuring.page_urls import BARE_PATH, FRAME_PATH
from bench.measuring.timed_requests import count_queries

_HOME = """<a href="/thing/1/">1</a><a href="thing/2/?sort=name#top">2</a><a href="/thing/2/?sort=date">2</a>
<a href="/thing/3/">3</a><a href="/file/">file</a><a href="/moved/">moved</a><a href="/refused/">no</a>
<a href="https://elsewhere.example/thing/9/">out</a><a href="/unknown/">?</a><a href="mailto:a@b.example">mail</a>
<form action="/sent/"></form>"""


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_HOME)


def thing(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse('<a href="/">home</a>')


_ended_streams: list[str] = []


def file(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield "a;b"
        _ended_streams.append("file")

    return StreamingHttpResponse(lines(), content_type="text/csv")


def moved(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/arrived/")


def arrived(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def refused(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", home, name="home"),
    path("thing/<int:number>/", thing, name="thing"),
    path("file/", file, name="file"),
    path("moved/", moved, name="moved"),
    path("arrived/", arrived, name="arrived"),
    path("refused/", refused, name="refused"),
    path("sent/", home, name="sent"),
]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_reader_reaches_what_links_lead_to() -> None:
    _ended_streams.clear()
    file_names: set[str] = set()
    pages, counts = reach_pages(Client(), "/", file_names=file_names)
    assert pages == [
        ReachedPage("home", "/"),
        ReachedPage("thing", "/thing/1/"),
        ReachedPage("thing", "/thing/2/?sort=name"),
        ReachedPage("arrived", "/arrived/"),
    ]
    assert file_names == {"file"}
    assert _ended_streams == ["file"]
    assert (counts.files, counts.refused) == (1, ["/refused/ (404)"])


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="bench.measuring.page_urls")
def test_the_bench_adds_two_pages_to_those_of_the_product() -> None:
    assert reverse("legal") == "/mentions-legales/"
    bare, frame = Client().get(BARE_PATH), Client().get(FRAME_PATH)
    assert (bare.status_code, bare.content) == (200, b"")
    assert '<main class="page inner" id="contenu" tabindex="-1">' in frame.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="bench.measuring.page_urls")
def test_queries_are_counted_however_many_were_logged_before() -> None:
    connection.queries_log.extend({"sql": "select 0", "time": "0"} for _ in range(connection.queries_limit))
    assert count_queries(Client(), BARE_PATH) == 2


@pytest.mark.django_db
def test_the_product_has_neither_of_them() -> None:
    assert [Client().get(path).status_code for path in (BARE_PATH, FRAME_PATH)] == [404, 404]
