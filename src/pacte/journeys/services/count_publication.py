"""Nightly publication for readers without small counts: all tables together, compared with the last publication."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from pacte.journeys.models import ActionCount, CountPublication, PublishedCount, SessionTally
from pacte.journeys.queries.count_units import people_units, session_units, situation_sums, year_sums
from pacte.journeys.records.counts import Cut
from pacte.journeys.rules.end_year_disclosure import years_disclosed
from pacte.journeys.rules.published_counts import (
    PublishedRow,
    hidden_years,
    published_answer_rows,
    published_rows,
    published_year_rows,
    sum_years,
)
from pacte.journeys.rules.suppression_decision import decide_suppression, decision_from_json, decision_to_json
from pacte.journeys.rules.suppression_tables import PLAN_ACTION, YEAR, SuppressionDecision
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor


def publish_counts(*, actor: Actor, host_id: int, on: date, at: datetime) -> SuppressionDecision:
    """Replaces the published counts of a Region, in the transaction of the count. Raises ``PermissionDenied``.

    Returns the decision about sessions.
    """
    actor.require_system("journeys_counts", "Seule la machine publie des comptes.")
    last_publication = CountPublication.objects.filter(organisation_id=host_id).first()
    last = (
        {name: decision_from_json(document) for name, document in last_publication.nights.items()}
        if last_publication
        else {}
    )
    sessions = decide_suppression(session_units(actor=actor, host_id=host_id, on=on), last.get("sessions"))
    people = decide_suppression(people_units(actor=actor, host_id=host_id), last.get("people"), sessions)
    by_start = year_sums(actor=actor, host_id=host_id)
    crossing = session_units(actor=actor, host_id=host_id, on=on, by_crossing=True)
    disclosed_years = years_disclosed(crossing, sessions)
    lines = [
        *published_year_rows(sessions, people, by_start),
        *published_rows(sessions, has_places=True),
        *published_rows(people, has_places=False),
        *published_answer_rows(situation_sums(actor=actor, host_id=host_id), sessions, by_start, disclosed_years),
    ]
    counted = _carried_over_dates(host_id, people)
    PublishedCount.objects.filter(organisation_id=host_id).delete()
    PublishedCount.objects.bulk_create(
        [_row(host_id, line, counted.get((line.cut, line.year), at)) for line in sorted(lines, key=_order)],
        batch_size=1000,
    )
    nights = {"sessions": decision_to_json(sessions), "people": decision_to_json(people)}
    CountPublication.objects.update_or_create(organisation_id=host_id, defaults={"nights": nights, "counted_at": at})
    _publish_actions(host_id, lines, at)
    return sessions


def _carried_over_dates(host_id: int, people: SuppressionDecision) -> dict[tuple[str, int], datetime]:
    """Count dates of the cuts of people carried over from the last publication."""
    rows = PublishedCount.objects.filter(organisation_id=host_id).values_list("cut", "year", "counted_at")
    return {(cut, year): at for cut, year, at in rows if (YEAR, str(year), cut) in people.carried_over}


def _order(line: PublishedRow) -> tuple[str, int, int, str]:
    """Numeric keys in order, then text keys, as in the tallies; action codes in their natural order."""
    if line.cut == Cut.ACTION and line.key:
        return line.cut, line.year, 0, ActionCode(line.key)
    return line.cut, line.year, int(line.key) if line.key.isdigit() else 0, line.key


def _row(host_id: int, line: PublishedRow, at: datetime) -> PublishedCount:
    return PublishedCount(
        organisation_id=host_id, cut=line.cut, year=line.year, key=line.key, values=dict(line.values),
        hidden=sorted(line.hidden), counted_at=at,
    )  # fmt: skip


def _publish_actions(host_id: int, lines: list[PublishedRow], at: datetime) -> None:
    """Public counts of an action: the sum of its years, without those that are hidden."""
    ActionCount.objects.filter(organisation_id=host_id).delete()
    by_action: dict[str, list[PublishedRow]] = defaultdict(list)
    for line in lines:
        if line.cut == PLAN_ACTION:
            by_action[line.key].append(line)
    fresh = []
    for key, years in by_action.items():
        plan_id, _, number = key.partition(":")
        if number == str(None):
            continue
        summed = sum_years(years)
        sessions = SessionTally.objects.filter(payers__contains=[{"plan": int(plan_id), "action": number}]).count()
        fresh.append(
            ActionCount(
                organisation_id=host_id, plan_id=int(plan_id), action_number=ActionCode(number),
                values=dict(summed.values), hidden=sorted(summed.hidden), hidden_years=hidden_years(years),
                counted_at=at, sessions=sessions,
            )
        )  # fmt: skip
    ActionCount.objects.bulk_create(fresh)
