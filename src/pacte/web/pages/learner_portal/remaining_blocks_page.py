"""« Que me reste-t-il, et où ? »: missing blocks, and the nearest sessions that give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pacte.journeys.queries.learner_portal import learner_portal
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import public_places, sessions_with_missing_blocks
from pacte.reference.queries import commune_by_code
from pacte.reference.rules import haversine_km
from pacte.web.pages.learner_portal.target_certification import TargetCertification, target_certification
from pacte.web.pages.learner_portal.token_access import require_journey_link

if TYPE_CHECKING:
    from pacte.journeys.services import OpenedLink
    from pacte.offer.queries import SessionWithBlocks
    from pacte.reference.records import Place

_SHOWN = 12


@require_journey_link
@require_safe
def page(request: HttpRequest, link: OpenedLink, secret: str) -> HttpResponse:
    portal = learner_portal(actor=link.actor, on=today())
    target = target_certification(portal)
    home = commune_by_code(portal.learner.commune_code) if portal.learner.commune_code else None
    values = {
        "bar": "Mon parcours",
        "secret": secret,
        "aim": target,
        "home": home.name if home else "",
        "sessions": _nearest_sessions(link, portal.learner.organisation_id, target, home)
        if target and target.code
        else [],
        "back": reverse("mine:journey", args=[secret]),
        "is_fictive": portal.learner.is_synthetic,
    }
    return render(request, "mine/next.html", values)


def _nearest_sessions(
    link: OpenedLink, host_id: int, target: TargetCertification, home: Place | None
) -> list[dict[str, Any]]:
    """Nearest first; without a known home, soonest first. Full sessions are shown too: a place may become free."""
    sessions = sessions_with_missing_blocks(
        actor=link.actor, host_id=host_id, certification=target.code, missing=target.missing_codes, on=today()
    )
    nearest = sorted(((_distance(each, home), each) for each in sessions), key=lambda pair: pair[0] or 0.0)[:_SHOWN]
    places = public_places(actor=link.actor, sessions=[each.session for _, each in nearest])
    labels = {code: label for code, label, _ in target.blocks}
    rows = []
    for distance, each in nearest:
        session, left = each.session, places[each.session.pk].left
        rows.append(
            {
                "title": session.training.title,
                "url": _training_url(session.training.number),
                "when": f"le {format_day(session.starts_on)}" if session.starts_on else "entrées toute l’année",
                "where": session.site.town if session.site else "lieu à venir",
                "far": f"à {format_number(distance)} km de chez vous, à vol d’oiseau" if distance is not None else "",
                "who": session.provider.name,
                "places": "" if left is None else pluralise(left, "place libre", "places libres"),
                "blocks": [labels.get(code, code) for code in each.blocks],
                "is_whole": len(each.blocks) == len(target.missing_codes),
            }
        )
    return rows


def _distance(each: SessionWithBlocks, home: Place | None) -> float | None:
    site = each.session.site
    if home is None or site is None or home.latitude is None or home.longitude is None:
        return None
    if site.latitude is None or site.longitude is None:
        return None
    return haversine_km(home.latitude, home.longitude, site.latitude, site.longitude)


def _training_url(training: str) -> str:
    try:
        return reverse("search:training", args=[training])
    except NoReverseMatch:
        return ""
