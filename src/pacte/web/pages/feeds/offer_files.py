"""Downloads of the whole published offer: LHÉO 2.3 and CSV, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.csv_file import BOM, MEDIA_TYPE, Cell, csv_text, decimal_comma
from pacte.exchange.lheo.catalogue_export import stream_catalogue
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.offer.queries.search import SearchHitRow, open_sessions_after
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Page

_COLUMNS = (
    "numero_formation", "numero_action", "numero_session", "intitule", "organisme", "ville", "code_postal", "latitude",
    "longitude", "debut", "fin", "entree_permanente", "places_ouvertes", "places_libres", "heures", "donnees_fictives",
)  # fmt: skip
_CODE_COLUMNS = range(3)


@Page.view(is_public=True, template_name="feeds/page.html", nav="search")
def page(page: Page) -> dict[str, Any]:
    return {"api": page.url("feeds_api:openapi-json")}


@Page.view(is_public=True, decorators=(heavy_view,))
def catalogue_xml(page: Page) -> StreamingHttpResponse:
    """Streams the open catalogue as valid LHÉO 2.3, so that a large one needs little memory."""
    region = ensure_found(host_organisation())
    return _download(stream_catalogue(actor=page.actor, host_id=region.pk), "application/xml", "xml")


@Page.view(is_public=True, decorators=(heavy_view,))
def sessions_csv(page: Page) -> StreamingHttpResponse:
    """Streams all sessions that are still open to entry, by date."""
    return _download(_csv_chunks(page.actor), MEDIA_TYPE, "csv")


def _download(chunks: Iterable[str | bytes], media_type: str, extension: str) -> StreamingHttpResponse:
    name = f"offre-de-formation_{today():%Y-%m-%d}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(chunks, content_type=media_type, headers=headers)


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
