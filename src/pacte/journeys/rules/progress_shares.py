"""How long a learner's consent to show what is left lasts, and where a share stands. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

# A mission rarely lasts longer: after it, the consent is asked again.
CONSENT_LIFE = timedelta(days=184)


class ShareState(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    EXPIRED = "expired"
    ENDED = "ended"


SHARE_STATE_LABELS = {
    ShareState.PROPOSED: "attend l’accord de la personne",
    ShareState.OPEN: "montré avec son accord",
    ShareState.EXPIRED: "accord arrivé à son terme",
    ShareState.ENDED: "arrêté",
}


def share_state(*, consent_on: date | None, expires_on: date | None, ended_on: date | None, on: date) -> ShareState:
    if ended_on is not None:
        return ShareState.ENDED
    if consent_on is None or expires_on is None:
        return ShareState.PROPOSED
    return ShareState.OPEN if on <= expires_on else ShareState.EXPIRED
