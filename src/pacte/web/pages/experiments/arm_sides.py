"""Both arms of an experiment: their sessions, with places and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pacte.evaluation.records import Arm, ArmPeriod, LateAttachment
from pacte.evaluation.rules import attachment_lateness
from pacte.journeys.queries.session_outcomes import FirstEntry, first_entries, session_outcomes
from pacte.journeys.records.counts import CellCounts, FunnelTable
from pacte.journeys.rules.counts import sum_counts, suppress_protected_counts
from pacte.offer.queries import public_places
from pacte.web.pages.experiments.list_page import ExperimentPage

if TYPE_CHECKING:
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces


@dataclass(frozen=True, slots=True)
class ArmLine:
    """A session attached to an arm on the day of the page. ``people`` is None for a reader without small counts."""

    period: ArmPeriod
    session: Session
    places: PublicPlaces
    people: CellCounts | None
    lateness: LateAttachment | None


@dataclass(frozen=True, slots=True)
class ArmSide:
    """One arm with its sessions, the latest first. ``people``: their sum."""

    arm: Arm
    lines: tuple[ArmLine, ...]
    people: CellCounts | None


def arm_sides(
    page: ExperimentPage, periods: Sequence[ArmPeriod], sessions: Mapping[int, Session]
) -> tuple[ArmSide, ...]:
    """Both arms with the sessions of these periods, on the day of the page. Three queries.

    People of an arm: "taken" (places that somebody entered), "entered", the kinds of end and "ended".
    """
    actor, on, host_id = page.actor, page.dated_plan.on, page.detail.experiment.organisation_id
    attached_sessions = [sessions[each.session_id] for each in periods]
    places = public_places(actor=actor, sessions=attached_sessions)
    entries = first_entries(actor=actor, session_ids=[each.pk for each in attached_sessions], on=on)
    outcomes = session_outcomes(actor=actor, host_id=host_id, sessions=attached_sessions, on=on)
    locked_on = page.detail.summary.locked_on
    sides = []
    for arm in Arm:
        of_arm = [each for each in periods if each.arm is arm]
        # Small counts of protected people stay hidden, whoever reads.
        people = _protected_sums(
            [_with_taken(outcomes[each.session_id], entries) for each in of_arm] if outcomes else []
        )
        by_session = {line.key: line for line in people.lines}
        lines = [
            ArmLine(
                period=each,
                session=sessions[each.session_id],
                places=places[each.session_id],
                people=by_session.get(str(each.session_id)),
                lateness=attachment_lateness(
                    each.since,
                    locked_on=locked_on,
                    first_entry_on=entries[each.session_id].on if each.session_id in entries else None,
                ),
            )
            for each in of_arm
        ]
        lines.sort(key=lambda line: (line.session.starts_on or date.min, line.session.pk), reverse=True)
        sides.append(ArmSide(arm, tuple(lines), people.whole if outcomes else None))
    return tuple(sides)


def _with_taken(people: CellCounts, entries: Mapping[int, FirstEntry]) -> CellCounts:
    entry = entries.get(int(people.key))
    return replace(people, values={**people.values, "taken": entry.places_taken if entry else 0})


def _protected_sums(lines: Sequence[CellCounts]) -> FunnelTable:
    return suppress_protected_counts(FunnelTable(tuple(lines), sum_counts(lines), None))
