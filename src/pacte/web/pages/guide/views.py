"""The guide on the site: one page a gesture, readable without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from pacte.kernel.errors import NotFound, ensure_found
from pacte.web.guide_text import INDEX, GuideText, guide_text, picture_path
from pacte.web.page import Page


@Page.view(template_name="guide/page.html", is_public=True, crumb="Guide")
def index(page: Page) -> dict[str, Any]:
    return _values(guide_text(INDEX))


@Page.view(
    template_name="guide/page.html",
    is_public=True,
    breadcrumb=lambda page: [("Guide", page.url("guide:index")), (_title(page.kwargs["slug"]), "")],
)
def guide_page(page: Page, slug: str) -> dict[str, Any]:
    return _values(guide_text(slug) if slug != INDEX else None)


@Page.view(is_public=True)
def picture(page: Page, name: str) -> HttpResponseBase:
    path = ensure_found(picture_path(name))
    return HttpResponse(path.read_bytes(), content_type="image/png")


def _title(slug: str) -> str:
    text = guide_text(slug)
    return text.title if text else ""


def _values(text: GuideText | None) -> dict[str, Any]:
    if text is None:
        raise NotFound
    return {"title": text.title, "text": text.html}
