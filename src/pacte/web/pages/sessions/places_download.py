"""The places of a provider as a workbook, to change and to send back by the road of files."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries import actor_region_id
from pacte.exchange.documents import places_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.kernel.clock import today
from pacte.offer.queries import ProviderSession, acting_provider, sessions_of_provider
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.sessions.offer_pages import OfferPage


@OfferPage.view(decorators=(heavy_view,))
def download_places(page: OfferPage) -> HttpResponse:
    provider, on = acting_provider(actor=page.actor), today()
    host_id = actor_region_id(actor=page.actor)
    sessions = sessions_of_provider(actor=page.actor, provider=provider, host_id=host_id, on=on)
    rows = [_workbook_row(each) for each in sessions]
    data = places_xlsx.write(rows, provider=provider.name, as_of=on, synthetic=settings.INSTANCE.name == "demo")
    return file_response(data, places_xlsx.MEDIA_TYPE, f"mes-places_{on:%Y-%m-%d}.xlsx")


def _workbook_row(each: ProviderSession) -> PlacesRow:
    summary = each.line
    return PlacesRow(
        training=summary.triplet.training,
        training_action=summary.triplet.training_action,
        session=summary.triplet.session,
        title=summary.session.training.title,
        starts_on=summary.session.starts_on,
        ends_on=summary.session.ends_on,
        town=summary.site.town if summary.site else "",
        state=summary.state_label,
        bought=summary.places.counted,
        held_places=summary.places.occupied,
        opened=summary.places.opened,
        minimum=summary.places.minimum,
    )
