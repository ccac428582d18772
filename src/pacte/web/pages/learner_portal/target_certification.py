"""Certification targeted by a person: attested competences, certified and missing blocks. Attested is not certified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.journeys.rules.learner_wording import certification_progress
from pacte.reference.queries import certifications_by_code

if TYPE_CHECKING:
    from pacte.journeys.queries.learner_portal import LearnerPortal, MyJourney


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
