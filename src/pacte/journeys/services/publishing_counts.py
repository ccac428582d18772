"""Nightly publication for readers without small counts: all tables together, compared with the last publication."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from pacte.journeys.models import ActionCount, CountPublication, SessionTally, ShownCount
from pacte.journeys.queries.inner_cells import people_cells, session_cells, situation_sums, year_sums
from pacte.journeys.records.counts import Cut
from pacte.journeys.rules.by_end import years_given_back
from pacte.journeys.rules.night import as_document, decide, from_document
from pacte.journeys.rules.night_tables import PLAN_ACTION, YEAR, Night
from pacte.journeys.rules.shown import ShownLine, answers_of, lines_of, sum_of_years, years_of
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied


def publish_counts(*, actor: Actor, host_id: int, on: date, at: datetime) -> Night:
    """Replaces the published counts of a Region, in the transaction of the count. Raises ``Refused``.

    Returns the decision about sessions.
    """
    if not actor.is_system:
        raise PermissionDenied("journeys_counts", "Seule la machine publie des comptes.")
    kept = CountPublication.objects.filter(organisation_id=host_id).first()
    last = {name: from_document(told) for name, told in kept.nights.items()} if kept else {}
    sessions = decide(session_cells(actor=actor, host_id=host_id, on=on), last.get("sessions"))
    people = decide(people_cells(actor=actor, host_id=host_id), last.get("people"), sessions)
    by_start = year_sums(actor=actor, host_id=host_id)
    crossing = session_cells(actor=actor, host_id=host_id, on=on, tells_crossing=True)
    given_back = years_given_back(crossing, sessions)
    lines = [
        *years_of(sessions, people, by_start),
        *lines_of(sessions, has_places=True),
        *lines_of(people, has_places=False),
        *answers_of(situation_sums(actor=actor, host_id=host_id), sessions, by_start, given_back),
    ]
    counted = _dates_standing(host_id, people)
    ShownCount.objects.filter(organisation_id=host_id).delete()
    ShownCount.objects.bulk_create(
        [_row(host_id, line, counted.get((line.cut, line.year), at)) for line in sorted(lines, key=_order)],
        batch_size=1000,
    )
    nights = {"sessions": as_document(sessions), "people": as_document(people)}
    CountPublication.objects.update_or_create(organisation_id=host_id, defaults={"nights": nights, "counted_at": at})
    _publish_actions(host_id, lines, at)
    return sessions


def _dates_standing(host_id: int, people: Night) -> dict[tuple[str, int], datetime]:
    """Count dates of the cuts of people carried over from the last publication."""
    rows = ShownCount.objects.filter(organisation_id=host_id).values_list("cut", "year", "counted_at")
    return {(cut, year): at for cut, year, at in rows if (YEAR, str(year), cut) in people.standing}


def _order(line: ShownLine) -> tuple[str, int, int, str]:
    """Numeric keys in order, then text keys, as in the tallies; action codes in their natural order."""
    if line.cut == Cut.ACTION and line.key:
        return line.cut, line.year, 0, ActionCode(line.key)
    return line.cut, line.year, int(line.key) if line.key.isdigit() else 0, line.key


def _row(host_id: int, line: ShownLine, at: datetime) -> ShownCount:
    return ShownCount(
        organisation_id=host_id, cut=line.cut, year=line.year, key=line.key, values=dict(line.values),
        hidden=sorted(line.hidden), counted_at=at,
    )  # fmt: skip


def _publish_actions(host_id: int, lines: list[ShownLine], at: datetime) -> None:
    """Public counts of an action: the sum of its years, without those that are hidden."""
    ActionCount.objects.filter(organisation_id=host_id).delete()
    by_action: dict[str, list[ShownLine]] = defaultdict(list)
    for line in lines:
        if line.cut == PLAN_ACTION:
            by_action[line.key].append(line)
    fresh = []
    for key, years in by_action.items():
        plan_id, _, number = key.partition(":")
        if number == str(None):
            continue
        summed = sum_of_years(years)
        sessions = SessionTally.objects.filter(plan_id=int(plan_id), action_number=ActionCode(number)).count()
        fresh.append(
            ActionCount(
                organisation_id=host_id, plan_id=int(plan_id), action_number=ActionCode(number),
                values=dict(summed.values), hidden=sorted(summed.hidden), counted_at=at, sessions=sessions,
            )
        )  # fmt: skip
    ActionCount.objects.bulk_create(fresh)
