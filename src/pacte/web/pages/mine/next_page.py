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
from pacte.web.pages.mine.aim import Aim, aim_of
from pacte.web.pages.mine.door import journey_link

if TYPE_CHECKING:
    from pacte.journeys.services import OpenedLink
    from pacte.offer.queries import SessionWithBlocks
    from pacte.reference.records import Place

_SHOWN = 12


@journey_link
@require_safe
def page(request: HttpRequest, link: OpenedLink, secret: str) -> HttpResponse:
    mine = learner_portal(actor=link.actor, on=today())
    aim = aim_of(mine)
    home = commune_by_code(mine.learner.commune_code) if mine.learner.commune_code else None
    values = {
        "bar": "Mon parcours",
        "secret": secret,
        "aim": aim,
        "home": home.name if home else "",
        "sessions": _near(link, mine.learner.organisation_id, aim, home) if aim and aim.code else [],
        "back": reverse("mine:journey", args=[secret]),
        "is_fictive": mine.learner.is_synthetic,
    }
    return render(request, "mine/next.html", values)


def _near(link: OpenedLink, host_id: int, aim: Aim, home: Place | None) -> list[dict[str, Any]]:
    """Nearest first; without a known home, soonest first. Full sessions are shown too: a place may become free."""
    found = sessions_with_missing_blocks(
        actor=link.actor, host_id=host_id, certification=aim.code, missing=aim.left, on=today()
    )
    near = sorted(((_distance(each, home), each) for each in found), key=lambda pair: pair[0] or 0.0)[:_SHOWN]
    places = public_places(actor=link.actor, sessions=[each.session for _, each in near])
    labels = {code: label for code, label, _ in aim.blocks}
    lines = []
    for far, each in near:
        session, left = each.session, places[each.session.pk].left
        lines.append(
            {
                "title": session.training.title,
                "url": _url(session.training.number),
                "when": f"le {format_day(session.starts_on)}" if session.starts_on else "entrées toute l’année",
                "where": session.site.town if session.site else "lieu à venir",
                "far": f"à {format_number(far)} km de chez vous, à vol d’oiseau" if far is not None else "",
                "who": session.provider.name,
                "places": "" if left is None else pluralise(left, "place libre", "places libres"),
                "blocks": [labels.get(code, code) for code in each.blocks],
                "is_whole": len(each.blocks) == len(aim.left),
            }
        )
    return lines


def _distance(each: SessionWithBlocks, home: Place | None) -> float | None:
    site = each.session.site
    if home is None or site is None or home.latitude is None or home.longitude is None:
        return None
    if site.latitude is None or site.longitude is None:
        return None
    return haversine_km(home.latitude, home.longitude, site.latitude, site.longitude)


def _url(training: str) -> str:
    try:
        return reverse("search:training", args=[training])
    except NoReverseMatch:
        return ""
