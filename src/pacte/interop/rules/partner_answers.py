"""Partner answers to a message, and the resulting delivery state. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.interop.records import DeliveryState


class AnswerStatus(StrEnum):
    """``NOTHING``: no answer, or an unreliable one; the message may or may not have arrived."""

    ACKNOWLEDGED = "accepte"
    RECEIVED = "recu"
    REJECTED = "rejete"
    NOTHING = "rien"


@dataclass(frozen=True, slots=True)
class PartnerAnswer:
    """``field`` is the partner's own name of the faulty field. ``revision``: of the message the answer is about."""

    status: AnswerStatus
    revision: int = 0
    code: str = ""
    reason: str = ""
    field: str = ""
    detail: str = ""


def is_answer_applicable(state: DeliveryState, revision: int, answer: PartnerAnswer) -> bool:
    """Return False for a late answer: about an earlier revision, or about a delivery already settled.

    An acceptance is never reverted by an older rejection delivered after it.
    """
    if answer.revision and answer.revision != revision:
        return False
    if state in (DeliveryState.ACKNOWLEDGED, DeliveryState.SET_ASIDE):
        return False
    return not (state is DeliveryState.REJECTED and answer.status in (AnswerStatus.REJECTED, AnswerStatus.RECEIVED))


def parse_partner_answer(body: object) -> PartnerAnswer:
    """Parse an answer from a JSON body: {"statut", "revision", "code", "motif", "champ"}; ``NOTHING`` for any other
    body.
    """
    if not isinstance(body, dict) or body.get("statut") not in set(AnswerStatus) - {AnswerStatus.NOTHING}:
        return PartnerAnswer(AnswerStatus.NOTHING, detail="réponse illisible")
    revision = body.get("revision", 0)
    texts = [body.get(name, "") for name in ("code", "motif", "champ")]
    if not isinstance(revision, int) or not all(isinstance(text, str) for text in texts):
        return PartnerAnswer(AnswerStatus.NOTHING, detail="réponse illisible")
    code, reason, name = (text.replace("\x00", "")[:limit] for text, limit in zip(texts, (60, 300, 80), strict=True))
    return PartnerAnswer(AnswerStatus(str(body["statut"])), revision, code, reason, name)
