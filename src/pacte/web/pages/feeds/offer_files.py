"""Downloads of the whole published offer: LHÉO 2.3 and CSV, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.csv_file import BOM, MEDIA_TYPE, Cell, csv_text, decimal_comma
from pacte.exchange.lheo.catalogue_export import stream_catalogue
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.offer.queries.search import SearchHitRow, open_sessions_after
from pacte.web.heavy_views import heavy_view

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_COLUMNS = (
    "numero_formation", "numero_action", "numero_session", "intitule", "organisme", "ville", "code_postal", "latitude",
    "longitude", "debut", "fin", "entree_permanente", "places_ouvertes", "places_libres", "heures", "donnees_fictives",
)  # fmt: skip
_CODE_COLUMNS = range(3)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "feeds/page.html", {"nav": "search", "api": reverse("feeds_api:openapi-json")})


@require_safe
@heavy_view
def catalogue_xml(request: HttpRequest) -> StreamingHttpResponse:
    """Streams the open catalogue as valid LHÉO 2.3, so that a large one needs little memory."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    region = host_organisation()
    if region is None:
        raise NotFound
    chunks = stream_catalogue(actor=actor, host_id=region.pk)
    response = StreamingHttpResponse(chunks, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{_file_name("xml")}"'
    return response


@require_safe
@heavy_view
def sessions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Streams all sessions that are still open to entry, by date."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    response = StreamingHttpResponse(_csv_chunks(actor), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_file_name("csv")}"'
    return response


def _csv_chunks(actor: Actor) -> Iterator[str]:
    """Each batch is read in its own transaction, and none stays open while the client waits."""
    yield BOM + csv_text([_COLUMNS])
    on, reached = today(), None
    while True:
        with acting_as(actor):
            batch = open_sessions_after(actor=actor, last_row=reached, on=on)
            text = csv_text(map(_row, batch), codes=_CODE_COLUMNS)
        if not batch:
            return
        reached = batch[-1]
        yield text


def _row(hit: SearchHitRow) -> list[Cell]:
    line, site = hit.line, hit.line.site or hit.action.site
    return [
        line.triplet.training, line.triplet.training_action, line.triplet.session, hit.training.title,
        hit.provider.name, site.town if site else "", site.postal_code if site else "",
        decimal_comma(site.latitude if site else None), decimal_comma(site.longitude if site else None),
        line.session.starts_on or "", line.session.ends_on or "", "oui" if line.is_rolling else "non",
        decimal_comma(line.places.opened), decimal_comma(line.places.left), decimal_comma(hit.action.hours_total),
        "oui" if settings.INSTANCE.name == "demo" else "non",
    ]  # fmt: skip


def _file_name(extension: str) -> str:
    return f"offre-de-formation_{today():%Y-%m-%d}.{extension}"
