"""Notify the buyer and provider of sessions at risk, each morning: six weeks before the start, then three."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.indicators.queries.entry_forecasts import entry_forecasts
from pacte.journeys.queries.risk import SessionAtRisk, sessions_at_risk
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.services import notify
from pacte.offer.queries.access import session_by_id
from pacte.offer.queries.people import buyer_ids_of_host, person_ids_of_provider

if TYPE_CHECKING:
    from pacte.indicators.models import EntryForecast

# Weeks before the start of each notification, the earliest first: a session found late uses the nearest.
WEEKS_BEFORE_START = (6, 3)


def notify_sessions_at_risk(*, actor: Actor, on: date | None = None) -> int:
    """Send what is due that day. Return how many notifications are new."""
    region, at = host_organisation(), on or today()
    if region is None:
        return 0
    at_risk = sessions_at_risk(actor=actor, host_id=region.pk, weeks=WEEKS_BEFORE_START[0], on=at)
    forecasts = entry_forecasts(actor=actor, host_id=region.pk, session_ids=[each.session_id for each in at_risk])
    buyers = buyer_ids_of_host(actor=actor, host_id=region.pk, on=at)
    return sum(
        _notify_session_at_risk(actor, region.pk, each, buyers, at, forecasts.get(each.session_id)) for each in at_risk
    )


def _notify_session_at_risk(
    actor: Actor,
    host_id: int,
    session_at_risk: SessionAtRisk,
    buyers: set[int],
    on: date,
    forecast: EntryForecast | None,
) -> int:
    weeks_before = min(weeks for weeks in WEEKS_BEFORE_START if session_at_risk.days_left <= weeks * 7)
    session = session_by_id(actor=actor, session_id=session_at_risk.session_id)
    provider = person_ids_of_provider(actor=actor, provider=session.provider, host_id=host_id, on=on)
    filling = session_at_risk.filling
    return notify(
        actor=actor,
        host_id=host_id,
        person_ids=buyers | provider,
        kind="session.at_risk",
        subject=f"{session_at_risk.title}, {format_day(session_at_risk.starts_on)} : il manque "
        f"{pluralise(filling.missing, 'admission')}",
        text=(
            f"{session_at_risk.provider_name}, {session_at_risk.town}. "
            f"{pluralise(filling.seats_held, 'personne admise', 'personnes admises')} pour "
            f"{pluralise(filling.bought, 'place achetée', 'places achetées')}, minimum {filling.minimum}, "
            f"dans {pluralise(session_at_risk.days_left, 'jour')}.{_expected_entries(forecast)}"
        ),
        address=reverse("outcomes:risk"),
        key=f"risk:{session_at_risk.session_id}:{session_at_risk.starts_on}:{weeks_before}",
    )


def _expected_entries(forecast: EntryForecast | None) -> str:
    """Buyers and the provider, who are told, both read the forecast of the session."""
    if forecast is None:
        return ""
    return f" Entrées attendues : {forecast.announced}, de {forecast.low} à {forecast.high} huit fois sur dix."
