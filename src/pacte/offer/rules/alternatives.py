"""Alternatives to a cancelled or full session, each with a displayed reason. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NEAR_KM = 40.0
FAR_KM = 120.0


@dataclass(frozen=True, slots=True)
class AlternativeSession:
    """An alternative session. ``kilometres`` from the original session; None when one of them has no coordinates."""

    session_id: int
    same_training: bool
    same_certification: bool
    same_domain: bool
    starts_on: date | None
    is_rolling: bool
    kilometres: float | None
    left: int | None

    @property
    def reason(self) -> str:
        """« Même formation, à 12 km »."""
        what = (
            "Même formation"
            if self.same_training
            else "Même certification"
            if self.same_certification
            else "Même domaine"
        )
        if self.kilometres is None:
            return f"{what}, distance inconnue"
        return f"{what}, sur place" if self.kilometres < 1 else f"{what}, à {self.kilometres:.0f} km"


def best_alternatives(candidates: list[AlternativeSession], *, on: date, limit: int) -> list[AlternativeSession]:
    """Candidates with a place left that have not started; same training first, near before far, soon before late."""
    open_ones = [
        each
        for each in candidates
        if (each.left is None or each.left > 0)
        and (each.is_rolling or each.starts_on is None or each.starts_on > on)
        and (each.same_training or each.same_certification or each.same_domain)
        and (each.kilometres is None or each.kilometres <= FAR_KM)
    ]
    return sorted(open_ones, key=_sort_key)[:limit]


def assign_alternatives(alternatives: list[AlternativeSession], people_count: int) -> list[AlternativeSession | None]:
    """Assign to each person in turn the best remaining place; None: no place left, the person must be called.

    This is a proposal: the decision belongs to somebody who knows the person.
    """
    left = {each.session_id: each.left for each in alternatives}
    assignments: list[AlternativeSession | None] = []
    for _ in range(people_count):
        seat = next((each for each in alternatives if left[each.session_id] != 0), None)
        assignments.append(seat)
        if seat is not None and left[seat.session_id] is not None:
            left[seat.session_id] = (left[seat.session_id] or 0) - 1
    return assignments


def _sort_key(alternative: AlternativeSession) -> tuple[bool, bool, bool, bool, int, float, int]:
    """Sort key. At the same rank, known places come before unknown ones."""
    distance = alternative.kilometres if alternative.kilometres is not None else FAR_KM
    return (
        distance > NEAR_KM,
        not alternative.same_training,
        not alternative.same_certification,
        alternative.left is None,
        0 if alternative.is_rolling else (alternative.starts_on or date.max).toordinal(),
        distance,
        alternative.session_id,
    )
