"""Forecasts the entries of sessions to come each night, keeps the forecast of thirty days before, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction

from pacte.indicators.models import EntryForecast, KeptForecast, ObservedEntries
from pacte.indicators.queries.session_approaches import SETTLED_AFTER, ApproachReader, SessionApproach, read_approaches
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records.forecasts import EntryEstimate, PastApproach, UsualEntries
from pacte.indicators.rules.entry_forecast import forecast_entries, usual_entries
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

KEPT_DAYS_BEFORE = 30
# A night that did not run is caught up by the next ones.
_LATE_DAYS = 2
# What people usually do is learnt at the distance nearest to that of the session.
_DISTANCES = (7, 15, KEPT_DAYS_BEFORE, 60, 90)
_WEEKS_AHEAD = 26
_YEARS_LEARNT = 3


def record_entry_forecasts(*, actor: Actor, host_id: int, on: date, facts_dir: Path | None = None) -> int:
    """Replaces the forecasts of the Region, adds those to keep and what was observed. Returns how many are to come.

    Does nothing before the first refresh of the facts. Raises ``PermissionDenied`` for anybody but the machine.
    """
    _refuse_people(actor)
    if not read_manifest(facts_dir).built_at:
        return 0
    with read_approaches(actor=actor, host_id=host_id, on=on, facts_dir=facts_dir) as reader, transaction.atomic():
        to_come = reader.to_come(until=on + timedelta(weeks=_WEEKS_AHEAD))
        usual = _usual_by_distance(reader)
        rows = [row for each in to_come if (row := _forecast(host_id, each, usual(each), on)) is not None]
        EntryForecast.objects.filter(organisation_id=host_id).delete()
        EntryForecast.objects.bulk_create(rows)
        _keep(row for row in rows if 0 <= KEPT_DAYS_BEFORE - (row.starts_on - on).days <= _LATE_DAYS)
        _observe(reader, host_id)
    return len(rows)


def replay_entry_forecasts(*, actor: Actor, host_id: int, since: date, on: date, facts_dir: Path | None = None) -> int:
    """Keeps, marked as replayed, the forecast of the sessions started since that day that have none. Returns how many.

    Each is made from what was recorded thirty days before its start, and from sessions settled before that month.
    """
    _refuse_people(actor)
    if not read_manifest(facts_dir).built_at:
        return 0
    with read_approaches(actor=actor, host_id=host_id, on=on, facts_dir=facts_dir) as reader, transaction.atomic():
        started = reader.started(days=KEPT_DAYS_BEFORE, since=_learnt_since(since))
        kept_ids = set(KeptForecast.objects.filter(organisation_id=host_id).values_list("session_id", flat=True))

        @cache
        def usual(month: date, nature: str, department: str) -> UsualEntries | None:
            past = [each.past for each in started if each.is_settled(month)]
            return usual_entries(past, nature=nature, department=department)

        rows = []
        for each in started:
            if each.starts_on >= since and each.counts.session_id not in kept_ids:
                made_on = each.starts_on - timedelta(days=KEPT_DAYS_BEFORE)
                learnt = usual(made_on.replace(day=1), each.counts.nature, each.counts.department)
                row = _forecast(host_id, each, learnt, made_on)
                rows += [row] if row else []
        _keep(rows, is_replayed=True)
        _observe(reader, host_id)
    return len(rows)


def _refuse_people(actor: Actor) -> None:
    actor.require_system("entry_forecasts", "Seule la machine prévoit les entrées.")


def _learnt_since(day: date) -> date:
    return date(day.year - _YEARS_LEARNT, day.month, 1)


def _usual_by_distance(reader: ApproachReader) -> Callable[[SessionApproach], UsualEntries | None]:
    """What people usually do as far from the start as those of a session to come. Each distance is read once."""

    @cache
    def past(days: int) -> list[PastApproach]:
        started = reader.started(days=days, since=_learnt_since(reader.on))
        return [each.past for each in started if each.is_settled(reader.on)]

    @cache
    def usual(days: int, nature: str, department: str) -> UsualEntries | None:
        return usual_entries(past(days), nature=nature, department=department)

    def of(each: SessionApproach) -> UsualEntries | None:
        days = (each.starts_on - reader.on).days
        nearest = min(_DISTANCES, key=lambda distance: abs(distance - days))
        return usual(nearest, each.counts.nature, each.counts.department)

    return of


def _forecast(host_id: int, each: SessionApproach, usual: UsualEntries | None, on: date) -> EntryForecast | None:
    """None without enough past sessions."""
    if usual is None:
        return None
    estimate: EntryEstimate = forecast_entries(each.counts, usual)
    return EntryForecast(
        session_id=each.counts.session_id, organisation_id=host_id, provider_body_id=each.provider_body,
        starts_on=each.starts_on, made_on=on, admitted=each.counts.admitted, waiting=each.counts.waiting,
        announced=round(estimate.expected), low=estimate.low, high=estimate.high, basis=usual.basis.value,
        past_sessions=usual.sessions,
    )  # fmt: skip


def _keep(rows: Iterable[EntryForecast], *, is_replayed: bool = False) -> None:
    """A forecast that is kept already stays as it is."""
    names = [each.attname for each in EntryForecast._meta.concrete_fields]
    KeptForecast.objects.bulk_create(
        [
            KeptForecast(recorded_at=now(), is_replayed=is_replayed, **{name: getattr(row, name) for name in names})
            for row in rows
        ],
        ignore_conflicts=True,
    )


def _observe(reader: ApproachReader, host_id: int) -> None:
    """Adds the entries of the sessions whose deadline is past, once for each. Later corrections do not count."""
    waiting = dict(
        KeptForecast.objects.filter(organisation_id=host_id, observed__isnull=True, starts_on__lt=reader.on)
        .values_list("session_id", "pk")
    )  # fmt: skip
    if not waiting:
        return
    first = min(KeptForecast.objects.filter(pk__in=waiting.values()).values_list("starts_on", flat=True))
    settled = [
        each
        for each in reader.started(days=0, since=first)
        if each.counts.session_id in waiting and each.is_settled(reader.on)
    ]
    ObservedEntries.objects.bulk_create(
        ObservedEntries(
            forecast_id=waiting[each.counts.session_id], entered=each.past.entered, recorded_at=now(),
            observed_on=each.deadline + SETTLED_AFTER,
        )
        for each in settled
    )  # fmt: skip
