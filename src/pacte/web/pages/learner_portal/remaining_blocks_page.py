"""« Que me reste-t-il, et où ? »: the targeted certification, its missing blocks, and the sessions that give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from pacte.journeys.rules.learner_wording import certification_progress
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import public_places, sessions_with_missing_blocks
from pacte.reference.queries import certifications_by_code, commune_by_code
from pacte.reference.rules import haversine_km
from pacte.web.pages.learner_portal.link_pages import LinkPage

if TYPE_CHECKING:
    from pacte.journeys.queries.learner_portal import LearnerPortal, MyJourney
    from pacte.offer.queries import SessionWithBlocks
    from pacte.reference.records import Place

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TargetCertification:
    """``blocks`` are (code, label, is certified); ``attested`` are (what, when, who attests)."""

    code: str
    title: str
    certifiers: tuple[str, ...]
    blocks: tuple[tuple[str, str, bool], ...]
    attested: tuple[tuple[str, date, str], ...]

    @property
    def missing_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _, is_certified in self.blocks if not is_certified)

    @property
    def certified_count(self) -> int:
        return len(self.blocks) - len(self.missing_codes)


def target_certification(portal: LearnerPortal) -> TargetCertification | None:
    """Target of the latest journey that leads to one, with the blocks won in all journeys. None: nothing to show."""
    codes = next((each for journey in portal.journeys if (each := _training_rncp_codes(journey))), [])
    known_certifications = certifications_by_code(codes)
    chosen = next((known_certifications[code] for code in codes if code in known_certifications), None)
    steps = [step for journey in reversed(portal.journeys) for step in journey.steps]
    issuers = {
        identifier: journey.bodies.get(body, "") or journey.provider_name
        for journey in portal.journeys
        for identifier, body in journey.body_of_step.items()
    }
    achievements = certification_progress(steps, [block.code for block in chosen.blocks] if chosen else [], issuers)
    if chosen is None and not achievements.attested:
        return None
    return TargetCertification(
        code=chosen.code if chosen else "",
        title=chosen.title if chosen else "",
        certifiers=tuple(each.name for each in chosen.certifiers) if chosen else (),
        blocks=tuple((each.code, each.label, each.code in achievements.certified) for each in chosen.blocks)
        if chosen
        else (),
        attested=achievements.attested,
    )


def _training_rncp_codes(journey: MyJourney) -> list[str]:
    session = journey.journey.session
    training_certifications = session.training.certifications if session else []
    return [
        f"RNCP{str(each['rncp']).upper().removeprefix('RNCP')}" for each in training_certifications if each.get("rncp")
    ]


@LinkPage.view(template_name="learner_portal/next.html")
def remaining_blocks(page: LinkPage) -> dict[str, Any]:
    learner, target = page.portal.learner, target_certification(page.portal)
    home = commune_by_code(learner.commune_code) if learner.commune_code else None
    return {
        "aim": target,
        "home": home.name if home else "",
        "sessions": _nearest_sessions(page, target, home) if target and target.code else [],
        "back": page.url("learner_portal:journey"),
    }


def _nearest_sessions(page: LinkPage, target: TargetCertification, home: Place | None) -> list[dict[str, Any]]:
    """Nearest first; without a known home, soonest first. Full sessions are shown too: a place may become free."""
    sessions = sessions_with_missing_blocks(
        actor=page.actor,
        host_id=page.portal.learner.organisation_id,
        certification=target.code,
        missing=target.missing_codes,
        on=today(),
    )
    nearest = sorted(((_distance(each, home), each) for each in sessions), key=lambda pair: pair[0] or 0.0)[:_SHOWN]
    places = public_places(actor=page.actor, sessions=[each.session for _, each in nearest])
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
