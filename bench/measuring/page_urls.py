"""The addresses of the product, and two pages that only the bench of the pages has."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.base import Template
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
    return HttpResponse(_frame_template().render({}, request))  # type: ignore[arg-type]


@cache
def _frame_template() -> Template:
    return engines["django"].from_string('{% extends "page.html" %}')  # type: ignore[return-value]


urlpatterns = [
    path(BARE_PATH.strip("/") + "/", bare),
    path(FRAME_PATH.strip("/") + "/", frame),
    path("", include(product)),
]

handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500
