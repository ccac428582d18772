"""Which purchases a requirement concerns, and what it must say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pacte.offer.records import LotState
from pacte.offer.records.requirements import RequirementTerms

# Once its consultation is over a lot changes no more.
OPEN_LOT_STATES = (LotState.DRAFT, LotState.PUBLISHED)
MAX_REQUIREMENT_LENGTH = 2_000
_DOMAIN = re.compile(r"[0-9]{3}([0-9]{2})?")


def requirement_refusals(terms: RequirementTerms) -> tuple[tuple[str, str], ...]:
    """Reasons to refuse a requirement: (code, French sentence) pairs."""
    reasons = []
    if not terms.text.strip():
        reasons.append(("requirement_text", "L’exigence n’a pas de texte."))
    if len(terms.text) > MAX_REQUIREMENT_LENGTH:
        reasons.append(("requirement_long", f"L’exigence est trop longue : {MAX_REQUIREMENT_LENGTH} signes au plus."))
    if not terms.origin_label.strip():
        reasons.append(("requirement_origin", "On ne sait pas d’où vient l’exigence."))
    if not (terms.certification_code.strip() or terms.domain_code.strip()):
        reasons.append(("requirement_subject", "Il manque la certification, ou le domaine de formation."))
    if terms.domain_code.strip() and not _DOMAIN.fullmatch(terms.domain_code.strip()):
        reasons.append(("requirement_domain", "Un domaine a trois chiffres, un Formacode cinq."))
    if terms.until is not None and terms.until < terms.since:
        reasons.append(("requirement_dates", "L’exigence finit avant de commencer."))
    return tuple(reasons)


def is_in_force(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on <= until)


def concerns_domain(lot_domain: str, codes: Iterable[str]) -> bool:
    """True when one of the codes is the domain of the lot, is in it, or holds it.

    ``codes``: the domain of a requirement, and the Formacodes of its certification.
    """
    lot_domain = lot_domain.strip()
    return bool(lot_domain) and any(
        code and (code.startswith(lot_domain) or lot_domain.startswith(code)) for code in codes
    )
