"""What is left to the certification of a learner, and where: for their own page, and for whom they show it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.rules.learner_wording import CertificationProgress, certification_progress
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import public_places, sessions_with_missing_blocks
from pacte.offer.rules.certification_codes import rncp_codes
from pacte.reference.queries import certifications_by_code, commune_by_code
from pacte.reference.rules import haversine_km

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.journeys.queries.learner_portal import LearnerPortal, MyJourney
    from pacte.kernel.actor import Actor
    from pacte.offer.queries import SessionWithBlocks
    from pacte.procedures.records.description import Procedure
    from pacte.reference.records import Certification, Place

_SHOWN_SESSIONS = 12


def target_certification(portal: LearnerPortal) -> tuple[Certification | None, CertificationProgress]:
    """Target of the latest journey that leads to one, with what was won in all journeys."""
    codes = next((each for journey in portal.journeys if (each := _training_rncp_codes(journey))), [])
    known_certifications = certifications_by_code(codes)
    target = next((known_certifications[code] for code in codes if code in known_certifications), None)
    steps = [step for journey in reversed(portal.journeys) for step in journey.steps]
    issuers = {
        identifier: journey.bodies.get(body, "") or journey.provider_name
        for journey in portal.journeys
        for identifier, body in journey.body_of_step.items()
    }
    return target, certification_progress(steps, [block.code for block in target.blocks] if target else [], issuers)


def _training_rncp_codes(journey: MyJourney) -> list[str]:
    session = journey.journey.session
    return rncp_codes(session.training.certifications) if session else []


def remaining(actor: Actor, portal: LearnerPortal) -> dict[str, Any]:
    """What is left to the certification of a learner, and the nearest sessions that give it. ``actor``: the learner."""
    learner = portal.learner
    target, progress = target_certification(portal)
    home = commune_by_code(learner.commune_code) if learner.commune_code else None
    return {
        "target": target,
        "progress": progress,
        "home": home.name if home else "",
        "sessions": nearest_sessions(actor, learner.organisation_id, target, progress.left, home) if target else [],
    }


def case_sessions(
    actor: Actor, procedure: Procedure, values: Mapping[str, Any], *, host_id: int
) -> list[dict[str, Any]] | None:
    """The soonest sessions that give the blocks that a case says missing; None when it says none."""
    spec = procedure.missing_blocks
    missing = tuple(values.get(spec.blocks) or ()) if spec else ()
    if spec is None or not missing:
        return None
    code = str(values.get(spec.certification) or "")
    target = certifications_by_code([code]).get(code)
    return nearest_sessions(actor, host_id, target, missing, None) if target else []


def nearest_sessions(
    actor: Actor, host_id: int, target: Certification, missing: tuple[str, ...], home: Place | None
) -> list[dict[str, Any]]:
    """Nearest first; without a known home, soonest first. Full sessions are shown too: a place may become free."""
    sessions = sessions_with_missing_blocks(
        actor=actor, host_id=host_id, certification=target.code, missing=missing, on=today()
    )
    by_distance = sorted(((_distance(each, home), each) for each in sessions), key=lambda pair: pair[0] or 0.0)
    nearest = by_distance[:_SHOWN_SESSIONS]
    places = public_places(actor=actor, sessions=[each.session for _, each in nearest])
    labels = {block.code: block.label for block in target.blocks}
    rows = []
    for distance, each in nearest:
        session, left = each.session, places[each.session.pk].left
        rows.append(
            {
                "session": session,
                "module": str(each.module) if each.module else "",
                "when": f"le {format_day(session.starts_on)}" if session.starts_on else "entrées toute l’année",
                "far": f"à {format_number(distance)} km de chez vous, à vol d’oiseau" if distance is not None else "",
                "places": "" if left is None else pluralise(left, "place libre", "places libres"),
                "blocks": [labels.get(code, code) for code in each.blocks],
                "is_whole": len(each.blocks) == len(missing),
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
