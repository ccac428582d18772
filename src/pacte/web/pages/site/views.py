"""Site-wide pages: legal notice, accessibility, brand colours, health check, errors."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pacte.accounts.queries import host_organisation, organisation_names
from pacte.kernel.clock import today
from pacte.web.components.brand import brand_css
from pacte.web.failures import failure_page
from pacte.web.page import Page

# Date of the last check of the accessibility statement. It is valid for three years at most.
STATEMENT_ON = date(2026, 11, 24)
NOT_PROVIDED = "pas encore renseigné par l’exploitant"


@Page.view(is_public=True)
def brand_style(page: Page) -> HttpResponse:
    """The two brand colours as a style sheet: inline style is forbidden."""
    content, headers = brand_css(settings.PACTE_BRAND), {"Cache-Control": "max-age=3600"}
    return HttpResponse(content, content_type="text/css; charset=utf-8", headers=headers)


@Page.view(template_name="site/accessibility.html", is_public=True)
def accessibility(page: Page) -> dict[str, Any]:
    return {"publisher": _publisher(), "contact": settings.LEGAL["contact"], "on": STATEMENT_ON}


@Page.view(template_name="site/legal.html", is_public=True)
def legal(page: Page) -> dict[str, Any]:
    legal_notice, publisher = settings.LEGAL, _publisher()
    facts = (
        ("Éditeur", publisher), ("Direction de la publication", legal_notice["director"]),
        ("Hébergement", legal_notice["hosting"]), ("Contact", legal_notice["contact"]),
    )  # fmt: skip
    return {
        "publisher": publisher,
        "legal": legal_notice,
        "answer": f"{publisher or 'L’organisme qui exploite cette installation'} édite ce site.",
        "facts": [{"label": label, "value": value or NOT_PROVIDED} for label, value in facts],
    }


@Page.view(is_public=True)
def health(page: Page) -> HttpResponse:
    """Returns « ok » once the database has answered: this request runs in a transaction."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while the exception is being handled."""
    return failure_page(sys.exc_info()[1]) or render(request, "errors/500.html", status=500)


def _publisher() -> str:
    """Publisher of this site: from the settings, else the Region that hosts the pacts."""
    region = host_organisation()
    named = organisation_names(on=today()).get(region.pk, "") if region else ""
    return settings.LEGAL["publisher"] or named
