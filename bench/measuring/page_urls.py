"""The addresses of the product, and two pages that only the bench of the pages has."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.django import DjangoTemplates, Template
from django.urls import include, path

from pacte.config import urls as product

BARE_PATH, FRAME_PATH = "/bench-bare/", "/bench-frame/"


def bare(request: HttpRequest) -> HttpResponse:
    """One query and an empty body: what every request costs whatever its page."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
    return HttpResponse()


def frame(request: HttpRequest) -> HttpResponse:
    """The simplest page of the product: its frame, and nothing in it."""
    return HttpResponse(_frame_template().render({}, request))


@cache
def _frame_template() -> Template:
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        raise TypeError(f"The pages are rendered by {engine}.")
    return engine.from_string('{% extends "page.html" %}')


urlpatterns = [
    path(BARE_PATH.strip("/") + "/", bare),
    path(FRAME_PATH.strip("/") + "/", frame),
    path("", include(product)),
]

handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500
