"""Context of the invented region, and counts of what was written. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from pacte.demo.region.training_supply import InventedSession, Town
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS

_MORNING = time(9)
RECORDED_BY = "Région de démonstration (données fictives)"


@dataclass(frozen=True, slots=True)
class LotArea:
    """Territory of a lot: a living area, a department or the region. ``kind`` is that of ``reference``."""

    kind: str
    code: str
    name: str


class Payer(NamedTuple):
    """What a line of an order says of who pays: a fund, a plan and its action, None where the line names none."""

    fund: str
    plan_id: int | None = None
    action_id: int | None = None


_BASELINE = Payer("baseline")


@dataclass(frozen=True, slots=True)
class Setting:
    """The Region, its plans, and the organisations that follow people by kind and department.

    ``buyer_id`` buys, and ``second_buyer_id`` beside it, for the whole ``region_area``.

    ``plan_ids`` gives the plan that pays the places of a year, ``plan_actions`` its actions by number. ``towns`` are
    all communes, ``training_towns`` those with trainings. ``lot_areas`` gives the area of a lot by commune,
    ``departments`` by department, and ``domains`` the name of a training domain. ``certifications`` gives a real
    certification code by occupation and ``blocks`` those of its blocks; ``adviser_id`` is the person who follows those
    of Vierzon; ``today`` the day from which current data is dated.
    """

    host_id: int
    region_code: str
    plan_ids: Mapping[int, int]
    buyer_id: int
    second_buyer_id: int
    region_area: LotArea
    networks: Mapping[tuple[str, str], int]
    adviser_id: int | None
    plan_actions: Mapping[int, Mapping[ActionCode, int]]
    lot_areas: Mapping[str, LotArea]
    departments: Mapping[str, LotArea]
    domains: Mapping[str, str]
    towns: Sequence[Town]
    training_towns: Sequence[Town]
    certifications: Mapping[str, str]
    blocks: Mapping[str, Sequence[str]]
    today: date

    def plan_of(self, session: InventedSession) -> int | None:
        """The plan that pays a session; None for the baseline."""
        return self.plan_ids.get(session.year) if session.is_pact else None

    def action_of(self, session: InventedSession) -> int | None:
        """The action that a session serves; None for the baseline."""
        if not session.is_pact or session.action is None:
            return None
        return self.plan_actions.get(session.year, {}).get(session.action)

    def payers_of(self, session: InventedSession) -> list[Payer]:
        """What pays for it: one line, or two that buy half of its places each."""
        if not session.is_pact:
            return [_BASELINE]
        plan_id, actions = self.plan_of(session), self.plan_actions.get(session.year, {})
        payers = [Payer("pact", plan_id, self.action_of(session))]
        if session.second_action and (second_id := actions.get(session.second_action)):
            payers.append(Payer("pact", plan_id, second_id))
        if session.baseline_pays_half:
            payers.append(_BASELINE)
        return payers

    def recorded_at(self, day: date | int) -> str:
        return recorded_at_text(day, self.today)


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """Row counts over all years."""

    people: int
    sessions: int
    places: int
    entries: int
    steps: int


@dataclass(frozen=True, slots=True)
class SessionIdentifiers:
    """Ids of one session, and of the organisation of its provider when it has an account."""

    session_id: int
    provider_body_id: int | None


def recorded_at_text(day: date | int, today: date) -> str:
    """Recording time of that day, in COPY format: in the morning; never in the future.

    Today's data, or data planned later, is recorded at midnight in Paris: past at any hour.
    """
    there = day if isinstance(day, date) else date.fromordinal(day)
    if there >= today:
        return datetime.combine(today, time.min, PARIS).astimezone(UTC).isoformat()
    return datetime.combine(there, _MORNING, UTC).isoformat()
