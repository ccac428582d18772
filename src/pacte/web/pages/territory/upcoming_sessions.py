"""Next sessions in a territory, as a block of its profile, on the page and in the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell
from pacte.kernel.clock import today
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.offer.queries.territory import TerritorySession, territory_offer
from pacte.reference.queries import communes_of_zone, former_commune_codes
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile
    from pacte.kernel.actor import Actor

_MAX_SESSIONS = 10
_COLUMNS = (("Formation", False), ("Où", False), ("Début", False), ("Places libres", True))


def upcoming_sessions_block(*, actor: Actor, profile: ZoneProfile) -> ProfileBlock | None:
    """Returns None for a past day: which sessions were open then is not recorded."""
    if profile.known_on < today():
        return None
    communes = [each.code for each in communes_of_zone(ZoneKind(profile.kind), profile.code)]
    offer = territory_offer(
        actor=actor, communes={*communes, *former_commune_codes(communes)}, on=profile.known_on, limit=_MAX_SESSIONS
    )  # fmt: skip
    text = (
        f"{pluralise(offer.sessions, 'session')} de {pluralise(offer.trainings, 'formation')} où l’on "
        f"peut encore entrer."
    )
    sentence = text if offer.sessions else "Aucune session où l’on puisse encore entrer ici."
    more = f" Les {format_number(len(offer.first))} premières :" if offer.sessions > len(offer.first) else ""
    return ProfileBlock(
        "sessions",
        "Que peut-on suivre ici ?",
        apply_french_spacing(sentence + more),
        _COLUMNS,
        tuple(_row(each) for each in offer.first),
        ("Offre publiée des organismes de formation.",),
    )


def _row(each: TerritorySession) -> tuple[ProfileCell, ...]:
    starts = "entrées toute l’année" if each.is_rolling else format_day(each.starts_on) if each.starts_on else "non dit"
    return (
        ProfileCell(each.title, note=each.provider, url=reverse("search:training", args=[each.number])),
        ProfileCell(each.town or "lieu non dit"),
        ProfileCell(starts, value=each.starts_on.isoformat() if each.starts_on and not each.is_rolling else ""),
        ProfileCell("non dit") if each.left is None else ProfileCell(format_number(each.left), value=str(each.left)),
    )
