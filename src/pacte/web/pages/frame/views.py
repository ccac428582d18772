"""Pages that every site owes: legal notices, accessibility, brand colours, health, errors."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.web.components.brand import brand_css


@require_safe
def brand_style(request: HttpRequest) -> HttpResponse:
    """The two colours of the brand as a style sheet: inline style is forbidden."""
    response = HttpResponse(brand_css(settings.PACTE_BRAND), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "max-age=3600"
    return response


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/accessibility.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/legal.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """« ok » once the database has answered: this request ran inside a transaction."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)
