"""Requirements for the purchases to come, and the lots that carry them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RequirementTerms:
    """A clause that coming purchases should carry, on a certification (RNCP, RS), a training domain, or both.

    ``domain_code``: a Formacode domain (three digits) or a Formacode. ``origin_label``: where it comes from, for
    people; ``origin_reference``: the same for programs (« procedures.case:12 »), which the offer never reads.
    """

    text: str
    origin_label: str
    since: date
    certification_code: str = ""
    domain_code: str = ""
    origin_reference: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CarryingLot:
    """A lot that carries a requirement: since when, and by whose act."""

    code: str
    title: str
    carried_at: datetime
    carried_by_name: str
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class RequirementTally:
    """Of one origin: requirements ``written``, ``carried`` by a lot at least, and ``ordered`` through such a lot.

    ``lots``: the lots that carry one of them. Dropped lots are not counted.
    """

    written: int = 0
    carried: int = 0
    ordered: int = 0
    lots: int = 0
